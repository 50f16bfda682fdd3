//! Finding the repository, its files and the program under test.

use std::path::{Path, PathBuf};

/// The root of the repository: the nearest folder upwards that holds this crate.
pub fn root() -> Result<PathBuf, String> {
    let start = std::env::current_dir().map_err(|e| e.to_string())?;
    let found = start
        .ancestors()
        .find(|dir| dir.join("tests/runner/Cargo.toml").is_file());
    found
        .map(Path::to_owned)
        .ok_or_else(|| "run this inside the repository".to_owned())
}

/// The folder cargo builds into: the one this program itself lies in.
pub fn target_dir(root: &Path) -> PathBuf {
    let exe = std::env::current_exe().ok();
    let target = exe.as_deref().and_then(Path::parent).and_then(Path::parent);
    target.map_or_else(|| root.join("target"), Path::to_owned)
}

/// The program under test: `HEDDLE_BIN`, or what `cargo build --release` makes.
pub fn program(root: &Path) -> PathBuf {
    match std::env::var_os("HEDDLE_BIN") {
        Some(path) => std::path::absolute(&path).unwrap_or_else(|_| PathBuf::from(path)),
        None => target_dir(root).join("release/heddle"),
    }
}

/// All files below `dir`, sorted, as paths relative to `base` with `/`. Hidden entries, `node_modules`
/// of tools and `target` are left out.
pub fn files(base: &Path, dir: &str) -> Vec<String> {
    let mut found = Vec::new();
    walk(base, dir, &mut found);
    found.sort();
    found
}

fn walk(base: &Path, dir: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(base.join(dir))
        .into_iter()
        .flatten()
        .flatten()
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if dir.is_empty() {
            name.clone()
        } else {
            format!("{dir}/{name}")
        };
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        if name.starts_with('.') || (kind.is_dir() && dir.is_empty() && name == "target") {
            continue;
        }
        if kind.is_dir() {
            walk(base, &path, found);
        } else if kind.is_file() {
            found.push(path);
        }
    }
}

/// Lines of a list file without comments (`#`) and empty lines; none when there is no file.
pub fn list(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let lines = text
        .lines()
        .map(|line| line.split(" #").next().unwrap_or("").trim());
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}
