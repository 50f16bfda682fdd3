//! `--run name`: a script of the nearest `package.json`.
//! <https://nodejs.org/docs/latest-v26.x/api/cli.html#--run>

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Runs the script with `arguments` behind it and returns the exit code.
pub(crate) fn run_task(name: &str, arguments: &[String]) -> i32 {
    match find(name).and_then(|task| task.start(name, arguments)) {
        Ok(code) => code,
        Err(message) => {
            crate::print::error(&message);
            1
        }
    }
}

struct Task {
    file: PathBuf,
    command: String,
    /// `PATH` of the script: what packages have installed comes first.
    path: OsString,
}

fn find(name: &str) -> Result<Task, String> {
    let directory = std::env::current_dir().map_err(|error| error.to_string())?;
    let mut bins = Vec::new();
    let mut found = None;
    for folder in directory.ancestors() {
        let bin = folder.join("node_modules/.bin");
        if bin.is_dir() {
            bins.push(bin);
        }
        let file = folder.join("package.json");
        if file.is_file() {
            found = Some(file);
            break;
        }
    }
    let file = found.ok_or_else(|| {
        let from = directory.display();
        format!("Can't find package.json for directory {from}")
    })?;
    let shown = file.display();
    let package: Value = std::fs::read(&file)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .ok_or_else(|| format!("Can't parse {shown}"))?;
    let scripts = package
        .get("scripts")
        .and_then(Value::as_object)
        .ok_or_else(|| format!("Can't find \"scripts\" field in {shown}"))?;
    let command = match scripts.get(name) {
        Some(Value::String(command)) => command.clone(),
        Some(_) => {
            return Err(format!(
                "Script \"{name}\" is unexpectedly not a string for {shown}\n"
            ));
        }
        None => {
            let mut message =
                format!("Missing script: \"{name}\" for {shown}\n\nAvailable scripts are:");
            for (name, command) in scripts {
                message.push_str(&format!(
                    "\n  {name}: {}",
                    command.as_str().unwrap_or_default()
                ));
            }
            return Err(message);
        }
    };
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    bins.extend(std::env::split_paths(&inherited));
    let path = std::env::join_paths(bins).unwrap_or(inherited);
    Ok(Task {
        file,
        command,
        path,
    })
}

impl Task {
    fn start(self, name: &str, arguments: &[String]) -> Result<i32, String> {
        let mut line = self.command;
        for argument in arguments {
            line.push(' ');
            line.push_str(&quoted(argument));
        }
        let status = Command::new("/bin/sh")
            .arg("-c")
            .arg(line)
            .current_dir(self.file.parent().unwrap_or(Path::new("/")))
            .env("PATH", self.path)
            .env("NODE_RUN_SCRIPT_NAME", name)
            .env("NODE_RUN_PACKAGE_JSON_PATH", &self.file)
            .status()
            .map_err(|error| error.to_string())?;
        Ok(i32::from(!status.success()))
    }
}

/// One argument as the shell must see it.
fn quoted(argument: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "_-./".contains(letter);
    if !argument.is_empty() && argument.chars().all(plain) {
        return argument.to_owned();
    }
    format!("'{}'", argument.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn arguments_stay_one() {
        assert_eq!(quoted("a-b/c.d"), "a-b/c.d");
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(quoted(""), "''");
    }
}
