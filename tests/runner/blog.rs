//! The four programs of the blog post in `tests/blog/<name>/`, unchanged. What they print is compared
//! byte for byte with what Node 26 printed, with `file.txt` there and missing; only the folder of the
//! run and positions inside a runtime's own JavaScript (`node:...:line:column`) are left open. The
//! cluster program is driven as a user would: requests to every worker, kill -9, more requests.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::compare::{difference, normalise};
use crate::http_client;
use crate::options::Options;
use crate::process::{Run, Status, TempDir};
use crate::report::{Outcome, Suite};
use crate::tree;

/// The first argument that turns `verify` into the driver of the cluster program.
pub const CLUSTER_DRIVER: &str = "__cluster";

/// The port in the program's text.
const PORT: u16 = 8000;

/// Program, whether it runs without `file.txt` too.
const PRINTING: [(&str, bool); 3] = [("callback", true), ("promise", true), ("worker", false)];

/// Runs the suite, or makes the expected outputs anew.
pub fn run(root: &Path, options: &Options) -> Suite {
    let mut suite = Suite::new("blog");
    let program = options
        .record
        .clone()
        .unwrap_or_else(|| tree::program(root));
    for (name, reads_file) in PRINTING {
        for missing in [false, true] {
            let label = if missing {
                format!("{name} without file.txt")
            } else {
                name.to_owned()
            };
            if (missing && !reads_file) || !options.fits(&label) {
                continue;
            }
            let outcome = printing(root, options, &program, name, missing);
            suite.tests.push((
                label,
                outcome.map_or_else(Outcome::Failed, |()| Outcome::Passed),
            ));
        }
    }
    if options.fits("cluster") && options.record.is_none() {
        suite
            .tests
            .push(("cluster".to_owned(), cluster(root, options, &program)));
    }
    for (name, outcome) in &suite.tests {
        if let Outcome::Failed(text) = outcome {
            crate::report::print_failure("blog", name, text);
        }
    }
    suite
}

fn printing(
    root: &Path,
    options: &Options,
    program: &Path,
    name: &str,
    missing: bool,
) -> Result<(), String> {
    let folder = root.join("tests/blog").join(name);
    let temp = TempDir::new();
    for file in tree::files(&folder, "") {
        if file.ends_with(".js") || (file == "file.txt" && !missing) {
            std::fs::copy(folder.join(&file), temp.path().join(&file))
                .map_err(|e| e.to_string())?;
        }
    }
    let mut run = Run::new(program, temp.path()).arg("program.js");
    run.env = options.env();
    let ended = run.wait();
    let mut problems = String::new();
    for (kind, bytes) in [("stdout", &ended.stdout), ("stderr", &ended.stderr)] {
        let got = normalise(&String::from_utf8_lossy(bytes), temp.path(), program);
        let file = folder.join(if missing {
            format!("{kind}.missing")
        } else {
            kind.to_owned()
        });
        if options.record.is_some() {
            std::fs::write(&file, &got).map_err(|e| e.to_string())?;
            continue;
        }
        let expected =
            std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        if expected != got {
            problems.push_str(&difference(kind, &expected, &got));
        }
    }
    if ended.status != Status::Code(0) {
        problems.push_str(&format!("{}, expected exit code 0\n", ended.status));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

/// Runs the driver below in a network of its own, so that port 8000 is certainly free.
fn cluster(root: &Path, options: &Options, program: &Path) -> Outcome {
    let Ok(driver) = std::env::current_exe() else {
        return Outcome::Failed("no own path".to_owned());
    };
    let mut run = Run::new(&driver, &root.join("tests/blog/cluster"));
    run.args.push(CLUSTER_DRIVER.into());
    run.args.push(program.into());
    run.env = options.env();
    run.limit = Duration::from_secs(90);
    run.own_network = true;
    let ended = run.wait();
    if ended.status == Status::Code(0) {
        return Outcome::Passed;
    }
    let text = String::from_utf8_lossy(&ended.stderr);
    Outcome::Failed(format!(
        "{}\n{}{text}",
        ended.status,
        String::from_utf8_lossy(&ended.stdout)
    ))
}

/// `verify __cluster PROGRAM`: starts the cluster program in the current folder and checks it.
pub fn cluster_driver(args: &[String]) -> ExitCode {
    let Some(program) = args.first() else {
        return ExitCode::from(2);
    };
    match drive(Path::new(program)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            println!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn drive(program: &Path) -> Result<(), String> {
    wait_for("port 8000 to be free", || {
        TcpStream::connect(("127.0.0.1", PORT)).is_err()
    })?;
    let mut child = Command::new(program)
        .arg("program.js")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| format!("cannot start {}: {e}", program.display()))?;
    let primary = child.id();
    let (lines, stdout) = mpsc::channel();
    let out = child.stdout.take().ok_or("no stdout")?;
    std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            let _ = lines.send(line);
        }
    });
    let mut err = child.stderr.take().ok_or("no stderr")?;
    let stderr = std::thread::spawn(move || {
        let mut text = String::new();
        let _ = err.read_to_string(&mut text);
        text
    });

    let cpus = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpus = cpus
        .lines()
        .filter(|line| line.starts_with("processor"))
        .count();
    wait_for("one worker for each processor", || {
        children(primary).len() == cpus
    })?;
    wait_for("the first answer", || {
        TcpStream::connect(("127.0.0.1", PORT)).is_ok()
    })?;
    let mut workers = children(primary);
    served_by_all(&workers)?;

    if let Some(victim) = workers.pop_last() {
        kill(victim);
        expect_death(&stdout, victim)?;
        if !workers.is_empty() {
            served_by_all(&workers)?;
        }
    }
    let mut left = workers.clone();
    for &worker in &workers {
        kill(worker);
    }
    while !left.is_empty() {
        let line = stdout
            .recv_timeout(Duration::from_secs(20))
            .map_err(|_| format!("no line for {left:?}"))?;
        left.retain(|pid| line != format!("Worker {pid} died"));
    }
    let status = child.wait().map_err(|e| e.to_string())?;
    if !status.success() {
        return Err(format!(
            "after its last worker the primary ended with {status}, expected exit code 0"
        ));
    }
    if let Ok(line) = stdout.recv_timeout(Duration::from_millis(200)) {
        return Err(format!("printed one line too many: {line}"));
    }
    match stderr.join() {
        Ok(text) if text.is_empty() => Ok(()),
        Ok(text) => Err(format!("standard error is not empty:\n{text}")),
        Err(_) => Err("standard error could not be read".to_owned()),
    }
}

fn expect_death(stdout: &mpsc::Receiver<String>, victim: u32) -> Result<(), String> {
    let wanted = format!("Worker {victim} died");
    match stdout.recv_timeout(Duration::from_secs(20)) {
        Ok(line) if line == wanted => Ok(()),
        Ok(line) => Err(format!(
            "after kill -9 it printed {line:?}, expected {wanted:?}"
        )),
        Err(_) => Err(format!("after kill -9 the line {wanted:?} did not come")),
    }
}

/// Opens connections until each worker has answered on one of them; every answer must be right.
fn served_by_all(workers: &BTreeSet<u32>) -> Result<(), String> {
    let deadline = Instant::now() + Duration::from_secs(20);
    let mut served = BTreeSet::new();
    let mut kept = Vec::new();
    while !workers.is_subset(&served) {
        if Instant::now() > deadline {
            return Err(format!(
                "only {served:?} of the workers {workers:?} took connections"
            ));
        }
        let mut stream =
            TcpStream::connect(("127.0.0.1", PORT)).map_err(|e| format!("connect: {e}"))?;
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .map_err(|e| e.to_string())?;
        let body = http_client::get(&mut stream)?;
        if body != b"hello world\n" {
            return Err(format!(
                "a worker answered {:?}",
                String::from_utf8_lossy(&body)
            ));
        }
        let port = stream.local_addr().map_err(|e| e.to_string())?.port();
        served.extend(
            workers
                .iter()
                .filter(|&&pid| holds_connection_from(pid, port)),
        );
        kept.push(stream);
        if kept.len() > 64 {
            kept.clear();
        }
    }
    Ok(())
}

/// Whether process `pid` has the server side of the connection that comes from `port`.
fn holds_connection_from(pid: u32, port: u16) -> bool {
    let mut inodes = Vec::new();
    for table in ["tcp", "tcp6"] {
        let text = std::fs::read_to_string(format!("/proc/{pid}/net/{table}")).unwrap_or_default();
        for line in text.lines().skip(1) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let ends = |i: usize, port: u16| {
                fields
                    .get(i)
                    .is_some_and(|f| f.ends_with(&format!(":{port:04X}")))
            };
            if ends(1, PORT) && ends(2, port) {
                inodes.extend(fields.get(9).map(|inode| format!("socket:[{inode}]")));
            }
        }
    }
    let fds = std::fs::read_dir(format!("/proc/{pid}/fd"))
        .into_iter()
        .flatten()
        .flatten();
    fds.filter_map(|fd| std::fs::read_link(fd.path()).ok())
        .any(|link: PathBuf| {
            inodes
                .iter()
                .any(|inode| link.as_os_str() == inode.as_str())
        })
}

fn children(pid: u32) -> BTreeSet<u32> {
    let text =
        std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
    text.split_whitespace()
        .filter_map(|n| n.parse().ok())
        .collect()
}

fn kill(pid: u32) {
    // SAFETY: a signal to a worker of the program that this driver started.
    unsafe { libc::kill(pid as i32, libc::SIGKILL) };
}

fn wait_for(what: &str, mut condition: impl FnMut() -> bool) -> Result<(), String> {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !condition() {
        if Instant::now() > deadline {
            return Err(format!("waited 30 s for {what}"));
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}
