//! Our own tests of Node's modules and of the web classes: programs in `tests/node/<module>/` and
//! `tests/web/<area>/` that pass when they exit 0. Where `<feature>.test.out` stands beside
//! `<feature>.test.js`, standard output must equal it byte for byte.

use std::path::Path;
use std::time::Duration;

use crate::compare::difference;
use crate::head::Head;
use crate::options::Options;
use crate::pool::{Job, Pool};
use crate::process::{Run, Status, TempDir};
use crate::report::{Outcome, Suite};
use crate::tree;

/// Folders whose programs only print: each of them has a recorded output.
const PRINTING: [&str; 1] = ["tests/node/event_loop/"];

/// Runs the suite, or makes the recorded outputs anew.
pub fn run(root: &Path, options: &Options) -> Suite {
    let mut suite = Suite::new("node");
    let other = options.record.as_ref().or(options.oracle.as_ref());
    let program = other.cloned().unwrap_or_else(|| tree::program(root));
    let mut files = tree::files(root, "tests/node");
    files.extend(tree::files(root, "tests/web"));
    let is_test = |f: &String| {
        [".test.js", ".test.mjs", ".test.cjs", ".test.ts"]
            .iter()
            .any(|e| f.ends_with(e))
    };
    let jobs = files
        .into_iter()
        .filter(is_test)
        .filter(|file| options.fits(file))
        .map(|file| {
            let source = std::fs::read_to_string(root.join(&file)).unwrap_or_default();
            let head = Head::of_own_test(&source);
            let alone = head.as_ref().is_ok_and(|head| head.alone);
            let (program, name) = (&program, file.clone());
            let run = Box::new(move || match &head {
                Ok(head) => one(root, options, program, &file, head),
                Err(error) => Outcome::Failed(error.clone()),
            });
            Job { name, alone, run }
        });
    let pool = Pool {
        suite: "node",
        threads: options.jobs,
        retry: false,
    };
    suite.tests = pool.run(jobs.collect());
    suite
}

fn one(root: &Path, options: &Options, program: &Path, file: &str, head: &Head) -> Outcome {
    let temp = TempDir::new();
    let mut run = Run::new(program, temp.path());
    run.limit = options.limit.unwrap_or(Duration::from_secs(30));
    run.args.extend(head.flags.iter().map(Into::into));
    run.args.push(root.join(file).into());
    run.env = options.env();
    run.env.push((
        "TMPDIR".to_owned(),
        temp.path().to_string_lossy().into_owned(),
    ));
    run.env.extend(head.env.iter().cloned());
    run.stdin = head.stdin.clone().map(String::into_bytes);
    let ended = run.wait();
    let stdout = String::from_utf8_lossy(&ended.stdout);
    let stderr = String::from_utf8_lossy(&ended.stderr);
    if ended.status != Status::Code(head.exit) {
        return Outcome::Failed(format!(
            "{}, expected {}\n{stderr}{stdout}",
            ended.status, head.exit
        ));
    }
    if head
        .stderr
        .as_ref()
        .is_some_and(|regex| !regex.is_match(&stderr))
    {
        return Outcome::Failed(format!(
            "standard error does not match `// Stderr:`\n{stderr}"
        ));
    }
    let out = root.join(without_extension(file) + ".out");
    let printing = PRINTING.iter().any(|dir| file.starts_with(dir));
    if options.record.is_some() {
        if (out.is_file() || printing) && std::fs::write(&out, &ended.stdout).is_err() {
            return Outcome::Failed(format!("cannot write {}", out.display()));
        }
        return Outcome::Passed;
    }
    match std::fs::read_to_string(&out) {
        Ok(expected) if expected == stdout => Outcome::Passed,
        Ok(expected) => {
            Outcome::Failed(difference("standard output", &expected, &stdout) + &stderr)
        }
        Err(_) if printing => Outcome::Failed(
            "has no .test.out: `cargo verify node --record NODE` makes it".to_owned(),
        ),
        Err(_) => Outcome::Passed,
    }
}

fn without_extension(file: &str) -> String {
    file.rsplit_once('.')
        .map_or_else(|| file.to_owned(), |(stem, _)| stem.to_owned())
}
