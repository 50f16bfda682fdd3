//! Node's own test files. They are not part of this repository: the suite is given a folder that holds
//! Node's `test/` directory, runs the files of `tests/compat/passing.txt` in it and prints a table by
//! module. The list may only grow (`--all --update`); `skips.txt` names files that are not run, each
//! with its reason; `reference.txt` is what Node 26 itself passes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::head::Head;
use crate::options::Options;
use crate::pool::{Job, Pool};
use crate::process::{Run, Status, TempDir};
use crate::report::{Outcome, Suite};
use crate::tree;

mod groups;

/// How to get the suite to run, for those who have no copy of Node's tests.
const NO_TESTS: &str = "Node's test files are not here: name a folder that holds its test/ directory \
with --node-tests DIR or HEDDLE_NODE_TESTS";

/// Runs the passing list, or with `--all` the whole reference list.
pub fn run(root: &Path, options: &Options) -> Suite {
    let mut suite = Suite::new("compat");
    let passing_file = root.join("tests/compat/passing.txt");
    let passing = tree::list(&passing_file);
    let reference_file = options
        .reference
        .clone()
        .unwrap_or_else(|| root.join("tests/compat/reference.txt"));
    let wanted = if options.all {
        tree::list(&reference_file)
    } else {
        passing.clone()
    };
    let wanted: Vec<String> = wanted
        .into_iter()
        .filter(|file| fits(options, file))
        .collect();
    let Some(tests) = find_tests(root, options) else {
        println!("{NO_TESTS}");
        suite.tests.extend(
            wanted
                .into_iter()
                .map(|f| (f, Outcome::Skipped(NO_TESTS.to_owned()))),
        );
        return suite;
    };
    let program = tree::program(root);
    let skips: BTreeMap<String, String> = tree::list(&root.join("tests/compat/skips.txt"))
        .into_iter()
        .filter_map(|line| {
            line.split_once(' ')
                .map(|(f, r)| (f.to_owned(), r.trim().to_owned()))
        })
        .collect();
    let jobs = wanted.into_iter().enumerate().map(|(number, file)| {
        let (program, tests, skip) = (&program, &tests, skips.get(&file));
        let name = file.clone();
        // Tests in sequential/ use fixed ports or measure time.
        let alone = file.starts_with("sequential/");
        let run = Box::new(move || match skip {
            Some(reason) => Outcome::Skipped(reason.clone()),
            None => one(tests, options, program, &file, number),
        });
        Job { name, alone, run }
    });
    suite.tests = Pool {
        suite: "compat",
        threads: options.jobs,
        retry: true,
    }
    .run(jobs.collect());
    print_table(&suite);
    write_failures(root, &suite);
    if options.all {
        // Against the whole list only a file that used to pass counts as failed.
        let before: BTreeSet<&String> = passing.iter().collect();
        let news: Vec<String> = suite
            .tests
            .iter()
            .filter(|(file, outcome)| matches!(outcome, Outcome::Passed) && !before.contains(file))
            .map(|(file, _)| file.clone())
            .collect();
        println!(
            "{} files pass that are not in tests/compat/passing.txt",
            news.len()
        );
        if options.update {
            let mut all: BTreeSet<String> = passing.iter().cloned().collect();
            all.extend(news);
            let text: String = all.iter().map(|file| format!("{file}\n")).collect();
            if let Err(error) = std::fs::write(&passing_file, text) {
                println!("cannot write {}: {error}", passing_file.display());
            }
        }
        for (file, outcome) in &mut suite.tests {
            if matches!(outcome, Outcome::Failed(_)) && !before.contains(file) {
                *outcome = Outcome::Skipped("fails, and is not in the passing list yet".to_owned());
            }
        }
    }
    suite
}

fn fits(options: &Options, file: &str) -> bool {
    let group = groups::group(file);
    let fits = |filter: &String| {
        if groups::is_group(filter) {
            filter == group
        } else {
            file.contains(filter.as_str())
        }
    };
    options.filters.is_empty() || options.filters.iter().any(fits)
}

/// The folder that holds `parallel/`.
fn find_tests(root: &Path, options: &Options) -> Option<PathBuf> {
    let named = options
        .node_tests
        .clone()
        .or_else(|| std::env::var_os("HEDDLE_NODE_TESTS").map(Into::into));
    // `.ci/run` unpacks the files to this place.
    let folder = named.unwrap_or_else(|| tree::target_dir(root).join("node-tests"));
    let candidates = [folder.join("test"), folder];
    let found = candidates
        .into_iter()
        .find(|dir| dir.join("parallel").is_dir())?;
    found.canonicalize().ok()
}

fn one(tests: &Path, options: &Options, program: &Path, file: &str, number: usize) -> Outcome {
    let path = tests.join(file);
    let Ok(source) = std::fs::read(&path) else {
        return Outcome::Failed("there is no such file in the folder of Node's tests".to_owned());
    };
    let head = Head::of_node_test(&String::from_utf8_lossy(&source));
    let temp = TempDir::new();
    // Some tests name files as `test/fixtures/...`: they start where Node's own runner starts them.
    let mut run = Run::new(program, tests.parent().unwrap_or(tests));
    run.limit = options.limit.unwrap_or(Duration::from_secs(60));
    run.args.extend(head.flags.iter().map(Into::into));
    run.args.push(path.clone().into());
    run.env = options.env();
    run.env.push((
        "NODE_TEST_DIR".to_owned(),
        temp.path().to_string_lossy().into_owned(),
    ));
    run.env
        .push(("TEST_THREAD_ID".to_owned(), (number + 1).to_string()));
    if !file.starts_with("sequential/") {
        run.env.push(("TEST_PARALLEL".to_owned(), "1".to_owned()));
    }
    run.env.extend(head.env);
    let ended = run.wait();
    let stdout = String::from_utf8_lossy(&ended.stdout);
    if ended.status != Status::Code(0) {
        let stderr = String::from_utf8_lossy(&ended.stderr);
        return Outcome::Failed(format!("{}\n{stderr}{stdout}", ended.status));
    }
    // `common.skip(reason)`: the file looked for something and did not find it.
    match stdout
        .lines()
        .find_map(|line| line.strip_prefix("1..0 # Skipped: "))
    {
        Some(reason) => Outcome::Skipped(format!("skips itself: {reason}")),
        None => Outcome::Passed,
    }
}

fn print_table(suite: &Suite) {
    let mut table: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (file, outcome) in &suite.tests {
        let row = table.entry(groups::group(file)).or_default();
        row[match outcome {
            Outcome::Passed => 0,
            Outcome::Failed(_) => 1,
            Outcome::Skipped(_) => 2,
        }] += 1;
    }
    println!("\n| group | files | passed | failed | skipped |\n|---|---|---|---|---|");
    let line = |name: &str, [passed, failed, skipped]: [usize; 3]| {
        let files = passed + failed + skipped;
        let share = passed * 100 / files.max(1);
        println!("| {name} | {files} | {passed} ({share} %) | {failed} | {skipped} |");
    };
    for (group, counts) in &table {
        line(group, *counts);
    }
    line("**all**", suite.counts());
}

/// One line for each failure, with the first line that names an error, in `target/compat_failures.txt`.
fn write_failures(root: &Path, suite: &Suite) {
    let mut text = String::new();
    for (file, outcome) in &suite.tests {
        let Outcome::Failed(why) = outcome else {
            continue;
        };
        let telling = ["Error", "error", "panicked", "Mismatched", "limit"];
        let cause = why
            .lines()
            .find(|line| telling.iter().any(|word| line.contains(word)));
        let cause: String = cause.unwrap_or_default().trim().chars().take(160).collect();
        text.push_str(&format!("{} {file}: {cause}\n", groups::group(file)));
    }
    let to = tree::target_dir(root).join("compat_failures.txt");
    if std::fs::write(&to, text).is_ok() {
        println!("failures, one a line: {}", to.display());
    }
}
