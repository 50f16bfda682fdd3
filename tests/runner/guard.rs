//! The guard: a small process between the harness and each test. It gives the test a session of its
//! own, ends it when its time is over, and afterwards kills whatever the test left behind: as a child
//! subreaper it inherits every orphan, so nothing can escape, detached or not.

use std::ffi::OsString;
use std::io::Write;
use std::os::fd::FromRawFd;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The first argument that turns the harness program into a guard.
pub const GUARD: &str = "__guard";

static TIMED_OUT: AtomicBool = AtomicBool::new(false);

/// Becomes a guard when the arguments say so; returns otherwise. Call it first in `main`.
pub fn become_guard_if_asked() {
    let mut args = std::env::args_os().skip(1);
    if args.next().is_some_and(|first| first == GUARD) {
        guard(args.collect());
    }
}

/// Arguments: the descriptor to report to, the limit in ms, `net` or `-`, the program, its arguments.
fn guard(args: Vec<OsString>) -> ! {
    let number = |i: usize| {
        args.get(i)
            .and_then(|a| a.to_str())
            .and_then(|a| a.parse::<u64>().ok())
    };
    let (Some(fd), Some(limit), Some(program)) = (number(0), number(1), args.get(3)) else {
        eprintln!("guard: bad arguments");
        std::process::exit(125);
    };
    // SAFETY: plain system calls on our own process; the descriptor was handed to us by the harness.
    let mut report = unsafe {
        libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
        libc::prctl(libc::PR_SET_CHILD_SUBREAPER, 1);
        libc::fcntl(fd as i32, libc::F_SETFD, libc::FD_CLOEXEC);
        std::fs::File::from_raw_fd(fd as i32)
    };
    if args[2] == "net" {
        enter_own_network();
    }
    let mut command = Command::new(program);
    command.args(&args[4..]);
    // SAFETY: only async-signal-safe calls between fork and exec.
    unsafe {
        command.pre_exec(|| {
            libc::setsid();
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
            Ok(())
        });
    }
    let child = match command.spawn() {
        Ok(child) => child.id() as i32,
        Err(error) => {
            let _ = writeln!(report, "e cannot start {}: {error}", program.display());
            std::process::exit(125);
        }
    };
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(limit));
        TIMED_OUT.store(true, Ordering::SeqCst);
        kill_descendants();
    });
    let status = loop {
        let mut status = 0;
        // SAFETY: waits for any child of ours; `status` is a valid place to write to.
        let pid = unsafe { libc::waitpid(-1, &mut status, 0) };
        if pid == child {
            break status;
        }
    };
    let leftovers = reap_leftovers();
    let line = if TIMED_OUT.load(Ordering::SeqCst) {
        format!("t 0 {leftovers}")
    } else if libc::WIFSIGNALED(status) {
        format!("s {} {leftovers}", libc::WTERMSIG(status))
    } else {
        format!("c {} {leftovers}", libc::WEXITSTATUS(status))
    };
    let _ = writeln!(report, "{line}");
    std::process::exit(0);
}

/// Kills and collects everything that is still below this process; returns how many there were.
fn reap_leftovers() -> usize {
    let mut seen = 0;
    loop {
        // SAFETY: no status is asked for.
        match unsafe { libc::waitpid(-1, std::ptr::null_mut(), libc::WNOHANG) } {
            -1 => return seen,
            0 => {
                seen = seen.max(kill_descendants());
                std::thread::sleep(Duration::from_millis(2));
            }
            _ => {}
        }
    }
}

/// SIGKILL for every descendant of this process, found through the parent numbers in /proc.
fn kill_descendants() -> usize {
    let mut parents = Vec::new();
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry
            .file_name()
            .to_str()
            .and_then(|n| n.parse::<i32>().ok())
        else {
            continue;
        };
        let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else {
            continue;
        };
        // The name in parentheses may hold anything, so fields are counted from the last one.
        let Some((_, rest)) = stat.rsplit_once(") ") else {
            continue;
        };
        let mut fields = rest.split(' ');
        let zombie = fields.next() == Some("Z");
        if let Some(parent) = fields.next().and_then(|n| n.parse::<i32>().ok()) {
            parents.push((pid, parent, zombie));
        }
    }
    let mut family = vec![std::process::id() as i32];
    let mut next = 0;
    let mut killed = 0;
    while next < family.len() {
        for &(pid, parent, zombie) in &parents {
            if parent == family[next] && !family.contains(&pid) {
                family.push(pid);
                if !zombie {
                    // SAFETY: a signal to a descendant of ours.
                    unsafe { libc::kill(pid, libc::SIGKILL) };
                    killed += 1;
                }
            }
        }
        next += 1;
    }
    killed
}

/// A network of its own (only a loopback device), so that fixed ports cannot clash. Where the system
/// does not allow it, the test runs in the common network.
fn enter_own_network() {
    // SAFETY: plain system calls; the buffers live through each call.
    unsafe {
        let (uid, gid) = (libc::getuid(), libc::getgid());
        if libc::unshare(libc::CLONE_NEWUSER | libc::CLONE_NEWNET) != 0 {
            return;
        }
        let _ = std::fs::write("/proc/self/setgroups", "deny");
        let _ = std::fs::write("/proc/self/uid_map", format!("{uid} {uid} 1"));
        let _ = std::fs::write("/proc/self/gid_map", format!("{gid} {gid} 1"));
        let socket = libc::socket(libc::AF_INET, libc::SOCK_DGRAM | libc::SOCK_CLOEXEC, 0);
        let mut request: libc::ifreq = std::mem::zeroed();
        request.ifr_name[0] = b'l' as libc::c_char;
        request.ifr_name[1] = b'o' as libc::c_char;
        request.ifr_ifru.ifru_flags = (libc::IFF_UP | libc::IFF_RUNNING) as libc::c_short;
        libc::ioctl(socket, libc::SIOCSIFFLAGS as _, &request);
        libc::close(socket);
    }
}
