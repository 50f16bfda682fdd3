//! Rules about the tree. Each message says what to do instead; a debt that cannot be paid at once is a
//! list file beside this one whose numbers may only go down.

use std::path::{Path, PathBuf};

use crate::options::Options;
use crate::report::{Outcome, Suite, print_failure};
use crate::tree;

mod js_rules;
mod rooms;
mod scan;
mod shape;
mod tests_rules;

/// The text files of the repository, read once.
pub struct Tree {
    /// The repository.
    pub root: PathBuf,
    /// Path from the root, and text.
    pub files: Vec<(String, String)>,
    /// Whether debt lists are written anew with the numbers that went down.
    pub update: bool,
}

impl Tree {
    /// Reads all sources, lists and documents.
    pub fn read(root: &Path, update: bool) -> Tree {
        let kinds = ["rs", "js", "mjs", "cjs", "toml", "txt", "md", "json"];
        let mut paths = tree::files(root, "");
        paths.push(".ci/run".to_owned());
        paths.push(".cargo/config.toml".to_owned());
        let text = |path: String| {
            let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
            let wanted = kinds.contains(&extension) || path.ends_with("/cmd") || path == ".ci/run";
            let text = wanted
                .then(|| std::fs::read_to_string(root.join(&path)).ok())
                .flatten()?;
            Some((path, text))
        };
        Tree {
            root: root.to_owned(),
            files: paths.into_iter().filter_map(text).collect(),
            update,
        }
    }

    /// Files below a folder with an extension.
    pub fn below<'a>(
        &'a self,
        dir: &'a str,
        extension: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        let fits = move |path: &str| path.starts_with(dir) && path.ends_with(extension);
        self.files
            .iter()
            .filter(move |(path, _)| fits(path))
            .map(|(p, t)| (p.as_str(), t.as_str()))
    }

    /// The text of one file, empty when there is none.
    pub fn text(&self, path: &str) -> &str {
        self.files
            .iter()
            .find(|(p, _)| p == path)
            .map_or("", |(_, text)| text)
    }

    /// The builtins: everything under `js/` that is not the crate itself.
    pub fn builtins(&self) -> impl Iterator<Item = (&str, &str)> {
        self.below("js/", ".js")
    }

    /// A debt list beside the harnesses: path and allowed number.
    pub fn debts(&self, list: &str) -> Vec<(String, usize)> {
        let lines = tree::list(&self.root.join("tests/runner").join(list));
        let parse = |line: String| {
            let (path, number) = line.split_once(' ')?;
            Some((path.to_owned(), number.trim().parse().ok()?))
        };
        lines.into_iter().filter_map(parse).collect()
    }
}

/// A rule: its name, and what it finds wrong.
type Rule = (&'static str, fn(&Tree) -> Vec<String>);

const RULES: &[Rule] = &[
    (
        "a room is a crate, an extension and a prefix of one name",
        rooms::names,
    ),
    ("every op is in the list of its extension", rooms::listed),
    (
        "every room is in runtime/src/extensions.rs",
        rooms::registered,
    ),
    (
        "ops that JavaScript calls exist, and each op is called",
        rooms::called,
    ),
    ("arrows between crates go one way", rooms::arrows),
    (
        "a builtin is a strict function body in ASCII",
        js_rules::function_bodies,
    ),
    ("builtins require ids that exist", js_rules::requires),
    (
        "ops are never destructured or copied",
        js_rules::ops_not_copied,
    ),
    ("errors come from the table of codes", js_rules::bare_errors),
    ("the table of codes is sorted", js_rules::codes_sorted),
    (
        "nothing that is in the snapshot reads the machine",
        js_rules::snapshot_purity,
    ),
    ("files stay small", shape::sizes),
    ("the root has no new entries", shape::root),
    ("nothing names a path of one machine", shape::machine_paths),
    ("a TODO names an issue", shape::todos),
    (
        "every public module has tests",
        tests_rules::modules_have_tests,
    ),
    ("a test can fail", tests_rules::tests_can_fail),
    ("recorded outputs belong to a test", tests_rules::no_orphans),
    (
        "the lists of Node's tests are sorted and reasoned",
        tests_rules::compat_lists,
    ),
];

/// Checks all rules.
pub fn run(root: &Path, options: &Options) -> Suite {
    let mut suite = Suite::new("tidy");
    let tree = Tree::read(root, options.update);
    for (name, rule) in RULES {
        if !options.fits(name) {
            continue;
        }
        let problems = rule(&tree);
        let outcome = if problems.is_empty() {
            Outcome::Passed
        } else {
            let text = problems.join("\n");
            print_failure("tidy", name, &text);
            Outcome::Failed(text)
        };
        suite.tests.push(((*name).to_owned(), outcome));
    }
    suite
}

/// Compares counts with a debt list: more than allowed is an error, less must be written down.
pub fn ratchet(tree: &Tree, list: &str, found: &[(String, usize)], advice: &str) -> Vec<String> {
    let allowed = tree.debts(list);
    let debt = |path: &str| {
        allowed
            .iter()
            .find(|(p, _)| p == path)
            .map_or(0, |(_, n)| *n)
    };
    let mut problems = Vec::new();
    for (path, count) in found {
        if *count > debt(path) {
            problems.push(format!("{path}: {count}, allowed {}. {advice}", debt(path)));
        }
    }
    let mut kept = String::new();
    for (path, number) in &allowed {
        let now = found.iter().find(|(p, _)| p == path).map_or(0, |(_, n)| *n);
        if now > 0 {
            kept.push_str(&format!("{path} {}\n", now.min(*number)));
        }
        if now < *number && !tree.update {
            problems.push(format!(
                "{path}: now {now}, in tests/runner/{list} {number}: `cargo verify tidy --update` lowers it"
            ));
        }
    }
    let file = tree.root.join("tests/runner").join(list);
    if tree.update && std::fs::write(&file, kept).is_err() {
        problems.push(format!("cannot write {}", file.display()));
    }
    problems
}
