//! Rules about files as such: size, place, and what no file may say.

use regex::Regex;

use super::{Tree, ratchet};

/// Everything that may stand at the root. Hidden files of tools are listed too.
const ROOT: [&str; 20] = [
    ".cargo",
    ".ci",
    ".editorconfig",
    ".git",
    ".gitattributes",
    ".gitignore",
    "ARCHITECTURE.md",
    "Cargo.lock",
    "Cargo.toml",
    "README.md",
    "biome.json",
    "cli",
    "clippy.toml",
    "js",
    "ops",
    "runtime",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "target",
    "tests",
];

/// Pure tables: as long as they are.
const TABLES: [&str; 8] = [
    "js/internal/errors/codes.js",
    "js/internal/errors/errno_table.js",
    "js/node/constants.js",
    "js/internal/constants.js",
    "js/node/punycode.js",
    "ops/core/errno.rs",
    "js/internal/encoding/labels.js",
    "js/internal/process/allowed_flags.js",
];

fn limit(path: &str) -> Option<usize> {
    let tested = ["tests/node/", "tests/web/", "tests/bench/"]
        .iter()
        .any(|dir| path.starts_with(dir));
    match path {
        "README.md" => Some(150),
        "ARCHITECTURE.md" => Some(250),
        _ if TABLES.contains(&path)
            || path.contains("/constants/")
            || path.contains("/tables/") =>
        {
            None
        }
        _ if path.starts_with("js/deps/")
            || path.contains("/fixtures/")
            || path.contains("/flags/defs/") =>
        {
            None
        }
        _ if path.ends_with(".rs") => Some(600),
        _ if path.starts_with("js/") && path.ends_with(".js") => Some(600),
        _ if tested && path.contains(".test.") => Some(400),
        _ => None,
    }
}

pub(super) fn sizes(tree: &Tree) -> Vec<String> {
    let lines = |path: &str, text: &str| {
        let count = text.lines().count();
        (count > limit(path)?).then(|| (path.to_owned(), count))
    };
    let found: Vec<(String, usize)> = tree.files.iter().filter_map(|(p, t)| lines(p, t)).collect();
    let advice =
        "Split it by what a reader looks for (600 lines for code, 400 for a test, 150 for README)";
    ratchet(tree, "oversize.txt", &found, advice)
}

pub(super) fn root(tree: &Tree) -> Vec<String> {
    let entries = std::fs::read_dir(&tree.root)
        .into_iter()
        .flatten()
        .flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names
        .filter(|name| !ROOT.contains(&name.as_str()))
        .map(|name| {
            format!("{name}: the root is fixed; put it into cli, runtime, ops, js or tests")
        })
        .collect()
}

pub(super) fn machine_paths(tree: &Tree) -> Vec<String> {
    let mut problems = Vec::new();
    let Ok(path_of_a_machine) = Regex::new(r#"(^|[\s"'`(=])/(root|work|Users)/\w"#) else {
        return problems;
    };
    for (path, text) in &tree.files {
        for (number, line) in text.lines().enumerate() {
            if path_of_a_machine.is_match(line) {
                problems.push(format!(
                    "{path}:{}: names a path of one machine: {}",
                    number + 1,
                    line.trim()
                ));
            }
        }
    }
    problems
}

pub(super) fn todos(tree: &Tree) -> Vec<String> {
    let mut problems = Vec::new();
    let Ok(bare) = Regex::new(r"\b(TODO|FIXME|XXX)\b(?:[^(]|$)") else {
        return problems;
    };
    let sources = tree
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".rs") || path.ends_with(".js"));
    for (path, text) in sources.filter(|(path, _)| !path.starts_with("tests/runner/")) {
        for (number, line) in text.lines().enumerate() {
            if line.contains("//") && bare.is_match(line) {
                problems.push(format!(
                    "{path}:{}: write TODO(#123) with the issue, or do it",
                    number + 1
                ));
            }
        }
    }
    problems
}
