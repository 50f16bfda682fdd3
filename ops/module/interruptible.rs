//! Running a script that Ctrl+C ends, as the REPL does (<https://nodejs.org/api/repl.html#replstartoptions>).

use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::thread::JoinHandle;

use deno_core::{op2, v8};
use ops_core::{SysError, remembering_place};

use crate::compile_cjs::run;

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

/// While it lives SIGINT ends the JavaScript of an isolate, and other handlers of the signal do not see it.
struct Watchdog {
    interrupted: Arc<AtomicBool>,
    write: OwnedFd,
    outer_pipe: RawFd,
    outer_action: libc::sigaction,
    thread: Option<JoinHandle<()>>,
}

impl Watchdog {
    fn start(isolate: v8::IsolateHandle) -> Result<Self, SysError> {
        let mut ends: [RawFd; 2] = [-1; 2];
        // SAFETY: the array has room for the two descriptors.
        if unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) } < 0 {
            return Err(SysError::last("pipe2"));
        }
        // SAFETY: the call has just opened both, and nothing else owns them.
        let (read, write) =
            unsafe { (OwnedFd::from_raw_fd(ends[0]), OwnedFd::from_raw_fd(ends[1])) };
        let interrupted = Arc::new(AtomicBool::new(false));
        let flag = interrupted.clone();
        let thread = std::thread::Builder::new()
            .name("sigint".to_owned())
            .spawn(move || watch(&read, &flag, &isolate))
            .map_err(|error| {
                SysError::new(error.raw_os_error().unwrap_or(libc::EAGAIN), "clone")
            })?;
        let outer_pipe = PIPE.swap(write.as_raw_fd(), Ordering::Relaxed);
        // SAFETY: the structures are plain data, and the handler is a function that lives for ever.
        let outer_action = unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            let mut outer: libc::sigaction = std::mem::zeroed();
            libc::sigfillset(&mut action.sa_mask);
            action.sa_flags = libc::SA_RESTART;
            action.sa_sigaction = on_interrupt as extern "C" fn(i32) as usize;
            libc::sigaction(libc::SIGINT, &action, &mut outer);
            outer
        };
        Ok(Self {
            interrupted,
            write,
            outer_pipe,
            outer_action,
            thread: Some(thread),
        })
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        // SAFETY: this is the action that the kernel gave at the start.
        unsafe { libc::sigaction(libc::SIGINT, &self.outer_action, std::ptr::null_mut()) };
        PIPE.store(self.outer_pipe, Ordering::Relaxed);
        send(self.write.as_raw_fd(), STOP);
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing to say.
            let _ = thread.join();
        }
    }
}

fn watch(read: &OwnedFd, interrupted: &AtomicBool, isolate: &v8::IsolateHandle) {
    let mut byte = STOP;
    loop {
        // SAFETY: there is room for the byte that is asked for.
        let count = unsafe { libc::read(read.as_raw_fd(), (&raw mut byte).cast(), 1) };
        if count < 0 && SysError::last("read").errno == -libc::EINTR {
            continue;
        }
        if count != 1 || byte != INTERRUPT {
            return;
        }
        interrupted.store(true, Ordering::SeqCst);
        isolate.terminate_execution();
    }
}

/// `op_module_run_script` in an array of one, or `null` where SIGINT has ended it.
#[op2(reentrant)]
pub fn op_module_run_interruptible<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    filename: v8::Local<'s, v8::String>,
    source: v8::Local<'s, v8::String>,
    host: v8::Local<'s, v8::Value>,
) -> Result<v8::Local<'s, v8::Value>, SysError> {
    let dog = Watchdog::start(scope.thread_safe_handle())?;
    let interrupted = dog.interrupted.clone();
    let value = remembering_place(scope, |scope| {
        v8::tc_scope!(let tc, scope);
        let value = run(tc, filename, source, host);
        // From here on no signal can end anything: the thread is gone.
        drop(dog);
        if interrupted.load(Ordering::SeqCst) {
            tc.cancel_terminate_execution();
            tc.reset();
            return None;
        }
        if tc.has_caught() {
            tc.rethrow();
        }
        value
    });
    if interrupted.load(Ordering::SeqCst) {
        return Ok(v8::null(scope).into());
    }
    let Some(value) = value else {
        return Ok(v8::undefined(scope).into());
    };
    Ok(v8::Array::new_with_elements(scope, &[value]).into())
}
