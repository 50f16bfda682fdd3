//! Programs that measure themselves and print lines `name<TAB>value<TAB>unit`.

use std::time::Duration;

use super::{Plan, Row};
use crate::process::{Run, Status, TempDir};

const UNITS: [&str; 4] = ["ms", "us", "ns", "MB"];

/// What the programs of a folder share is in a file with this name.
const COMMON: &str = "common";

/// The programs of a folder of `tests/bench` that `--only` leaves, by name.
pub fn measure_folder(plan: &Plan, folder: &str) -> Vec<Row> {
    let entries = std::fs::read_dir(plan.folder.join(folder));
    let mut names: Vec<String> = entries
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter_map(|file| file.strip_suffix(".mjs").map(str::to_owned))
        .filter(|name| name != COMMON && plan.wants(name))
        .collect();
    names.sort();
    let files: Vec<String> = names
        .iter()
        .map(|name| format!("{folder}/{name}.mjs"))
        .collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    measure(plan, &files)
}

/// Interleaved runs of each program; a row for each line it prints.
pub fn measure(plan: &Plan, files: &[&str]) -> Vec<Row> {
    let runs = plan.runs.unwrap_or(5);
    let mut rows: Vec<Row> = Vec::new();
    for file in files {
        for _ in 0..runs {
            for (i, runtime) in plan.runtimes.iter().enumerate() {
                let temp = TempDir::new();
                let mut run = Run::new(&runtime.program, temp.path());
                run.args = runtime.args.iter().map(Into::into).collect();
                run.args.push(plan.folder.join(file).into());
                run.limit = Duration::from_secs(120);
                let ended = run.wait();
                if ended.status != Status::Code(0) {
                    let stderr = String::from_utf8_lossy(&ended.stderr);
                    let line = stderr
                        .lines()
                        .find(|line| line.contains("rror"))
                        .unwrap_or_default();
                    eprintln!("{file} on {}: {}: {line}", runtime.name, ended.status);
                }
                for line in String::from_utf8_lossy(&ended.stdout).lines() {
                    note(&mut rows, plan.runtimes.len(), i, line);
                }
            }
        }
    }
    rows
}

/// Adds one printed line to the table.
pub fn note(rows: &mut Vec<Row>, width: usize, runtime: usize, line: &str) {
    let mut fields = line.split('\t');
    let (Some(name), Some(value), Some(unit)) = (fields.next(), fields.next(), fields.next())
    else {
        return;
    };
    let Ok(value) = value.parse::<f64>() else {
        return;
    };
    let unit = UNITS.into_iter().find(|known| *known == unit).unwrap_or("");
    let at = rows
        .iter()
        .position(|row| row.name == name)
        .unwrap_or_else(|| {
            rows.push(Row {
                name: name.to_owned(),
                unit,
                values: vec![Vec::new(); width],
            });
            rows.len() - 1
        });
    rows[at].values[runtime].push(value);
}
