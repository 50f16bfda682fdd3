//! Benchmarks against peers. Runs are interleaved (every runtime once, then every runtime again), so
//! that a busy machine hurts all alike; the table shows medians and how many times Heddle's each is.

use std::path::{Path, PathBuf};

use crate::tree;

mod fs;
mod http;
mod load;
mod programs;
mod startup;

/// What the program prints with a wrong command line.
pub const HELP: &str = "\
cargo bench-peers [GROUP...] [--peer NAME=/path/to/program]... [--runs N] [--seconds N] [--dir DIR] [--only TEXT]

groups   startup   an empty file, imports of node:fs and node:http: wall time, CPU time, peak memory
         timers    setTimeout, setImmediate, nextTick, promises
         fs        reading, writing, listing and copying files, in memory and on disk: in the folder --dir, else
                   the system's temporary one; --only takes the programs of bench/fs with TEXT in their name
         core      events, buffers, URLs, paths, util.inspect, timers, streams, ...; --only takes the programs of
                   bench/core with TEXT in their name
         workers   Worker from new to exit; messages: ping-pong and bursts
         http      hello world: requests a second, CPU time a request, memory
         cluster   the same from two processes
Heddle is what `cargo build --release` made, or HEDDLE_BIN. A peer named deno gets `run -A`.";

/// The groups in the order in which they run.
const GROUPS: [&str; 7] = [
    "startup", "timers", "fs", "core", "workers", "http", "cluster",
];

/// A program that runs JavaScript.
pub struct Runtime {
    /// Its name in the table.
    pub name: String,
    /// The file to execute.
    pub program: PathBuf,
    /// What stands before the file name.
    pub args: Vec<String>,
}

/// What to measure and how often.
pub struct Plan {
    /// Heddle first.
    pub runtimes: Vec<Runtime>,
    /// `tests/bench`.
    pub folder: PathBuf,
    /// How often each runtime runs; each group has its own default.
    pub runs: Option<usize>,
    /// How long a server is loaded.
    pub seconds: u64,
    /// A folder on disk for the group `fs`.
    pub dir: Option<PathBuf>,
    /// Only programs with this in their name, in the groups `fs` and `core`.
    pub only: Option<String>,
}

impl Plan {
    /// Whether `--only` leaves this program in.
    fn wants(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|part| name.contains(part))
    }
}

/// One line of the table: a name, its unit, and for each runtime all values.
pub struct Row {
    /// What was measured.
    pub name: String,
    /// In which unit.
    pub unit: &'static str,
    /// By runtime; a runtime that failed has none.
    pub values: Vec<Vec<f64>>,
}

/// Reads the arguments, measures, prints the table.
pub fn run(root: &Path, mut args: impl Iterator<Item = String>) -> Result<(), String> {
    let heddle = Runtime {
        name: "heddle".to_owned(),
        program: tree::program(root),
        args: Vec::new(),
    };
    let mut plan = Plan {
        runtimes: vec![heddle],
        folder: root.join("tests/bench"),
        runs: None,
        seconds: 4,
        dir: None,
        only: None,
    };
    let mut groups: Vec<String> = Vec::new();
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value"));
        match arg.as_str() {
            "--peer" => {
                let peer = value()?;
                let (name, path) = peer.split_once('=').ok_or("--peer NAME=/path")?;
                let args = if name.contains("deno") {
                    vec!["run".to_owned(), "-A".to_owned()]
                } else {
                    Vec::new()
                };
                plan.runtimes.push(Runtime {
                    name: name.to_owned(),
                    program: path.into(),
                    args,
                });
            }
            "--dir" => plan.dir = Some(value()?.into()),
            "--only" => plan.only = Some(value()?),
            "--runs" => plan.runs = Some(value()?.parse().map_err(|_| "--runs wants a number")?),
            "--seconds" => {
                plan.seconds = value()?.parse().map_err(|_| "--seconds wants a number")?
            }
            "--" => {}
            group if GROUPS.contains(&group) => groups.push(arg),
            other => return Err(format!("no group is called {other}")),
        }
    }
    for runtime in &plan.runtimes {
        if !runtime.program.is_file() {
            return Err(format!(
                "{}: there is no {}",
                runtime.name,
                runtime.program.display()
            ));
        }
    }
    print_head(&plan);
    for group in GROUPS
        .iter()
        .filter(|g| groups.is_empty() || groups.iter().any(|name| name == *g))
    {
        let rows = match *group {
            "startup" => startup::measure(&plan),
            "http" => http::measure(&plan, "http_hello.mjs", "http"),
            "cluster" => http::measure(&plan, "cluster_hello.mjs", "cluster"),
            "workers" => programs::measure(&plan, &["workers.mjs", "messages.mjs"]),
            "fs" => fs::measure(&plan),
            "core" => programs::measure_folder(&plan, "core"),
            _ => programs::measure(&plan, &["timers.mjs"]),
        };
        for row in rows {
            print_row(&row);
        }
    }
    Ok(())
}

fn print_head(plan: &Plan) {
    let names: Vec<&str> = plan
        .runtimes
        .iter()
        .map(|runtime| runtime.name.as_str())
        .collect();
    println!("medians; in brackets, how many times Heddle's\n");
    println!("| what | unit | {} |", names.join(" | "));
    println!("|---|---|{}", "---|".repeat(names.len()));
}

fn print_row(row: &Row) {
    let medians: Vec<Option<f64>> = row.values.iter().map(|values| median(values)).collect();
    let own = medians.first().copied().flatten();
    let cells = medians
        .iter()
        .enumerate()
        .map(|(i, value)| match (value, own) {
            (Some(value), Some(own)) if i > 0 && own > 0.0 => {
                format!("{} ({:.2})", short(*value), value / own)
            }
            (Some(value), _) => short(*value),
            (None, _) => "failed".to_owned(),
        });
    println!(
        "| {} | {} | {} |",
        row.name,
        row.unit,
        cells.collect::<Vec<_>>().join(" | ")
    );
}

fn short(value: f64) -> String {
    match value {
        v if v >= 1000.0 => format!("{v:.0}"),
        v if v >= 10.0 => format!("{v:.1}"),
        v => format!("{v:.2}"),
    }
}

/// The middle value; none of none.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => None,
        n if n % 2 == 1 => Some(sorted[n / 2]),
        n => Some((sorted[n / 2 - 1] + sorted[n / 2]) / 2.0),
    }
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_middle() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&[]), None);
    }
}
