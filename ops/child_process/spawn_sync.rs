//! `spawnSync`: start, feed, read and wait on this thread, without the loop.

use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::time::{Duration, Instant};

use deno_core::{op2, v8};
use ops_core::permission::{self, Permission};
use ops_core::{SysError, bytes};

use crate::process::command;
use crate::spawn::{Command, spawn};

/// One descriptor of the child that is a pipe to this process.
struct Stream {
    fd: Option<OwnedFd>,
    /// What the child is still to read.
    input: Vec<u8>,
    written: usize,
    output: Vec<u8>,
    readable: bool,
}

struct Outcome {
    pid: i32,
    status: i32,
    error: Option<i32>,
}

/// Runs a child to its end.
///
/// `stdio` holds a descriptor, -1 (`/dev/null`) or -2 (a pipe); `inputs` holds an `ArrayBufferView` or `undefined` for
/// each. `timeout` in milliseconds, 0 for none; `max_buffer` in bytes, negative for none. The answer is
/// `[errno, pid, code, signal, outputs]`, `outputs` one `Uint8Array` or `null` for each of `stdio`.
#[op2(reentrant)]
pub fn op_child_process_spawn_sync<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[string] file: String,
    args: v8::Local<'s, v8::Array>,
    #[string] cwd: Option<String>,
    env: v8::Local<'s, v8::Value>,
    stdio: v8::Local<'s, v8::Array>,
    detached: bool,
    #[smi] uid: i32,
    #[smi] gid: i32,
    inputs: v8::Local<'s, v8::Array>,
    timeout: f64,
    max_buffer: f64,
    #[smi] kill_signal: i32,
) -> Result<v8::Local<'s, v8::Array>, SysError> {
    permission::check(Permission::ChildProcess, &file)?;
    let mut command = command(scope, file, args, cwd, env, stdio, detached, uid, gid);
    let mut streams = Vec::new();
    let mut children = Vec::new();
    let mut setup = 0;
    for index in 0..command.stdio.len() {
        let mut stream = Stream {
            fd: None,
            input: Vec::new(),
            written: 0,
            output: Vec::new(),
            readable: false,
        };
        if command.stdio[index] == -2 {
            match pair() {
                Ok((ours, theirs)) => {
                    command.stdio[index] = theirs.as_raw_fd();
                    children.push(theirs);
                    stream.fd = Some(ours);
                    stream.readable = true;
                }
                Err(error) => setup = error.errno,
            }
            let input = inputs.get_index(scope, index as u32);
            if let Some(view) =
                input.and_then(|i| v8::Local::<v8::ArrayBufferView>::try_from(i).ok())
            {
                stream.input = ops_core::bytes::copy(view);
            }
        }
        streams.push(stream);
    }
    let limit = (max_buffer >= 0.0).then_some(max_buffer as usize);
    let deadline =
        (timeout > 0.0).then(|| Instant::now() + Duration::from_secs_f64(timeout / 1000.0));
    let outcome = if setup != 0 {
        Outcome {
            pid: 0,
            status: 0,
            error: Some(setup),
        }
    } else {
        run(
            &command,
            &mut streams,
            children,
            limit,
            deadline,
            kill_signal,
        )
    };
    Ok(answer(scope, outcome, streams))
}

fn answer<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    outcome: Outcome,
    streams: Vec<Stream>,
) -> v8::Local<'s, v8::Array> {
    let mut outputs: Vec<v8::Local<v8::Value>> = Vec::new();
    for stream in streams {
        let value = if stream.readable {
            bytes::uint8_array(scope, stream.output).map(Into::into)
        } else {
            None
        };
        outputs.push(value.unwrap_or_else(|| v8::null(scope).into()));
    }
    let outputs = v8::Array::new_with_elements(scope, &outputs).into();
    let (code, signal) = if libc::WIFSIGNALED(outcome.status) {
        (-1, libc::WTERMSIG(outcome.status))
    } else {
        (libc::WEXITSTATUS(outcome.status), 0)
    };
    let mut row: Vec<v8::Local<v8::Value>> = Vec::new();
    for number in [outcome.error.unwrap_or(0), outcome.pid, code, signal] {
        row.push(v8::Integer::new(scope, number).into());
    }
    row.push(outputs);
    v8::Array::new_with_elements(scope, &row)
}

fn pair() -> Result<(OwnedFd, OwnedFd), SysError> {
    let mut fds = [0i32; 2];
    let kind = libc::SOCK_STREAM | libc::SOCK_CLOEXEC;
    // SAFETY: the array has room for the two descriptors, which are new and owned by nobody else.
    unsafe {
        if libc::socketpair(libc::AF_UNIX, kind, 0, fds.as_mut_ptr()) < 0 {
            return Err(SysError::last("socketpair"));
        }
        libc::fcntl(fds[0], libc::F_SETFL, libc::O_NONBLOCK);
        Ok((OwnedFd::from_raw_fd(fds[0]), OwnedFd::from_raw_fd(fds[1])))
    }
}

fn run(
    command: &Command,
    streams: &mut [Stream],
    children: Vec<OwnedFd>,
    limit: Option<usize>,
    deadline: Option<Instant>,
    kill_signal: i32,
) -> Outcome {
    let pid = match spawn(command) {
        Ok(pid) => pid,
        Err(error) => {
            return Outcome {
                pid: 0,
                status: 0,
                error: Some(error.errno),
            };
        }
    };
    drop(children);
    for fd in streams
        .iter()
        .filter(|s| s.input.is_empty())
        .filter_map(|s| s.fd.as_ref())
    {
        // A child that reads a pipe without input sees its end at once.
        // SAFETY: the descriptor is open.
        unsafe { libc::shutdown(fd.as_raw_fd(), libc::SHUT_WR) };
    }
    // SAFETY: a plain system call; the pid is a child that only this function waits for.
    let pidfd = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) as i32 };
    // SAFETY: pidfd_open gave a new descriptor.
    let pidfd = (pidfd >= 0).then(|| unsafe { OwnedFd::from_raw_fd(pidfd) });
    let mut error = None;
    let mut ended = false;
    let mut killed = false;
    loop {
        let mut polls = Vec::new();
        let mut places = Vec::new();
        for (place, stream) in streams.iter().enumerate() {
            if let Some(fd) = &stream.fd {
                let output = if stream.written < stream.input.len() {
                    libc::POLLOUT
                } else {
                    0
                };
                polls.push(libc::pollfd {
                    fd: fd.as_raw_fd(),
                    events: libc::POLLIN | output,
                    revents: 0,
                });
                places.push(place);
            }
        }
        if !ended && let Some(pidfd) = &pidfd {
            polls.push(libc::pollfd {
                fd: pidfd.as_raw_fd(),
                events: libc::POLLIN,
                revents: 0,
            });
        }
        if polls.is_empty() {
            break;
        }
        let wait = match deadline {
            Some(deadline) if !killed => {
                let left = deadline.saturating_duration_since(Instant::now());
                left.as_millis().min(i32::MAX as u128) as i32 + i32::from(!left.is_zero())
            }
            _ => -1,
        };
        // SAFETY: the vector lives through the call and its length is given.
        let count = unsafe { libc::poll(polls.as_mut_ptr(), polls.len() as libc::nfds_t, wait) };
        if count == 0 && deadline.is_some_and(|d| Instant::now() >= d) && !killed {
            killed = true;
            error = Some(-libc::ETIMEDOUT);
            signal(pid, kill_signal);
            close_all(streams);
            continue;
        }
        for (poll, place) in polls.iter().zip(&places) {
            if poll.revents != 0 && !step(&mut streams[*place], poll.revents, limit) && !killed {
                killed = true;
                error = Some(-libc::ENOBUFS);
                signal(pid, kill_signal);
            }
        }
        if killed && error == Some(-libc::ENOBUFS) {
            close_all(streams);
        }
        ended = ended || polls.len() > places.len() && polls.last().is_some_and(|p| p.revents != 0);
    }
    let mut status = 0;
    // SAFETY: `status` lives through the call; EINTR is tried again.
    while unsafe { libc::waitpid(pid, &mut status, 0) } < 0
        && std::io::Error::last_os_error().kind() == std::io::ErrorKind::Interrupted
    {}
    Outcome { pid, status, error }
}

fn signal(pid: i32, signal: i32) {
    // SAFETY: the child has not been waited for, so the pid is its own.
    unsafe { libc::kill(pid, signal) };
}

fn close_all(streams: &mut [Stream]) {
    for stream in streams {
        stream.fd = None;
    }
}

/// Moves what can be moved. `false` when the output went over the limit.
fn step(stream: &mut Stream, revents: i16, limit: Option<usize>) -> bool {
    let Some(fd) = stream.fd.as_ref().map(AsRawFd::as_raw_fd) else {
        return true;
    };
    if revents & libc::POLLOUT != 0 && stream.written < stream.input.len() {
        let rest = &stream.input[stream.written..];
        // SAFETY: `rest` is a valid range of bytes.
        let sent = unsafe { libc::send(fd, rest.as_ptr().cast(), rest.len(), libc::MSG_NOSIGNAL) };
        if sent > 0 {
            stream.written += sent as usize;
        } else if std::io::Error::last_os_error().kind() != std::io::ErrorKind::WouldBlock {
            stream.written = stream.input.len();
        }
        if stream.written == stream.input.len() {
            // SAFETY: the descriptor is open.
            unsafe { libc::shutdown(fd, libc::SHUT_WR) };
        }
    }
    if revents & (libc::POLLIN | libc::POLLHUP | libc::POLLERR) != 0 {
        let mut buffer = [0u8; 65536];
        // SAFETY: the buffer has the length that is given.
        let count = unsafe { libc::recv(fd, buffer.as_mut_ptr().cast(), buffer.len(), 0) };
        if count > 0 {
            stream.output.extend_from_slice(&buffer[..count as usize]);
            if let Some(limit) = limit
                && stream.output.len() > limit
            {
                // What came with the last read is kept, as libuv keeps it.
                return false;
            }
        } else if count == 0
            || std::io::Error::last_os_error().kind() != std::io::ErrorKind::WouldBlock
        {
            stream.fd = None;
        }
    }
    true
}
