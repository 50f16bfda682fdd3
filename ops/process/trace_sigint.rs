//! `--trace-sigint` and `util.setTraceSigInt()`: SIGINT shows what JavaScript was doing, and then does what it does.
//!
//! The handler of the kernel writes into a pipe. The thread behind it interrupts the JavaScript of the main thread and wakes
//! its loop, where there is no JavaScript to interrupt: the first of the two tells.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::{PipeReader, Read, Write as _};
use std::os::fd::IntoRawFd;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Mutex, PoisonError};

use deno_core::{op2, v8};
use ops_core::{Remote, SysError, Syscall, with_loop};

/// Frames that are shown, as of an error.
const FRAMES: usize = 10;

/// The end that the kernel's handler writes into.
static PIPE: AtomicI32 = AtomicI32::new(-1);

/// A signal has come that nobody has told of.
static ASKED: AtomicBool = AtomicBool::new(false);

/// What the signal does by itself, while it is traced.
static BEFORE: Mutex<Option<libc::sigaction>> = Mutex::new(None);

thread_local! {
    /// The main context of this thread.
    static HOME: RefCell<Option<v8::Global<v8::Context>>> = const { RefCell::new(None) };
}

extern "C" fn on_signal(_: libc::c_int) {
    let byte = 1u8;
    // SAFETY: write(2) may be called in a signal handler; errno is put back for the code that was interrupted.
    unsafe {
        let errno = libc::__errno_location();
        let saved = *errno;
        libc::write(PIPE.load(Ordering::Relaxed), (&raw const byte).cast(), 1);
        *errno = saved;
    }
}

/// From now on SIGINT is traced, or not. Only on the main thread.
#[op2(nofast)]
pub fn op_process_trace_sigint(scope: &mut v8::PinScope, on: bool) -> Result<(), SysError> {
    if !on {
        restore();
        return Ok(());
    }
    if PIPE.load(Ordering::Relaxed) < 0 {
        let context = scope.get_current_context();
        HOME.set(Some(v8::Global::new(scope, context)));
        let Some(remote) = with_loop(|l| l.remote()) else {
            return Ok(());
        };
        let (reader, writer) = std::io::pipe().syscall("pipe2")?;
        let isolate = scope.thread_safe_handle();
        std::thread::Builder::new()
            .name("sigint".to_owned())
            .stack_size(64 << 10)
            .spawn(move || wait(reader, &isolate, &remote))
            .syscall("clone")?;
        PIPE.store(writer.into_raw_fd(), Ordering::Relaxed);
    }
    let mut before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner);
    if before.is_none() {
        // SAFETY: the structures are plain data, and the handler is a function that lives for ever.
        *before = Some(unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            let mut old: libc::sigaction = std::mem::zeroed();
            action.sa_flags = libc::SA_RESTART;
            action.sa_sigaction = on_signal as extern "C" fn(libc::c_int) as usize;
            libc::sigaction(libc::SIGINT, &raw const action, &raw mut old);
            old
        });
    }
    Ok(())
}

/// The signal does again what it did.
fn restore() {
    let before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(before) = before {
        // SAFETY: this is the action that the kernel gave.
        unsafe { libc::sigaction(libc::SIGINT, &raw const before, std::ptr::null_mut()) };
    }
}

fn wait(mut reader: PipeReader, isolate: &v8::IsolateHandle, remote: &Remote) {
    let mut byte = [0u8];
    while reader.read_exact(&mut byte).is_ok() {
        ASKED.store(true, Ordering::SeqCst);
        isolate.request_interrupt(interrupted, std::ptr::null_mut());
        remote.post(tell);
    }
}

unsafe extern "C" fn interrupted(isolate: v8::UnsafeRawIsolatePtr, _: *mut std::ffi::c_void) {
    // SAFETY: V8 calls with its own isolate, on its thread.
    let mut isolate = unsafe { v8::Isolate::from_raw_isolate_ptr(isolate) };
    let isolate = &mut isolate;
    v8::callback_scope!(unsafe scope, isolate);
    let Some(home) = HOME.with_borrow(Clone::clone) else {
        return;
    };
    let context = v8::Local::new(scope, &home);
    let scope = &mut v8::ContextScope::new(scope, context);
    tell(scope);
}

/// Shows what runs, once for each signal, and lets the signal do the rest.
fn tell(scope: &mut v8::PinScope) {
    if !ASKED.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut text = "KEYBOARD_INTERRUPT: Script execution was interrupted by `SIGINT`\n".to_owned();
    v8::scope!(let scope, scope);
    if let Some(stack) = v8::StackTrace::current_stack_trace(scope, FRAMES) {
        for index in 0..stack.get_frame_count() {
            if let Some(frame) = stack.get_frame(scope, index) {
                append_frame(scope, &mut text, frame);
            }
        }
    }
    let _ = std::io::stderr().write_all(text.as_bytes());
    restore();
    // SAFETY: takes a plain number.
    unsafe { libc::kill(libc::getpid(), libc::SIGINT) };
}

fn append_frame(scope: &mut v8::PinScope, text: &mut String, frame: v8::Local<v8::StackFrame>) {
    let script = frame
        .get_script_name_or_source_url(scope)
        .map(|name| name.to_rust_string_lossy(scope))
        .unwrap_or_default();
    let place = format!(
        "{script}:{}:{}",
        frame.get_line_number(),
        frame.get_column()
    );
    let function = frame
        .get_function_name(scope)
        .map(|name| name.to_rust_string_lossy(scope))
        .unwrap_or_default();
    let _ = if function.is_empty() {
        writeln!(text, "    at {place}")
    } else {
        writeln!(text, "    at {function} ({place})")
    };
}
