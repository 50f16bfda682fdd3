//! `cargo bench-peers`: measures Heddle against whichever other runtimes are named.

use std::process::ExitCode;

use heddle_tests::{bench, guard, tree};

fn main() -> ExitCode {
    guard::become_guard_if_asked();
    let args = std::env::args().skip(1);
    match tree::root().and_then(|root| bench::run(&root, args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}\n\n{}", bench::HELP);
            ExitCode::from(2)
        }
    }
}
