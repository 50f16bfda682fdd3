//! Linker settings of the program: a fixed address (a megabyte of pointers needs no relocation at every start; Node is
//! linked so too), identical functions folded, the libraries of the compiler inside. All three are for start-up time and
//! memory.

use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
        println!("cargo::rustc-link-arg-bins=-Wl,--icf=all");
        link_statically();
        order_symbols();
        strip();
    }
}

/// Leaves the names of functions out, unless `HEDDLE_SYMBOLS` is set. cargo's own setting would do the same, but the names
/// of Rust's functions depend on it, and `symbol_order.sh` wants those of the program as it is.
fn strip() {
    println!("cargo::rerun-if-env-changed=HEDDLE_SYMBOLS");
    if std::env::var_os("HEDDLE_SYMBOLS").is_none() {
        println!("cargo::rustc-link-arg-bins=-Wl,--strip-all");
    }
}

/// Lays the functions that a start runs side by side (`symbol_order.sh` makes the list): they are on some 60 pages then,
/// not on 200, and a third of the memory of a small program was pages around them. A name that does not exist here, such
/// as that of a Rust function from another compiler, is passed over.
fn order_symbols() {
    let root = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let list = Path::new(&root).join("symbol_order.txt");
    println!("cargo::rerun-if-changed={}", list.display());
    println!(
        "cargo::rustc-link-arg-bins=-Wl,--symbol-ordering-file={}",
        list.display()
    );
    println!("cargo::rustc-link-arg-bins=-Wl,--no-warn-symbol-ordering");
}

/// What is linked instead of a shared library, where the compiler has it: `(shared name, archives)`. Each shared library
/// costs a tenth of a millisecond at each start.
const STATIC: [(&str, &[&str]); 2] = [
    ("stdc++", &["libstdc++.a"]),
    ("gcc_s", &["libgcc_eh.a", "libgcc.a"]),
];

fn link_statically() {
    let folder = Path::new(&std::env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("static");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder in OUT_DIR");
    println!("cargo::rustc-link-search=native={}", folder.display());
    for (name, archives) in STATIC {
        let found: Option<Vec<String>> = archives.iter().map(|archive| find(archive)).collect();
        if let Some(found) = found {
            // A linker script in the place of the library.
            let script = format!("GROUP ( {} )\n", found.join(" "));
            std::fs::write(folder.join(format!("lib{name}.so")), script).expect("a file");
        }
    }
    // V8's library has the runtime support of C++ (`std::type_info` and the like) too; its own copy, the first, is used,
    // as it is when the library is shared.
    println!("cargo::rustc-link-arg-bins=-Wl,--allow-multiple-definition");
    // Nothing looks the symbols of these libraries up by name.
    println!("cargo::rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
}

/// The path of an archive that the compiler knows.
fn find(archive: &str) -> Option<String> {
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let output = Command::new(compiler)
        .arg(format!("-print-file-name={archive}"))
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let file = Path::new(text.trim());
    file.is_absolute().then(|| file.display().to_string())
}
