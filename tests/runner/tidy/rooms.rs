//! Rules about the rooms under `ops/` and the arrows between crates.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::{Tree, scan};

/// A room may use another one only where this list says so: (room, the room it uses).
const ROOM_ARROWS: &[(&str, &str)] = &[
    ("tls", "net"),
    ("tls", "crypto"),
    ("http", "net"),
    ("http2", "net"),
    ("http2", "tls"),
    ("child_process", "net"),
    ("worker", "module"),
];

fn rooms(tree: &Tree) -> BTreeSet<String> {
    let manifest = |(path, _): (&str, _)| {
        let room = path.strip_prefix("ops/")?.strip_suffix("/Cargo.toml")?;
        (!room.contains('/')).then(|| room.to_owned())
    };
    tree.below("ops/", "Cargo.toml")
        .filter_map(manifest)
        .collect()
}

fn room_of(path: &str) -> &str {
    path.split('/').nth(1).unwrap_or("")
}

pub(super) fn names(tree: &Tree) -> Vec<String> {
    let mut problems = Vec::new();
    for room in rooms(tree) {
        let manifest = tree.text(&format!("ops/{room}/Cargo.toml"));
        if !manifest.contains(&format!("name = \"ops_{room}\"")) {
            problems.push(format!(
                "ops/{room}/Cargo.toml: name the package ops_{room}"
            ));
        }
        let lib = tree.text(&format!("ops/{room}/lib.rs"));
        if lib.is_empty() {
            problems.push(format!(
                "ops/{room}: put lib.rs into the folder itself, `[lib] path = \"lib.rs\"`"
            ));
        } else if !lib.contains(&format!("ops_{room},")) {
            problems.push(format!("ops/{room}/lib.rs: name the extension ops_{room}"));
        }
        let doc: String = lib
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .collect();
        if !lib.is_empty() && ["JS:", "Tests:"].iter().any(|word| !doc.contains(word)) {
            problems.push(format!(
                "ops/{room}/lib.rs: its first doc comment says `JS: ...` and `Tests: ...`"
            ));
        }
    }
    for (path, text) in tree.below("ops/", ".rs") {
        let prefix = format!("op_{}_", room_of(path));
        for op in scan::defined_ops(text)
            .iter()
            .filter(|op| !op.starts_with(&prefix))
        {
            problems.push(format!("{path}: {op} must begin with {prefix}"));
        }
    }
    problems
}

pub(super) fn listed(tree: &Tree) -> Vec<String> {
    let mut problems = Vec::new();
    for (path, text) in tree.below("ops/", ".rs") {
        let lib = tree.text(&format!("ops/{}/lib.rs", room_of(path)));
        let list = lib.split("extension!(").nth(1).unwrap_or("");
        let names: BTreeSet<&str> = list
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .collect();
        for op in scan::defined_ops(text)
            .iter()
            .filter(|op| !names.contains(op.as_str()))
        {
            problems.push(format!(
                "{path}: add {op} to the list in ops/{}/lib.rs",
                room_of(path)
            ));
        }
    }
    problems
}

pub(super) fn registered(tree: &Tree) -> Vec<String> {
    let list = tree.text("runtime/src/extensions.rs");
    let missing = rooms(tree)
        .into_iter()
        .filter(|room| !list.contains(&format!("ops_{room}::")));
    missing
        .map(|room| format!("ops/{room}: add it to runtime/src/extensions.rs, the one list"))
        .collect()
}

pub(super) fn called(tree: &Tree) -> Vec<String> {
    let mut problems = Vec::new();
    let mut defined: BTreeMap<String, &str> = BTreeMap::new();
    for (path, text) in tree
        .below("ops/", ".rs")
        .chain(tree.below("runtime/", ".rs"))
    {
        defined.extend(scan::defined_ops(text).into_iter().map(|op| (op, path)));
    }
    let engine: BTreeSet<String> =
        crate::tree::list(&tree.root.join("tests/runner/engine_ops.txt"))
            .into_iter()
            .collect();
    let mut used = BTreeSet::new();
    let Ok(word) = Regex::new(r"\bops\s*\??\.\s*(op_\w+)") else {
        return problems;
    };
    for (path, text) in tree.builtins() {
        let code = scan::js_code(text);
        for found in word.captures_iter(&code) {
            let op = &found[1];
            used.insert(op.to_owned());
            if !defined.contains_key(op) && !engine.contains(op) {
                let line = found.get(0).map_or(0, |m| scan::line_of(&code, m.start()));
                problems.push(format!("{path}:{line}: no room defines {op}"));
            }
        }
    }
    let outside = tree
        .below("runtime/", ".rs")
        .map(|(_, text)| text)
        .collect::<Vec<_>>()
        .join("\n");
    for (op, path) in &defined {
        if !used.contains(op) && outside.matches(op.as_str()).count() < 3 {
            problems.push(format!("{path}: nothing calls {op}; remove it"));
        }
    }
    problems
}

pub(super) fn arrows(tree: &Tree) -> Vec<String> {
    let mut problems = Vec::new();
    for (path, text) in tree
        .files
        .iter()
        .filter(|(path, _)| path.ends_with("Cargo.toml"))
    {
        let Some(folder) = path.strip_suffix("/Cargo.toml") else {
            continue;
        };
        for dependency in dependencies(text) {
            let bad = match folder {
                "js" => !text.contains("[build-dependencies]"),
                "tests/runner" => dependency.starts_with("ops_") || dependency.contains("heddle"),
                "cli" => dependency.starts_with("ops_"),
                "runtime" => dependency == "heddle",
                _ => match (folder.strip_prefix("ops/"), dependency.strip_prefix("ops_")) {
                    (Some("core"), Some(_)) => true,
                    (Some(room), Some(other)) => {
                        other != "core" && !ROOM_ARROWS.contains(&(room, other))
                    }
                    (Some(_), None) => ["js", "heddle_js", "runtime", "heddle_runtime", "heddle"]
                        .contains(&&*dependency),
                    (None, _) => false,
                },
            };
            if bad {
                problems.push(format!(
                    "{path}: {folder} must not depend on {dependency}. Arrows: cli -> runtime -> ops/<room> -> \
                     ops/core -> deno_core; lend what is needed through a trait in OpState"
                ));
            }
        }
    }
    problems
}

fn dependencies(manifest: &str) -> Vec<String> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            inside = line == "[dependencies]";
        } else if inside && !line.starts_with('#') {
            let name: String = line
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "_-".contains(*c))
                .collect();
            if !name.is_empty() {
                found.push(name);
            }
        }
    }
    found
}
