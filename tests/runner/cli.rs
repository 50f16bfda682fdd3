//! Golden runs of the command line: `tests/cli/<area>/<case>/cmd` with its input files beside it and the
//! expected `stdout`, `stderr` (absent: nothing is printed) and `code` (absent: 0).
//!
//! A `cmd` file has one field a line:
//! ```text
//! # what the case shows
//! args: -e "console.log(1 + 1)"     words; "double quotes" keep blanks, \" \\ \n inside them
//! env: NAME=value                   may be repeated
//! stdin: a line                     may be repeated; the file `stdin` is the other way
//! limit: 10                         seconds
//! ```
//! The case runs in a copy of its folder. `[CWD] [BIN] [VERSION] [PID] [POS]` stand for what differs
//! between machines; `[..]` for any text within a line; a line `...` for any lines. What a runtime says
//! about its own JavaScript (frames of `node:` files) is left out.

use std::path::Path;
use std::time::Duration;

use crate::compare::{difference, fits, normalise, without_internals};
use crate::options::Options;
use crate::pool::{Job, Pool};
use crate::process::{Run, Status, TempDir};
use crate::report::{Outcome, Suite};
use crate::tree;

/// Runs the suite, or makes the expected outputs anew.
pub fn run(root: &Path, options: &Options) -> Suite {
    let mut suite = Suite::new("cli");
    let program = options
        .record
        .clone()
        .unwrap_or_else(|| tree::program(root));
    let cases = tree::files(root, "tests/cli").into_iter();
    let cases = cases.filter_map(|file| Some(file.strip_suffix("/cmd")?.to_owned()));
    let jobs = cases.filter(|case| options.fits(case)).map(|case| {
        let (program, name) = (&program, case.clone());
        let run = Box::new(move || {
            one(root, options, program, &case).map_or_else(Outcome::Failed, |()| Outcome::Passed)
        });
        Job {
            name,
            alone: false,
            run,
        }
    });
    suite.tests = Pool {
        suite: "cli",
        threads: options.jobs,
        retry: false,
    }
    .run(jobs.collect());
    suite
}

fn one(root: &Path, options: &Options, program: &Path, case: &str) -> Result<(), String> {
    let folder = root.join(case);
    let temp = TempDir::new();
    for file in tree::files(&folder, "") {
        if matches!(
            file.as_str(),
            "cmd" | "stdout" | "stderr" | "code" | "stdin"
        ) {
            continue;
        }
        let to = temp.path().join(&file);
        let made = to.parent().map_or(Ok(()), std::fs::create_dir_all);
        made.and_then(|()| std::fs::copy(folder.join(&file), &to))
            .map_err(|e| format!("{file}: {e}"))?;
    }
    let text = std::fs::read_to_string(folder.join("cmd")).map_err(|e| e.to_string())?;
    let mut run = Run::new(program, temp.path());
    run.limit = options.limit.unwrap_or(run.limit);
    run.env = options.env();
    run.env.push(("NO_COLOR".to_owned(), "1".to_owned()));
    let mut stdin = std::fs::read(folder.join("stdin")).ok();
    for line in text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (name, value) = line
            .split_once(':')
            .ok_or_else(|| format!("cmd: bad line {line}"))?;
        let value = value.trim();
        match name {
            "args" => run.args.extend(words(value)?.into_iter().map(Into::into)),
            "env" => {
                let (key, value) = value
                    .split_once('=')
                    .ok_or_else(|| format!("cmd: bad env {value}"))?;
                run.env.push((key.to_owned(), value.to_owned()));
            }
            "stdin" => {
                stdin
                    .get_or_insert_default()
                    .extend_from_slice(format!("{value}\n").as_bytes());
            }
            "limit" => {
                run.limit = Duration::from_secs(value.parse().map_err(|_| "cmd: bad limit")?)
            }
            _ => return Err(format!("cmd: no field is called {name}")),
        }
    }
    run.stdin = stdin;
    let ended = run.wait();
    let code = match ended.status {
        Status::Code(code) => code,
        Status::Signal(signal) => 128 + signal,
        other => return Err(other.to_string()),
    };
    let got = |bytes: &[u8]| {
        without_internals(&normalise(
            &String::from_utf8_lossy(bytes),
            temp.path(),
            program,
        ))
    };
    let (stdout, stderr) = (got(&ended.stdout), got(&ended.stderr));
    if options.record.is_some() {
        let code = if code == 0 {
            String::new()
        } else {
            format!("{code}\n")
        };
        for (name, text) in [("stdout", stdout), ("stderr", stderr), ("code", code)] {
            let kept = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
            // Wildcards that a person wrote stay as long as they still fit.
            if !fits(&kept, &text) {
                write_or_remove(&folder.join(name), &text).map_err(|e| format!("{name}: {e}"))?;
            }
        }
        return Ok(());
    }
    let expected = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
    let mut problems = String::new();
    let wanted = expected("code").trim().parse().unwrap_or(0);
    if code != wanted {
        problems.push_str(&format!("exit code {code}, expected {wanted}\n"));
    }
    for (name, text) in [("stdout", &stdout), ("stderr", &stderr)] {
        let wanted = expected(name);
        if !fits(&wanted, text) {
            problems.push_str(&difference(name, &wanted, text));
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

fn write_or_remove(path: &Path, text: &str) -> std::io::Result<()> {
    if text.is_empty() && path.is_file() {
        return std::fs::remove_file(path);
    }
    if text.is_empty() {
        Ok(())
    } else {
        std::fs::write(path, text)
    }
}

/// Splits a line into words as a shell would, without expansions.
fn words(line: &str) -> Result<Vec<String>, String> {
    let mut found: Vec<String> = Vec::new();
    let (mut quoted, mut open) = (false, false);
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        let c = match c {
            '"' => {
                quoted = !quoted;
                if !open {
                    found.push(String::new());
                    open = true;
                }
                continue;
            }
            ' ' if !quoted => {
                open = false;
                continue;
            }
            '\\' if quoted => match chars.next() {
                Some('n') => '\n',
                Some(other) => other,
                None => return Err("cmd: a backslash at the end".to_owned()),
            },
            other => other,
        };
        if !open {
            found.push(String::new());
            open = true;
        }
        if let Some(word) = found.last_mut() {
            word.push(c);
        }
    }
    if quoted {
        Err("cmd: a quote is not closed".to_owned())
    } else {
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn quotes_keep_words_together() {
        assert_eq!(
            words(r#"-e "a b" c"#),
            Ok(vec!["-e".into(), "a b".into(), "c".into()])
        );
        assert_eq!(words(r#""" x"y z""#), Ok(vec!["".into(), "xy z".into()]));
        assert_eq!(words(r#""a\"\n""#), Ok(vec!["a\"\n".into()]));
        assert!(words("\"a").is_err());
    }
}
