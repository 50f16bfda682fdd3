//! Walks the folders of builtins and writes their table: adding a module is adding a file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

const FOLDERS: &[&str] = &["bootstrap", "deps", "internal", "main", "node", "web"];

fn main() {
    let root =
        PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let mut files = BTreeMap::new();
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={}", root.join(folder).display());
        walk(&root, &root.join(folder), &mut files);
    }
    let mut problems = Vec::new();
    for (id, path) in &files {
        let text = fs::read(path).expect("a file that was just listed");
        check(id, path, &text, &files, &mut problems);
    }
    // While somebody edits, half of a change may be on disk; what ships must be whole.
    let ships = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    assert!(
        problems.is_empty() || !ships,
        "builtins are not right:\n{}",
        problems.join("\n")
    );
    write_table(&files);
}

fn walk(root: &Path, folder: &Path, files: &mut BTreeMap<String, PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(root, &path, files);
        } else if path.extension().is_some_and(|e| e == "js") {
            let id = id_of(root, &path);
            if let Some(other) = files.insert(id.clone(), path.clone()) {
                panic!(
                    "two files for the builtin `{id}`: {} and {}",
                    other.display(),
                    path.display()
                );
            }
        }
    }
}

/// `node/fs/promises.js` is `fs/promises`; every other folder is part of the id.
fn id_of(root: &Path, path: &Path) -> String {
    let relative = path
        .strip_prefix(root)
        .expect("below the root")
        .with_extension("");
    let id = relative.to_string_lossy().replace('\\', "/");
    id.strip_prefix("node/").map(str::to_owned).unwrap_or(id)
}

fn check(
    id: &str,
    path: &Path,
    text: &[u8],
    files: &BTreeMap<String, PathBuf>,
    problems: &mut Vec<String>,
) {
    let place = path.display();
    if let Some(at) = text.iter().position(|b| !b.is_ascii()) {
        let line = text[..at].iter().filter(|b| **b == b'\n').count() + 1;
        problems.push(format!(
            "{place}:{line}: a builtin is ASCII; write \\u escapes"
        ));
        return;
    }
    let text = String::from_utf8_lossy(text);
    for (number, line) in text.lines().enumerate() {
        let at = number + 1;
        if line.starts_with("import ") || line.starts_with("export ") {
            problems.push(format!(
                "{place}:{at}: a builtin is a function body: `require` and `module.exports`"
            ));
        }
        let code = line.trim_start();
        if code.starts_with("//") || code.starts_with('*') {
            continue;
        }
        for required in requires(line) {
            if !["internal/core", "internal/realm"].contains(&required)
                && !required.starts_with("internal/webstreams/")
                && !files.contains_key(required)
            {
                problems.push(format!(
                    "{place}:{at}: `{id}` requires `{required}`, which does not exist"
                ));
            }
        }
    }
}

/// The ids in `require('...')` calls of a line.
fn requires(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("require('")
        .filter_map(move |(at, head)| {
            let before = line[..at].chars().next_back();
            if before.is_some_and(|c| {
                c.is_alphanumeric() || c == '_' || c == '.' || c == '\'' || c == '`' || c == '"'
            }) {
                return None;
            }
            let rest = &line[at + head.len()..];
            rest.split_once("')").map(|(id, _)| id)
        })
}

/// The name that stacks show. `main` and `bootstrap` are folders of Node's `internal`.
fn script_name(id: &str) -> String {
    let inner = id.starts_with("main/") || id.starts_with("bootstrap/");
    if inner {
        format!("node:internal/{id}")
    } else {
        format!("node:{id}")
    }
}

/// A macro that names each builtin once: the crate that holds V8 turns it into external strings.
fn write_table(files: &BTreeMap<String, PathBuf>) {
    let mut out = String::from(
        "/// Calls `$m! { (id, script name, path of the source) ... }` with every builtin, sorted by id.\n\
         #[macro_export]\nmacro_rules! for_each_builtin {\n    ($m:ident) => {\n        $m! {\n",
    );
    for (id, path) in files {
        let _ = writeln!(
            out,
            "            ({id:?}, {:?}, {:?}),",
            script_name(id),
            path.display().to_string()
        );
    }
    out.push_str("        }\n    };\n}\n\n/// The ids of the public modules, sorted: the files below `node/`.\n");
    out.push_str("pub static PUBLIC: &[&str] = &[\n");
    for (id, path) in files {
        let public =
            path.components().any(|c| c.as_os_str() == "node") && !id.starts_with("internal/");
        if public
            && !FOLDERS
                .iter()
                .any(|f| *f != "node" && id.starts_with(&format!("{f}/")))
        {
            let _ = writeln!(out, "    {id:?},");
        }
    }
    out.push_str("];\n");
    let target = PathBuf::from(env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("table.rs");
    fs::write(target, out).expect("the table of builtins");
}
