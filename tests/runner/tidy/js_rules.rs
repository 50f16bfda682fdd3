//! Rules about the builtins under `js/`. Undeclared and user-land globals are Biome's part (biome.json).

use std::collections::BTreeSet;

use regex::Regex;

use super::{Tree, ratchet, scan};

/// Ids that are made in Rust or by the loader.
const MADE_IDS: [&str; 2] = ["internal/core", "internal/realm"];

/// The id of a builtin: its path, without `node/` for the public modules.
fn id(path: &str) -> &str {
    let id = path
        .strip_prefix("js/")
        .and_then(|p| p.strip_suffix(".js"))
        .unwrap_or(path);
    id.strip_prefix("node/").unwrap_or(id)
}

pub(super) fn function_bodies(tree: &Tree) -> Vec<String> {
    let mut problems = Vec::new();
    for (path, text) in tree.builtins() {
        if let Some(at) = text.bytes().position(|b| !b.is_ascii()) {
            let line = scan::line_of(text, at);
            problems.push(format!(
                "{path}:{line}: a character outside ASCII; write it as \\u escape"
            ));
        }
        let code = scan::js_code(text);
        let begin = code.len() - code.trim_start().len();
        let script = path == "js/bootstrap/realm.js" || path.starts_with("js/deps/");
        if !script && !text[begin..].starts_with("'use strict';") {
            problems.push(format!("{path}: the first statement is 'use strict';"));
        }
        if !code.contains("module.exports")
            && !path.starts_with("js/bootstrap/")
            && !path.starts_with("js/main/")
        {
            problems.push(format!(
                "{path}: it exports nothing; end it with module.exports = {{ ... }};"
            ));
        }
        if !text
            .lines()
            .take(6)
            .any(|line| line.starts_with("//") || line.starts_with("/*"))
        {
            problems.push(format!("{path}: say in a first comment what the file is"));
        }
    }
    problems
}

pub(super) fn requires(tree: &Tree) -> Vec<String> {
    let files: BTreeSet<&str> = tree.builtins().map(|(path, _)| id(path)).collect();
    // Modules of later work, which others ask for only after a look whether they exist.
    let later = tree
        .text("js/build.rs")
        .split("NOT_YET")
        .nth(1)
        .unwrap_or("");
    let later = later
        .split("];")
        .next()
        .unwrap_or("")
        .split('"')
        .skip(1)
        .step_by(2);
    let later: BTreeSet<&str> = later.collect();
    let mut problems = Vec::new();
    for id in later.iter().filter(|id| files.contains(*id)) {
        problems.push(format!(
            "js/build.rs: {id} exists now; remove it from NOT_YET"
        ));
    }
    let ids: BTreeSet<&str> = files.into_iter().chain(MADE_IDS).chain(later).collect();
    let Ok(call) = Regex::new(r"\brequire\('([^'\n]+)'\)") else {
        return problems;
    };
    for (path, text) in tree.builtins() {
        let code = scan::js_code(text);
        for found in call.captures_iter(text) {
            let at = found.get(0).map_or(0, |m| m.start());
            // In comments and strings the word is blank in the code.
            if code.get(at..at + 7) == Some("require") && !ids.contains(&found[1]) {
                let line = scan::line_of(text, at);
                problems.push(format!(
                    "{path}:{line}: there is no builtin '{}'",
                    &found[1]
                ));
            }
        }
    }
    problems
}

pub(super) fn ops_not_copied(tree: &Tree) -> Vec<String> {
    let advice = "call it as ops.op_x(...): a copied op stays on V8's slow path for ever";
    let mut problems = Vec::new();
    let Ok(copied) = Regex::new(
        r"\bop_\w+[^{}]*\}\s*=\s*ops\b|\w\s*=\s*ops\s*[;,)]|=\s*ops\.op_\w+\s*[;,)]|\bops\s*\[",
    ) else {
        return problems;
    };
    for (path, text) in tree
        .builtins()
        .filter(|(path, _)| !path.starts_with("js/bootstrap/realm"))
    {
        let code = scan::js_code(text);
        for found in copied.find_iter(&code) {
            let line = scan::line_of(&code, found.start());
            problems.push(format!(
                "{path}:{line}: `{}`: {advice}",
                found.as_str().trim()
            ));
        }
    }
    problems
}

pub(super) fn bare_errors(tree: &Tree) -> Vec<String> {
    let Ok(bare) = Regex::new(r"\bnew\s+(Error|TypeError|RangeError)\s*\(") else {
        return Vec::new();
    };
    let checked = |path: &str| {
        ["js/node/", "js/internal/", "js/web/"]
            .iter()
            .any(|dir| path.starts_with(dir))
            && !path.starts_with("js/internal/errors")
    };
    let found: Vec<(String, usize)> = tree
        .builtins()
        .filter(|(path, _)| checked(path))
        .map(|(path, text)| {
            (
                path.to_owned(),
                bare.find_iter(&scan::js_code(text)).count(),
            )
        })
        .filter(|(_, count)| *count > 0)
        .collect();
    let advice = "Use a code of js/internal/errors/codes.js: const { codes: { ERR_X } } = require('internal/errors')";
    ratchet(tree, "bare_errors.txt", &found, advice)
}

pub(super) fn codes_sorted(tree: &Tree) -> Vec<String> {
    let text = tree.text("js/internal/errors/codes.js");
    let Ok(entry) = Regex::new(r"(?m)^E\(\s*'([A-Z0-9_]+)'") else {
        return Vec::new();
    };
    let codes: Vec<&str> = entry
        .captures_iter(text)
        .filter_map(|c| c.get(1).map(|m| m.as_str()))
        .collect();
    let pairs = codes.windows(2).filter(|pair| pair[0] >= pair[1]);
    pairs
        .map(|pair| {
            format!(
                "js/internal/errors/codes.js: {} stands after {}",
                pair[1], pair[0]
            )
        })
        .collect()
}

pub(super) fn snapshot_purity(tree: &Tree) -> Vec<String> {
    let inside: BTreeSet<String> =
        crate::tree::list(&tree.root.join("runtime/snapshot_modules.txt"))
            .into_iter()
            .collect();
    let reads = r"\b(process\.(env|argv|cwd|pid|ppid|hrtime|uptime)\b|Date\.now\(|new Date\(|Math\.random\(|performance\.now\(|Intl\.|toLocale\w+\()";
    let mut problems = Vec::new();
    let Ok(reads) = Regex::new(reads) else {
        return problems;
    };
    for (path, text) in tree.builtins() {
        let listed = inside.contains(id(path)) || inside.contains(&format!("node:{}", id(path)));
        if !listed && (!path.starts_with("js/bootstrap/") || path.ends_with("pre_execution.js")) {
            continue;
        }
        // What runs at evaluation stands outside all braces.
        let mut depth = 0i32;
        for (number, line) in scan::js_code(text).lines().enumerate() {
            if depth == 0
                && !line.contains("=>")
                && !line.contains("function")
                && reads.is_match(line)
            {
                problems.push(format!(
                    "{path}:{}: reads the machine while the snapshot is made; do it on first use, or in pre_execution.js",
                    number + 1
                ));
            }
            depth += line.matches('{').count() as i32 - line.matches('}').count() as i32;
        }
    }
    problems
}
