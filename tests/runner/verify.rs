//! `cargo verify`: checks the tree, builds Heddle and runs every suite.

use std::process::ExitCode;
use std::time::Instant;

use heddle_tests::options::{HELP, Options, SUITES};
use heddle_tests::report::{Outcome, Suite, print_summary};
use heddle_tests::{blog, cli, compat, guard, node, steps, tidy, tree};

fn main() -> ExitCode {
    guard::become_guard_if_asked();
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().is_some_and(|arg| arg == blog::CLUSTER_DRIVER) {
        return blog::cluster_driver(&args[1..]);
    }
    if args.iter().any(|arg| arg == "--help" || arg == "-h") {
        println!("{HELP}");
        return ExitCode::SUCCESS;
    }
    let result = tree::root().and_then(|root| {
        let options = Options::parse(args.into_iter())?;
        Ok(run(&root, &options))
    });
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}\n\n{HELP}");
            ExitCode::from(2)
        }
    }
}

fn run(root: &std::path::Path, options: &Options) -> bool {
    let mut suites: Vec<Suite> = Vec::new();
    for name in SUITES {
        let programs = ["node", "cli", "blog", "compat"];
        // A suite that starts Heddle needs it built, unless another program takes its place.
        let replaced = std::env::var_os("HEDDLE_BIN").is_some()
            || options.record.is_some()
            || options.oracle.is_some()
            || options.no_build;
        let wanted = match name {
            "build" => {
                !replaced && (options.wants("build") || programs.iter().any(|p| options.wants(p)))
            }
            _ => options.wants(name),
        };
        if !wanted {
            continue;
        }
        println!("== {name}");
        let started = Instant::now();
        let mut suite = match name {
            "fmt" => steps::fmt(root),
            "clippy" => steps::clippy(root),
            "lint" => steps::lint(root),
            "build" => steps::build(root),
            "unit" => steps::unit(root, options),
            "tidy" => tidy::run(root, options),
            "node" => node::run(root, options),
            "cli" => cli::run(root, options),
            "blog" => blog::run(root, options),
            _ => compat::run(root, options),
        };
        suite.took = started.elapsed();
        if suite.counts() == [0; 3] && !options.filters.is_empty() {
            let why = format!("no test's name contains {}", options.filters.join(" or "));
            suite
                .tests
                .push((options.filters.join(" "), Outcome::Failed(why)));
        }
        let failed_build = name == "build" && suite.counts()[1] > 0;
        suites.push(suite);
        if failed_build {
            println!("The program was not built, so the suites that start it are not run.");
            break;
        }
    }
    print_summary(&suites)
}
