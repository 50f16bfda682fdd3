//! Outcomes of tests and the summary that closes a run.

use std::time::Duration;

/// How one test ended.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It passed.
    Passed,
    /// It failed; the text says why, in lines ready to print.
    Failed(String),
    /// It was not run, for this reason.
    Skipped(String),
}

/// The results of one suite.
#[derive(Default)]
pub struct Suite {
    /// The name on the command line.
    pub name: String,
    /// Every test with its outcome.
    pub tests: Vec<(String, Outcome)>,
    /// From start to end.
    pub took: Duration,
    /// Counts from a tool that reports numbers only: passed, failed, skipped.
    pub extra: [usize; 3],
}

impl Suite {
    /// A suite without results yet.
    pub fn new(name: &str) -> Suite {
        Suite {
            name: name.to_owned(),
            ..Suite::default()
        }
    }

    /// A suite of one test.
    pub fn single(name: &str, outcome: Outcome) -> Suite {
        Suite {
            tests: vec![(name.to_owned(), outcome)],
            ..Suite::new(name)
        }
    }

    /// How many passed, failed and were skipped.
    pub fn counts(&self) -> [usize; 3] {
        let mut counts = self.extra;
        for (_, outcome) in &self.tests {
            counts[match outcome {
                Outcome::Passed => 0,
                Outcome::Failed(_) => 1,
                Outcome::Skipped(_) => 2,
            }] += 1;
        }
        counts
    }
}

/// The closing line of a suite or of a whole run.
pub fn closing_line([passed, failed, skipped]: [usize; 3]) -> String {
    format!("{passed} passed, {failed} failed, {skipped} skipped")
}

/// Prints a failure so that it can be found in a long log.
pub fn print_failure(suite: &str, name: &str, text: &str) {
    let mut block = format!("FAIL {suite} {name}\n");
    for line in text.lines().take(60) {
        block.push_str("    ");
        block.push_str(&line.chars().take(400).collect::<String>());
        block.push('\n');
    }
    println!("{block}");
}

/// Prints what every suite did, the skips with their reasons, the failures by name, and the totals.
pub fn print_summary(suites: &[Suite]) -> bool {
    let mut total = [0; 3];
    println!("\nsuite      passed  failed  skipped  seconds");
    for suite in suites {
        let counts = suite.counts();
        for i in 0..3 {
            total[i] += counts[i];
        }
        let seconds = suite.took.as_secs_f64();
        println!(
            "{:<9} {:>7} {:>7} {:>8} {seconds:>8.1}",
            suite.name, counts[0], counts[1], counts[2]
        );
    }
    for suite in suites {
        let mut reasons: Vec<(&str, usize)> = Vec::new();
        for (_, outcome) in &suite.tests {
            if let Outcome::Skipped(reason) = outcome {
                match reasons.iter_mut().find(|r| r.0 == reason) {
                    Some(known) => known.1 += 1,
                    None => reasons.push((reason, 1)),
                }
            }
        }
        for (reason, count) in reasons {
            println!("skipped in {}: {count} ({reason})", suite.name);
        }
    }
    for suite in suites {
        for (name, outcome) in &suite.tests {
            if let Outcome::Failed(_) = outcome {
                println!("failed: {} {name}", suite.name);
            }
        }
    }
    println!("\n{}", closing_line(total));
    total[1] == 0
}
