//! The programs of `bench/fs`, each in a folder in memory (`/dev/shm`) and in one on disk, with their peak memory.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use super::programs::note;
use super::{Plan, Row, Runtime};

const PROGRAMS: [&str; 8] = [
    "read_small",
    "read_large",
    "sync",
    "write",
    "folder",
    "cp",
    "stream_copy",
    "late",
];
const MEMORY: &str = "/dev/shm";
/// A program that runs longer is ended.
const LIMIT: Duration = Duration::from_secs(300);

/// Interleaved runs of each program; a row for each line it prints and each folder.
pub fn measure(plan: &Plan) -> Vec<Row> {
    let runs = plan.runs.unwrap_or(5);
    let disk = plan.dir.clone().unwrap_or_else(std::env::temp_dir);
    let memory = Path::new(MEMORY);
    let mut places = Vec::new();
    if memory.is_dir() {
        places.push(("tmpfs", memory.to_owned()));
    }
    places.push(("disk", disk));
    let mut rows = Vec::new();
    for (label, folder) in places {
        for name in PROGRAMS.iter().filter(|name| plan.wants(name)) {
            let file = plan.folder.join("fs").join(format!("{name}.mjs"));
            for _ in 0..runs {
                for (i, runtime) in plan.runtimes.iter().enumerate() {
                    match once(runtime, &file, &folder) {
                        Ok((printed, peak)) => {
                            let mut lines: Vec<String> = printed
                                .lines()
                                .map(|line| line.replacen('\t', &format!(", {label}\t"), 1))
                                .collect();
                            lines.push(format!("{name}, peak memory, {label}\t{peak}\tMB"));
                            for line in lines {
                                note(&mut rows, plan.runtimes.len(), i, &line);
                            }
                        }
                        Err(error) => eprintln!("fs/{name} on {}: {error}", runtime.name),
                    }
                }
            }
        }
    }
    rows
}

/// What the program has printed, and its peak memory in megabytes.
fn once(runtime: &Runtime, file: &PathBuf, folder: &Path) -> Result<(String, f64), String> {
    let mut child = Command::new(&runtime.program)
        .args(&runtime.args)
        .arg(file)
        .env("TMPDIR", folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| e.to_string())?;
    let stdout = read(child.stdout.take());
    let stderr = read(child.stderr.take());
    let (status, peak) = wait(&child);
    let stdout = stdout.join().unwrap_or_default();
    let stderr = stderr.join().unwrap_or_default();
    if status != 0 {
        let line = stderr.lines().find(|line| line.contains("rror"));
        return Err(format!(
            "status {status:#x}: {}",
            line.unwrap_or("no message")
        ));
    }
    Ok((stdout, peak))
}

fn read(pipe: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Waits for the end, or ends it at the limit: its status as `wait` gives it, and its peak memory in megabytes.
fn wait(child: &Child) -> (i32, f64) {
    let pid = child.id() as i32;
    let (ended, waits) = mpsc::channel::<()>();
    let guard = std::thread::spawn(move || {
        if waits.recv_timeout(LIMIT) == Err(mpsc::RecvTimeoutError::Timeout) {
            // SAFETY: the child has not been waited for yet, so its number is still its own.
            unsafe { libc::kill(pid, libc::SIGKILL) };
        }
    });
    // SAFETY: all-zero bytes are a valid `siginfo_t`; WNOWAIT leaves the child to the `wait4` below.
    unsafe {
        let mut info: libc::siginfo_t = std::mem::zeroed();
        libc::waitid(
            libc::P_PID,
            child.id(),
            &mut info,
            libc::WEXITED | libc::WNOWAIT,
        );
    }
    drop(ended);
    let _ = guard.join();
    let mut status = 0;
    // SAFETY: rusage is plain data, and both pointers are valid through the call.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::wait4(pid, &mut status, 0, &mut usage);
        usage
    };
    (status, usage.ru_maxrss as f64 / 1024.0)
}
