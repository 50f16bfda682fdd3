//! Servers under load: requests a second, CPU time a request, latency, memory.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::load::load;
use super::{Plan, Row, Runtime};

const CONNECTIONS: usize = 50;

/// Interleaved runs: start the server, warm it up for a second, load it, end it.
pub fn measure(plan: &Plan, file: &str, name: &str) -> Vec<Row> {
    let runs = plan.runs.unwrap_or(3);
    let columns = [
        ("requests", "1/s"),
        ("CPU a request", "us"),
        ("latency, median", "ms"),
        ("latency, 99 %", "ms"),
        ("memory after load", "MB"),
    ];
    let mut rows: Vec<Row> = columns
        .iter()
        .map(|(what, unit)| Row {
            name: format!("{name}, {what}"),
            unit,
            values: vec![Vec::new(); plan.runtimes.len()],
        })
        .collect();
    for _ in 0..runs {
        for (i, runtime) in plan.runtimes.iter().enumerate() {
            match once(plan, runtime, file) {
                Ok(sample) => (0..rows.len()).for_each(|k| rows[k].values[i].push(sample[k])),
                Err(error) => eprintln!("{file} on {}: {error}", runtime.name),
            }
        }
    }
    rows
}

fn once(plan: &Plan, runtime: &Runtime, file: &str) -> Result<[f64; 5], String> {
    let mut command = Command::new(&runtime.program);
    command.args(&runtime.args).arg(plan.folder.join(file));
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut server = command.spawn().map_err(|e| e.to_string())?;
    let result = loaded(plan, &mut server);
    let family = family(server.id());
    for pid in family.iter().skip(1) {
        // SAFETY: a signal to a worker of the server that was started above.
        unsafe { libc::kill(*pid as i32, libc::SIGKILL) };
    }
    let _ = server.kill();
    let _ = server.wait();
    result
}

fn loaded(plan: &Plan, server: &mut Child) -> Result<[f64; 5], String> {
    let stdout = server.stdout.take().ok_or("no stdout")?;
    let (sender, printed) = mpsc::channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        let _ = BufReader::new(stdout).read_line(&mut line);
        let _ = sender.send(line);
    });
    let line = printed
        .recv_timeout(Duration::from_secs(20))
        .map_err(|_| "did not print its port in 20 s")?;
    let port: u16 = line
        .trim()
        .parse()
        .map_err(|_| format!("printed {line:?} and not its port"))?;
    load(port, CONNECTIONS, Duration::from_secs(1))?;
    let before = cpu_ns(server.id());
    let begun = Instant::now();
    let mut result = load(port, CONNECTIONS, Duration::from_secs(plan.seconds))?;
    let seconds = begun.elapsed().as_secs_f64();
    let cpu = cpu_ns(server.id()).saturating_sub(before);
    let count = result.len() as f64;
    result.sort_by(f64::total_cmp);
    let at = |share: f64| result.get((count * share) as usize).copied().unwrap_or(0.0);
    let memory = family(server.id())
        .iter()
        .map(|pid| resident_mb(*pid))
        .sum();
    Ok([
        count / seconds,
        cpu as f64 / 1e3 / count.max(1.0),
        at(0.5),
        at(0.99),
        memory,
    ])
}

/// A process and everything below it.
fn family(pid: u32) -> Vec<u32> {
    let mut all = vec![pid];
    let mut next = 0;
    while next < all.len() {
        let tasks = format!("/proc/{}/task", all[next]);
        for task in std::fs::read_dir(tasks).into_iter().flatten().flatten() {
            let children =
                std::fs::read_to_string(task.path().join("children")).unwrap_or_default();
            all.extend(
                children
                    .split_whitespace()
                    .filter_map(|n| n.parse::<u32>().ok()),
            );
        }
        next += 1;
    }
    all
}

/// CPU time of all threads of a process and of those below it.
fn cpu_ns(pid: u32) -> u64 {
    let mut sum = 0;
    for pid in family(pid) {
        for task in std::fs::read_dir(format!("/proc/{pid}/task"))
            .into_iter()
            .flatten()
            .flatten()
        {
            let text = std::fs::read_to_string(task.path().join("schedstat")).unwrap_or_default();
            sum += text
                .split(' ')
                .next()
                .and_then(|n| n.parse::<u64>().ok())
                .unwrap_or(0);
        }
    }
    sum
}

fn resident_mb(pid: u32) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap_or("0");
    line.split_whitespace()
        .next()
        .and_then(|n| n.parse::<f64>().ok())
        .unwrap_or(0.0)
        / 1024.0
}
