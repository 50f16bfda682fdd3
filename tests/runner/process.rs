//! Starts one program under a guard (see `guard.rs`) and says how it ended.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// More output than this is read but not kept.
const KEPT_OUTPUT: usize = 4 << 20;

/// Variables a test may inherit. Everything else (HEDDLE_*, NODE_*, CARGO_*) stays outside.
const INHERITED: [&str; 9] = [
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "LANG",
    "LC_ALL",
    "TZ",
    "SSL_CERT_FILE",
];

/// A program to start.
pub struct Run {
    /// The file to execute.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
    /// Variables beside the inherited ones.
    pub env: Vec<(String, String)>,
    /// The folder it starts in.
    pub cwd: PathBuf,
    /// What it can read; nothing (`/dev/null`) when absent.
    pub stdin: Option<Vec<u8>>,
    /// When it is ended by force.
    pub limit: Duration,
    /// Whether it gets a network of its own.
    pub own_network: bool,
}

/// How a program ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// It exited with this code.
    Code(i32),
    /// This signal ended it.
    Signal(i32),
    /// It was still running at its limit.
    TimedOut,
    /// It could not be started.
    NotStarted(String),
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Status::Code(code) => write!(f, "exit code {code}"),
            Status::Signal(signal) => write!(f, "ended by signal {signal}"),
            Status::TimedOut => write!(f, "still running at the time limit"),
            Status::NotStarted(why) => write!(f, "{why}"),
        }
    }
}

/// What is known of a program that has ended.
pub struct Ended {
    /// Code, signal or time limit.
    pub status: Status,
    /// What it wrote to descriptor 1.
    pub stdout: Vec<u8>,
    /// What it wrote to descriptor 2.
    pub stderr: Vec<u8>,
    /// From start to end.
    pub took: Duration,
}

impl Run {
    /// A run of `program` in `cwd` with a limit of 30 seconds.
    pub fn new(program: &Path, cwd: &Path) -> Run {
        Run {
            program: program.to_owned(),
            args: Vec::new(),
            env: Vec::new(),
            cwd: cwd.to_owned(),
            stdin: None,
            limit: Duration::from_secs(30),
            own_network: false,
        }
    }

    /// Adds an argument.
    pub fn arg(mut self, arg: impl Into<OsString>) -> Run {
        self.args.push(arg.into());
        self
    }

    /// Starts the program and waits until it and everything it started have ended.
    pub fn wait(&self) -> Ended {
        let started = Instant::now();
        self.try_wait(started).unwrap_or_else(|error| Ended {
            status: Status::NotStarted(format!("cannot start the guard: {error}")),
            stdout: Vec::new(),
            stderr: Vec::new(),
            took: started.elapsed(),
        })
    }

    fn try_wait(&self, started: Instant) -> std::io::Result<Ended> {
        let (mut report, report_end) = std::io::pipe()?;
        let fd = report_end.as_raw_fd();
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(crate::guard::GUARD).arg(fd.to_string());
        command.arg(self.limit.as_millis().to_string());
        command.arg(if self.own_network { "net" } else { "-" });
        command
            .arg(&self.program)
            .args(&self.args)
            .current_dir(&self.cwd)
            .env_clear();
        for name in INHERITED {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command.envs(self.env.iter().map(|(k, v)| (k, v)));
        command.stdin(if self.stdin.is_some() {
            Stdio::piped()
        } else {
            Stdio::null()
        });
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        // SAFETY: one fcntl between fork and exec, so that the guard keeps the reporting descriptor.
        unsafe {
            command.pre_exec(move || {
                libc::fcntl(fd, libc::F_SETFD, 0);
                Ok(())
            });
        }
        let mut child = command.spawn()?;
        drop(report_end);
        let stdin = child.stdin.take().zip(self.stdin.clone());
        let stdin = std::thread::spawn(move || {
            if let Some((mut pipe, bytes)) = stdin {
                let _ = pipe.write_all(&bytes);
            }
        });
        let stdout = read_all(child.stdout.take());
        let stderr = read_all(child.stderr.take());
        let mut line = String::new();
        report.read_to_string(&mut line)?;
        child.wait()?;
        let took = started.elapsed();
        let _ = stdin.join();
        Ok(Ended {
            status: parse_report(line.trim_end()),
            stdout: stdout.join().unwrap_or_default(),
            stderr: stderr.join().unwrap_or_default(),
            took,
        })
    }
}

fn parse_report(line: &str) -> Status {
    let number = || {
        line.split(' ')
            .nth(1)
            .and_then(|n| n.parse().ok())
            .unwrap_or(-1)
    };
    match line.as_bytes().first() {
        Some(b'c') => Status::Code(number()),
        Some(b's') => Status::Signal(number()),
        Some(b't') => Status::TimedOut,
        Some(b'e') => Status::NotStarted(line[2..].to_owned()),
        _ => Status::NotStarted("the guard ended without a report".to_owned()),
    }
}

fn read_all(pipe: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        let Some(mut pipe) = pipe else { return kept };
        let mut buffer = [0u8; 65536];
        while let Ok(n) = pipe.read(&mut buffer) {
            if n == 0 {
                break;
            }
            let room = KEPT_OUTPUT.saturating_sub(kept.len()).min(n);
            kept.extend_from_slice(&buffer[..room]);
        }
        kept
    })
}

/// A folder under the system's temporary folder that is removed at the end.
pub struct TempDir(PathBuf);

impl TempDir {
    /// A new, empty folder.
    pub fn new() -> TempDir {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("heddle_tests_{}_{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        if let Err(error) = std::fs::create_dir_all(&path) {
            eprintln!("cannot make {}: {error}", path.display());
        }
        TempDir(path.canonicalize().unwrap_or(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Default for TempDir {
    fn default() -> TempDir {
        TempDir::new()
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        if std::fs::remove_dir_all(&self.0).is_err() {
            // A test may have taken permissions away.
            let _ = Command::new("chmod")
                .args(["-R", "u+rwX"])
                .arg(&self.0)
                .status();
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}
