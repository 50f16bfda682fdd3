//! From start to end of short programs: wall time, CPU time and peak memory, from `wait4`.

use std::process::{Command, Stdio};
use std::time::Instant;

use super::{Plan, Row, Runtime};

const PROGRAMS: [(&str, &str); 3] = [
    ("empty.js", "empty file"),
    ("import_fs.mjs", "import node:fs"),
    ("import_http.mjs", "import node:http"),
];

/// Thirty interleaved runs of each program, after one that warms the file cache.
pub fn measure(plan: &Plan) -> Vec<Row> {
    let runs = plan.runs.unwrap_or(30);
    let mut rows = Vec::new();
    for (file, name) in PROGRAMS {
        let mut samples: Vec<Vec<[f64; 3]>> = plan.runtimes.iter().map(|_| Vec::new()).collect();
        for run in 0..=runs {
            for (i, runtime) in plan.runtimes.iter().enumerate() {
                let sample = once(plan, runtime, file);
                if let (Some(sample), true) = (sample, run > 0) {
                    samples[i].push(sample);
                }
            }
        }
        for (k, (what, unit)) in [("wall", "ms"), ("CPU", "ms"), ("peak memory", "MB")]
            .into_iter()
            .enumerate()
        {
            let values = samples
                .iter()
                .map(|s| s.iter().map(|sample| sample[k]).collect())
                .collect();
            rows.push(Row {
                name: format!("{name}, {what}"),
                unit,
                values,
            });
        }
    }
    rows
}

fn once(plan: &Plan, runtime: &Runtime, file: &str) -> Option<[f64; 3]> {
    let mut command = Command::new(&runtime.program);
    command.args(&runtime.args).arg(plan.folder.join(file));
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let started = Instant::now();
    let child = command.spawn().ok()?;
    let mut status = 0;
    // SAFETY: rusage is plain data, and both pointers are valid through the call.
    let (ended, usage) = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        (
            libc::wait4(child.id() as i32, &mut status, 0, &mut usage),
            usage,
        )
    };
    let wall = started.elapsed().as_secs_f64() * 1e3;
    let ms = |time: libc::timeval| time.tv_sec as f64 * 1e3 + time.tv_usec as f64 / 1e3;
    let cpu = ms(usage.ru_utime) + ms(usage.ru_stime);
    (ended > 0 && status == 0).then_some([wall, cpu, usage.ru_maxrss as f64 / 1024.0])
}
