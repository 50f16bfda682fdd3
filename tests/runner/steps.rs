//! The steps that are other tools: rustfmt, clippy, Biome, cargo build and cargo test.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::options::Options;
use crate::report::{Outcome, Suite};
use crate::tree;

/// The pinned version of Biome, installed from npm into the target folder.
const BIOME: &str = "2.6.8";

/// `cargo fmt --check`.
pub fn fmt(root: &Path) -> Suite {
    tool(
        root,
        "fmt",
        "run `cargo fmt`",
        cargo().args(["fmt", "--all", "--check"]),
    )
}

/// `cargo clippy` with every warning an error, in the release profile: build scripts and their
/// dependencies are then shared with the build.
pub fn clippy(root: &Path) -> Suite {
    let mut command = cargo();
    command.args([
        "clippy",
        "--release",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]);
    tool(root, "clippy", "see the messages above", &mut command)
}

/// `cargo build --release` of the program.
pub fn build(root: &Path) -> Suite {
    tool(
        root,
        "build",
        "see the messages above",
        cargo().args(["build", "--release", "--bin", "heddle"]),
    )
}

/// Biome over the JavaScript that ships and the tests.
pub fn lint(root: &Path) -> Suite {
    let tools = tree::target_dir(root).join("tools");
    let biome = tools.join("node_modules/.bin/biome");
    let version = tools.join("node_modules/@biomejs/biome/package.json");
    let wanted = format!("\"version\": \"{BIOME}\"");
    if !std::fs::read_to_string(version).is_ok_and(|text| text.contains(&wanted)) {
        let made = std::fs::create_dir_all(&tools);
        let mut npm = Command::new("npm");
        npm.args([
            "install",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--silent",
            "--prefix",
        ]);
        npm.arg(&tools).arg(format!("@biomejs/biome@{BIOME}"));
        if made.is_err() || !npm.status().is_ok_and(|status| status.success()) {
            let why = format!(
                "npm could not install @biomejs/biome@{BIOME} into {}",
                tools.display()
            );
            return Suite::single("lint", Outcome::Failed(why));
        }
    }
    let mut command = Command::new(biome);
    command.args(["lint", "--error-on-warnings", "--max-diagnostics=200"]);
    command.args(
        ["js", "tests/node", "tests/web", "tests/bench"]
            .iter()
            .filter(|dir| root.join(dir).is_dir()),
    );
    tool(root, "lint", "see the messages above", &mut command)
}

/// `cargo test` of the crates that have tests; its numbers are read from what it prints. The dev profile
/// builds fastest, checks overflows, and lets a panic unwind as the test harness needs it.
pub fn unit(root: &Path, options: &Options) -> Suite {
    let mut command = cargo();
    command.args(["test", "--lib", "--bins", "--no-fail-fast"]);
    for package in tested_packages(root) {
        command.args(["--package", &package]);
    }
    if !options.filters.is_empty() {
        command.arg("--").args(&options.filters);
    }
    command.current_dir(root).stderr(Stdio::inherit());
    let mut suite = Suite::new("unit");
    let output = match command.output() {
        Ok(output) => output,
        Err(error) => {
            return Suite::single(
                "unit",
                Outcome::Failed(format!("cannot run cargo: {error}")),
            );
        }
    };
    let text = String::from_utf8_lossy(&output.stdout);
    for line in text.lines().filter(|line| line.starts_with("test result:")) {
        for (i, word) in [" passed", " failed", " ignored"].into_iter().enumerate() {
            let before = line
                .split(word)
                .next()
                .and_then(|head| head.rsplit(' ').next());
            suite.extra[i] += before.and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
        }
    }
    if !output.status.success() {
        println!("{text}");
        if suite.extra[1] == 0 {
            suite.tests.push((
                "cargo test".to_owned(),
                Outcome::Failed("it did not run".to_owned()),
            ));
        }
    }
    suite
}

/// The packages with a `#[test]` in them.
fn tested_packages(root: &Path) -> Vec<String> {
    let sources = ["cli", "js", "ops", "runtime", "tests/runner"]
        .map(|dir| tree::files(root, dir))
        .concat();
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap_or_default();
    let mut packages = Vec::new();
    for manifest in sources.iter().filter(|path| path.ends_with("/Cargo.toml")) {
        let folder = manifest.trim_end_matches("Cargo.toml");
        let mut own = sources
            .iter()
            .filter(|path| path.starts_with(folder) && path.ends_with(".rs"));
        let text = read(manifest);
        let name = text
            .lines()
            .find_map(|line| line.strip_prefix("name = "))
            .map(|n| n.trim_matches('"'));
        if let (Some(name), true) = (name, own.any(|path| read(path).contains("#[test]"))) {
            packages.push(name.to_owned());
        }
    }
    packages
}

fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn tool(root: &Path, name: &str, advice: &str, command: &mut Command) -> Suite {
    let outcome = match command.current_dir(root).status() {
        Ok(status) if status.success() => Outcome::Passed,
        Ok(status) => Outcome::Failed(format!("{status}: {advice}")),
        Err(error) => Outcome::Failed(format!(
            "cannot start {}: {error}",
            command.get_program().display()
        )),
    };
    Suite::single(name, outcome)
}
