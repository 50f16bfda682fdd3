#!/bin/sh
# Makes cli/symbol_order.txt: the functions that a start runs, in the order in which the linker lays them side by side.
# Needs valgrind. Run it in the root of the repository when V8 or the compiler is another one.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
HEDDLE_SYMBOLS=1 cargo build --release --package heddle --target-dir "$folder/target"

for program in empty.js import_fs.mjs import_http.mjs workers.mjs; do
  valgrind --tool=callgrind --demangle=no --callgrind-out-file="$folder/calls" \
    "$folder/target/release/heddle" "tests/bench/$program" >"$folder/output" 2>&1
  # A name stands in full where it is first used; `'2` marks a recursion, `@@` a version.
  sed -nE "s/^c?fn=\([0-9]+\) //p" "$folder/calls" | sed -E "s/'[0-9]+$//; s/@@.*//" | grep -E '^[A-Za-z_]' | grep -v '^Builtins_' |
    LC_ALL=C sort -u
done | awk '!seen[$0]++' >cli/symbol_order.txt
