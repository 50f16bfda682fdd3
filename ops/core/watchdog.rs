//! Ends JavaScript that runs for too long or that Ctrl+C interrupts, for `node:vm` and the REPL.

use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use deno_core::v8;

use crate::{SysError, is_stopping, remembering_place};

const INTERRUPT: u8 = 1;
const STOP: u8 = 0;

/// The end that the kernel's handler writes into.
static PIPE: AtomicI32 = AtomicI32::new(-1);

extern "C" fn on_interrupt(_signal: i32) {
    send(PIPE.load(Ordering::Relaxed), INTERRUPT);
}

fn send(fd: RawFd, byte: u8) {
    // SAFETY: write(2) may be called in a signal handler; errno is put back for the code that was interrupted.
    unsafe {
        let errno = libc::__errno_location();
        let saved = *errno;
        libc::write(fd, (&raw const byte).cast(), 1);
        *errno = saved;
    }
}

/// What a [`Watchdog`] did.
#[derive(Default)]
struct Seen {
    timed_out: AtomicBool,
    interrupted: AtomicBool,
}

/// How a watched run came to its end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Watched {
    /// The watchdog had nothing to do.
    Quiet = 0,
    /// The time was over.
    TimedOut = 1,
    /// SIGINT came.
    Interrupted = 2,
}

/// The kernel's action for SIGINT while a watchdog has its own there.
struct Outer {
    pipe: RawFd,
    action: libc::sigaction,
}

/// While it lives the JavaScript of an isolate ends when the time is over, or at SIGINT, which nobody else sees then.
pub struct Watchdog {
    seen: Arc<Seen>,
    write: OwnedFd,
    outer: Option<Outer>,
    thread: Option<JoinHandle<()>>,
}

impl Watchdog {
    /// Watches `isolate` from now on.
    pub fn start(
        isolate: v8::IsolateHandle,
        timeout: Option<Duration>,
        sigint: bool,
    ) -> Result<Self, SysError> {
        let mut ends: [RawFd; 2] = [-1; 2];
        // SAFETY: the array has room for the two descriptors.
        if unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) } < 0 {
            return Err(SysError::last("pipe2"));
        }
        // SAFETY: the call has just opened both, and nothing else owns them.
        let (read, write) =
            unsafe { (OwnedFd::from_raw_fd(ends[0]), OwnedFd::from_raw_fd(ends[1])) };
        let seen = Arc::new(Seen::default());
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let shared = seen.clone();
        let thread = std::thread::Builder::new()
            .name("watchdog".to_owned())
            .spawn(move || watch(&read, &shared, deadline, &isolate))
            .map_err(|error| {
                SysError::new(error.raw_os_error().unwrap_or(libc::EAGAIN), "clone")
            })?;
        let outer = sigint.then(|| take_signal(&write));
        Ok(Self {
            seen,
            write,
            outer,
            thread: Some(thread),
        })
    }

    /// Stops watching and says what was seen: after this nothing can end the isolate's JavaScript any more.
    pub fn stop(mut self) -> Watched {
        self.end();
        if self.seen.timed_out.load(Ordering::SeqCst) {
            Watched::TimedOut
        } else if self.seen.interrupted.load(Ordering::SeqCst) {
            Watched::Interrupted
        } else {
            Watched::Quiet
        }
    }

    fn end(&mut self) {
        if let Some(outer) = self.outer.take() {
            // SAFETY: this is the action that the kernel gave at the start.
            unsafe { libc::sigaction(libc::SIGINT, &outer.action, std::ptr::null_mut()) };
            PIPE.store(outer.pipe, Ordering::Relaxed);
        }
        if let Some(thread) = self.thread.take() {
            send(self.write.as_raw_fd(), STOP);
            // A thread that panicked has nothing to say.
            let _ = thread.join();
        }
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.end();
    }
}

fn take_signal(write: &OwnedFd) -> Outer {
    let pipe = PIPE.swap(write.as_raw_fd(), Ordering::Relaxed);
    // SAFETY: the structures are plain data, and the handler is a function that lives for ever.
    let action = unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        let mut outer: libc::sigaction = std::mem::zeroed();
        libc::sigfillset(&mut action.sa_mask);
        action.sa_flags = libc::SA_RESTART;
        action.sa_sigaction = on_interrupt as extern "C" fn(i32) as usize;
        libc::sigaction(libc::SIGINT, &action, &mut outer);
        outer
    };
    Outer { pipe, action }
}

/// Milliseconds for poll(2), rounded up; -1 without a deadline.
fn remaining(deadline: Option<Instant>) -> i32 {
    deadline.map_or(-1, |deadline| {
        let left = deadline.saturating_duration_since(Instant::now());
        i32::try_from(left.as_nanos().div_ceil(1_000_000)).unwrap_or(i32::MAX)
    })
}

fn watch(read: &OwnedFd, seen: &Seen, deadline: Option<Instant>, isolate: &v8::IsolateHandle) {
    let mut deadline = deadline;
    loop {
        let mut waiting = libc::pollfd {
            fd: read.as_raw_fd(),
            events: libc::POLLIN,
            revents: 0,
        };
        // SAFETY: one structure, and its count is one.
        let ready = unsafe { libc::poll(&raw mut waiting, 1, remaining(deadline)) };
        if ready < 0 && SysError::last("poll").errno == -libc::EINTR {
            continue;
        }
        if ready == 0 {
            if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                deadline = None;
                seen.timed_out.store(true, Ordering::SeqCst);
                isolate.terminate_execution();
            }
            continue;
        }
        let mut byte = STOP;
        // SAFETY: there is room for the byte that is asked for.
        let count = unsafe { libc::read(read.as_raw_fd(), (&raw mut byte).cast(), 1) };
        if count < 0 && SysError::last("read").errno == -libc::EINTR {
            continue;
        }
        if count != 1 || byte != INTERRUPT {
            return;
        }
        seen.interrupted.store(true, Ordering::SeqCst);
        isolate.terminate_execution();
    }
}

/// Runs `f` under a watchdog with `timeout` (milliseconds, negative for none) and `sigint`. When that has ended the
/// JavaScript, nothing of it is left pending; what `f` throws stays thrown, and its place is remembered.
pub fn watched<'s, R>(
    scope: &mut v8::PinScope<'s, '_>,
    timeout: f64,
    sigint: bool,
    f: impl FnOnce(&mut v8::PinScope<'s, '_>) -> Option<R>,
) -> Result<(Option<R>, Watched), SysError> {
    let time = (timeout >= 0.0).then(|| Duration::from_secs_f64(timeout / 1e3));
    let dog = Watchdog::start(scope.thread_safe_handle(), time, sigint)?;
    let mut seen = Watched::Quiet;
    let value = remembering_place(scope, |scope| {
        v8::tc_scope!(let tc, scope);
        let value = f(tc);
        // From here on nothing can end anything.
        seen = dog.stop();
        if seen != Watched::Quiet {
            tc.cancel_terminate_execution();
            // The end of a worker is not ours to take back. Whoever asks for it says so before it terminates.
            if is_stopping() {
                tc.terminate_execution();
            } else {
                tc.reset();
            }
            return None;
        }
        if tc.has_caught() && !tc.has_terminated() {
            tc.rethrow();
        }
        value
    });
    Ok((value, seen))
}
