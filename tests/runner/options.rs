//! The command line of `cargo verify`.

use std::path::PathBuf;
use std::time::Duration;

/// What `cargo verify --help` prints.
pub const HELP: &str = "\
cargo verify                      checks the tree, builds Heddle and runs every suite
cargo verify SUITE [FILTER...]    one step or suite; a filter is a part of a test's name

steps   fmt, clippy, lint (Biome over js/ and tests/), build, unit (Rust tests)
suites  tidy     rules about the tree
        node     tests/node and tests/web: programs that must exit 0
        cli      tests/cli: commands with their expected output
        blog     tests/blog: the four programs of the blog post
        compat   Node's own tests; a filter may be a group of the table (fs, http, ...)

options
  --jobs N             how many tests run at once (default: the number of cores)
  --limit SECONDS      when a test is ended by force
  --record NODE        node, cli, blog: write the expected output anew with this Node
  --oracle NODE        node: run the same programs on this Node, to check the programs
  --node-tests DIR     compat: a folder with Node's test/ directory (or HEDDLE_NODE_TESTS)
  --all                compat: every file of the reference list, not only those known to pass
  --reference FILE     compat: another reference list than tests/compat/reference.txt
  --update             compat: add what passes to tests/compat/passing.txt
                       tidy: lower the numbers of the debt lists
  --disk               let Heddle read its JavaScript from js/ (HEDDLE_JS=disk, debug builds)
  --no-build           use the program as it is
HEDDLE_BIN=/path       the program under test, instead of the release build";

/// The steps and suites in the order in which they run.
pub const SUITES: [&str; 10] = [
    "fmt", "clippy", "lint", "build", "unit", "tidy", "node", "cli", "blog", "compat",
];

/// The command line, read.
#[derive(Clone, Default)]
pub struct Options {
    /// What to run; all when empty.
    pub suites: Vec<String>,
    /// Parts of names of tests.
    pub filters: Vec<String>,
    /// How many tests run at once.
    pub jobs: usize,
    /// When a test is ended by force; each suite has its own default.
    pub limit: Option<Duration>,
    /// A Node that makes the expected output.
    pub record: Option<PathBuf>,
    /// A Node that runs the programs in place of Heddle.
    pub oracle: Option<PathBuf>,
    /// The folder of Node's tests.
    pub node_tests: Option<PathBuf>,
    /// Run the whole reference list.
    pub all: bool,
    /// The reference list.
    pub reference: Option<PathBuf>,
    /// Add new passes to the list.
    pub update: bool,
    /// Set HEDDLE_JS=disk for the programs.
    pub disk: bool,
    /// Do not build the program first.
    pub no_build: bool,
}

impl Options {
    /// Reads the arguments after the program's name.
    pub fn parse(args: impl Iterator<Item = String>) -> Result<Options, String> {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let mut options = Options {
            jobs: cores,
            ..Options::default()
        };
        let mut args = args;
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value"));
            match arg.as_str() {
                "--jobs" => options.jobs = number(&value()?)?.max(1) as usize,
                "--limit" => options.limit = Some(Duration::from_secs(number(&value()?)?)),
                "--record" => options.record = Some(path(&value()?)?),
                "--oracle" => options.oracle = Some(path(&value()?)?),
                "--node-tests" => options.node_tests = Some(path(&value()?)?),
                "--reference" => options.reference = Some(path(&value()?)?),
                "--all" => options.all = true,
                "--update" => options.update = true,
                "--disk" => options.disk = true,
                "--no-build" => options.no_build = true,
                "--" => {}
                flag if flag.starts_with('-') => return Err(format!("unknown option {flag}")),
                name if options.suites.is_empty() => {
                    if !SUITES.contains(&name) {
                        return Err(format!("no step or suite is called {name}"));
                    }
                    options.suites.push(arg);
                }
                _ => options.filters.push(arg),
            }
        }
        if options.record.is_some() && options.suites.is_empty() {
            return Err("--record needs a suite: node, cli or blog".to_owned());
        }
        Ok(options)
    }

    /// Whether a step or suite is to run.
    pub fn wants(&self, suite: &str) -> bool {
        self.suites.is_empty() || self.suites.iter().any(|name| name == suite)
    }

    /// Whether a test's name fits the filters.
    pub fn fits(&self, name: &str) -> bool {
        self.filters.is_empty()
            || self
                .filters
                .iter()
                .any(|filter| name.contains(filter.as_str()))
    }

    /// Variables that every program under test gets.
    pub fn env(&self) -> Vec<(String, String)> {
        let disk = self
            .disk
            .then(|| ("HEDDLE_JS".to_owned(), "disk".to_owned()));
        disk.into_iter().collect()
    }
}

fn number(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("{text} is not a number"))
}

fn path(text: &str) -> Result<PathBuf, String> {
    std::path::absolute(text).map_err(|e| format!("{text}: {e}"))
}
