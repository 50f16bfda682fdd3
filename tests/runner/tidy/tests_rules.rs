//! Rules about the tests.

use std::collections::BTreeSet;

use super::{Tree, ratchet};
use crate::tree;

pub(super) fn modules_have_tests(tree: &Tree) -> Vec<String> {
    let tested = |module: &str| {
        let folder = format!("tests/node/{module}/");
        tree.files.iter().any(|(path, _)| path.starts_with(&folder))
    };
    let mut untested = BTreeSet::new();
    for (path, _) in tree.below("js/node/", ".js") {
        let name = path.trim_start_matches("js/node/").trim_end_matches(".js");
        let module = name.split('/').next().unwrap_or(name);
        // `_http_agent` and the like are parts of http under an old name.
        if !module.starts_with('_') && !tested(module) {
            untested.insert((module.to_owned(), 1));
        }
    }
    let untested: Vec<(String, usize)> = untested.into_iter().collect();
    let advice = "Add a folder of its name in tests/node with a test in it";
    ratchet(tree, "untested_modules.txt", &untested, advice)
}

pub(super) fn tests_can_fail(tree: &Tree) -> Vec<String> {
    let mut problems = Vec::new();
    for (path, text) in tree
        .below("tests/", "")
        .filter(|(path, _)| path.contains(".test."))
    {
        let Some((stem, "js" | "mjs" | "cjs" | "ts")) = path.rsplit_once('.') else {
            continue;
        };
        let recorded = tree.root.join(format!("{stem}.out")).is_file();
        let looked_at =
            text.contains("// Exit:") || text.contains("// Stderr:") || text.contains("throw ");
        if !recorded && !looked_at && !text.contains("assert") && !text.contains("process.exit") {
            problems.push(format!("{path}: asserts nothing, so it cannot fail"));
        }
    }
    problems
}

pub(super) fn no_orphans(tree: &Tree) -> Vec<String> {
    let mut problems = Vec::new();
    for path in tree::files(&tree.root, "tests/node") {
        let Some(stem) = path.strip_suffix(".out") else {
            continue;
        };
        let has_program = ["js", "mjs", "cjs", "ts"]
            .iter()
            .any(|e| tree.root.join(format!("{stem}.{e}")).is_file());
        if !has_program {
            problems.push(format!("{path}: no test prints this; remove it"));
        }
    }
    let paths = tree::files(&tree.root, "tests/cli");
    for path in &paths {
        let Some((folder, "stdout" | "stderr" | "code")) = path.rsplit_once('/') else {
            continue;
        };
        if !paths.contains(&format!("{folder}/cmd")) {
            problems.push(format!("{path}: its case has no `cmd` file"));
        }
    }
    problems
}

pub(super) fn compat_lists(tree: &Tree) -> Vec<String> {
    let mut problems = Vec::new();
    let reference: BTreeSet<&str> = tree.text("tests/compat/reference.txt").lines().collect();
    let passing: Vec<&str> = tree.text("tests/compat/passing.txt").lines().collect();
    for pair in passing.windows(2).filter(|pair| pair[0] >= pair[1]) {
        problems.push(format!(
            "tests/compat/passing.txt: {} stands after {}; keep it sorted",
            pair[1], pair[0]
        ));
    }
    for file in passing.iter().filter(|file| !reference.contains(*file)) {
        problems.push(format!(
            "tests/compat/passing.txt: {file} is not in reference.txt: Node itself fails it"
        ));
    }
    for line in tree::list(&tree.root.join("tests/compat/skips.txt")) {
        let (file, reason) = line.split_once(' ').unwrap_or((&line, ""));
        if reason.trim().len() < 10 {
            problems.push(format!(
                "tests/compat/skips.txt: say after {file} why it is not run"
            ));
        }
        if !reference.contains(file) {
            problems.push(format!(
                "tests/compat/skips.txt: {file} is not in reference.txt; remove the line"
            ));
        }
        if passing.contains(&file) {
            problems.push(format!(
                "tests/compat/skips.txt: {file} is in passing.txt too"
            ));
        }
    }
    problems
}
