//! SIGUSR1, which asks a program that runs for its inspector (<https://nodejs.org/api/debugger.html>).
//!
//! The handler of the kernel only leaves a note and wakes the loop of the main thread: a program that never comes back to
//! its loop is not reached.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use deno_core::v8;

/// Whether a signal has come that nothing has been done about.
static ASKED: AtomicBool = AtomicBool::new(false);

/// The wake-up descriptor of the loop that answers.
static WAKE: AtomicI32 = AtomicI32::new(-1);

static OPENER: OnceLock<fn(&mut v8::PinScope)> = OnceLock::new();

extern "C" fn on_signal(_: libc::c_int) {
    ASKED.store(true, Ordering::Relaxed);
    let one = 1u64;
    // SAFETY: write(2) may be called in a signal handler; errno is put back for the code that was interrupted.
    unsafe {
        let errno = libc::__errno_location();
        let saved = *errno;
        libc::write(WAKE.load(Ordering::Relaxed), (&raw const one).cast(), 8);
        *errno = saved;
    }
}

/// From now on the signal calls `opener` from the loop of this thread.
pub fn watch_debug_signal(opener: fn(&mut v8::PinScope)) {
    let Some(wake) = crate::with_loop(|event_loop| event_loop.wake_descriptor()) else {
        return;
    };
    WAKE.store(wake, Ordering::Relaxed);
    let _ = OPENER.set(opener);
    // SAFETY: the structure is plain data, and the handler is a function that lives for ever.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_flags = libc::SA_RESTART;
        action.sa_sigaction = on_signal as extern "C" fn(libc::c_int) as usize;
        libc::sigaction(libc::SIGUSR1, &action, std::ptr::null_mut());
    }
}

/// Whether `signal` is the one, and watched.
pub fn is_debug_signal(signal: i32) -> bool {
    signal == libc::SIGUSR1 && WAKE.load(Ordering::Relaxed) >= 0
}

/// Whether the loop with this wake-up descriptor has something to answer.
pub(crate) fn is_asked(wake: i32) -> bool {
    ASKED.load(Ordering::Relaxed) && WAKE.load(Ordering::Relaxed) == wake
}

/// What the loop has to call for it, once.
pub(crate) fn take(wake: i32) -> Option<fn(&mut v8::PinScope)> {
    if !is_asked(wake) {
        return None;
    }
    ASKED.store(false, Ordering::Relaxed);
    OPENER.get().copied()
}
