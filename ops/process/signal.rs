//! Signals for `process.on('SIGINT')` (<https://nodejs.org/api/process.html#signal-events>).
//!
//! The handler of the kernel only writes the number into a pipe. The thread whose loop watches the pipe calls JS.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::rc::Rc;
use std::sync::atomic::{AtomicI32, Ordering};

use deno_core::{op2, v8};
use ops_core::{Alive, JsCallback, SysError, Watch, Watcher, with_loop};

/// The end that the kernel's handler writes into.
static PIPE: AtomicI32 = AtomicI32::new(-1);

struct Handle {
    signal: i32,
    callback: Rc<JsCallback>,
    alive: Option<Alive>,
}

#[derive(Default)]
struct State {
    handles: BTreeMap<u32, Handle>,
    next: u32,
    watch: Option<(Watch, Rc<Reader>)>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

struct Reader {
    read: OwnedFd,
    // Kept open as long as the reader: the handler may still write.
    _write: OwnedFd,
}

impl Watcher for Reader {
    fn ready(self: Rc<Self>, scope: &mut v8::PinScope, _events: u32) {
        let mut numbers = [0u8; 64];
        loop {
            // SAFETY: the array has room for the bytes that are asked for.
            let count = unsafe {
                libc::read(
                    self.read.as_raw_fd(),
                    numbers.as_mut_ptr().cast(),
                    numbers.len(),
                )
            };
            if count <= 0 {
                return;
            }
            for number in &numbers[..count as usize] {
                deliver(scope, i32::from(*number));
                if scope.is_execution_terminating() {
                    return;
                }
            }
        }
    }
}

fn deliver(scope: &mut v8::PinScope, signal: i32) {
    // A callback may start and stop handles, so the list is copied first.
    let callbacks: Vec<(u32, Rc<JsCallback>)> = STATE.with(|state| {
        let state = state.borrow();
        state
            .handles
            .iter()
            .filter(|(_, h)| h.signal == signal)
            .map(|(id, h)| (*id, h.callback.clone()))
            .collect()
    });
    for (id, callback) in callbacks {
        if !STATE.with(|state| state.borrow().handles.contains_key(&id)) {
            continue;
        }
        v8::scope!(let inner, scope);
        let number = v8::Integer::new(inner, signal).into();
        callback.call(inner, &[number]);
    }
}

extern "C" fn on_signal(signal: i32) {
    let byte = signal as u8;
    // SAFETY: write(2) may be called in a signal handler; errno is put back for the code that was interrupted.
    unsafe {
        let errno = libc::__errno_location();
        let saved = *errno;
        libc::write(PIPE.load(Ordering::Relaxed), (&raw const byte).cast(), 1);
        *errno = saved;
    }
}

fn open_pipe() -> Result<(Watch, Rc<Reader>), SysError> {
    let mut ends: [RawFd; 2] = [-1; 2];
    // SAFETY: the array has room for the two descriptors.
    if unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC | libc::O_NONBLOCK) } < 0 {
        return Err(SysError::last("pipe2"));
    }
    // SAFETY: the call has just opened both, and nothing else owns them.
    let (read, write) = unsafe { (OwnedFd::from_raw_fd(ends[0]), OwnedFd::from_raw_fd(ends[1])) };
    PIPE.store(write.as_raw_fd(), Ordering::Relaxed);
    let fd = read.as_raw_fd();
    let reader = Rc::new(Reader {
        read,
        _write: write,
    });
    let watch = with_loop(|l| l.watch(fd, libc::EPOLLIN as u32, reader.clone()));
    let watch = watch.ok_or_else(|| SysError::new(libc::EINVAL, "uv_signal_start"))??;
    Ok((watch, reader))
}

fn set_disposition(signal: i32, handled: bool) -> i32 {
    // SAFETY: the structure is plain data, and the handler is a function that lives for ever.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        libc::sigfillset(&mut action.sa_mask);
        action.sa_flags = libc::SA_RESTART;
        action.sa_sigaction = if handled {
            on_signal as extern "C" fn(i32) as usize
        } else {
            libc::SIG_DFL
        };
        if libc::sigaction(signal, &action, std::ptr::null_mut()) == 0 {
            0
        } else {
            SysError::last("sigaction").errno
        }
    }
}

/// Starts a handle: `callback(signal)` for each signal of this number. Returns its id, or a negative libuv number.
/// It does not keep the loop alive.
#[op2(nofast)]
pub fn op_process_signal_start(
    scope: &mut v8::PinScope,
    signal: i32,
    callback: v8::Local<v8::Function>,
) -> i32 {
    if !(1..=64).contains(&signal) {
        return -libc::EINVAL;
    }
    let callback = Rc::new(JsCallback::new(scope, callback));
    STATE.with(|state| {
        let mut state = state.borrow_mut();
        if state.watch.is_none() {
            match open_pipe() {
                Ok(watch) => state.watch = Some(watch),
                Err(error) => return error.errno,
            }
        }
        let first = !state.handles.values().any(|handle| handle.signal == signal);
        if first {
            let error = set_disposition(signal, true);
            if error != 0 {
                return error;
            }
        }
        state.next += 1;
        let id = state.next;
        state.handles.insert(
            id,
            Handle {
                signal,
                callback,
                alive: None,
            },
        );
        id as i32
    })
}

/// Whether JavaScript of this thread listens to a signal.
pub(crate) fn is_watched(signal: i32) -> bool {
    STATE.with_borrow(|state| state.handles.values().any(|handle| handle.signal == signal))
}

/// Stops a handle. With the last one of a signal its default action returns.
#[op2(fast)]
pub fn op_process_signal_stop(id: u32) {
    let dropped = STATE.with(|state| {
        let mut state = state.borrow_mut();
        let handle = state.handles.remove(&id)?;
        if !state
            .handles
            .values()
            .any(|other| other.signal == handle.signal)
        {
            set_disposition(handle.signal, false);
        }
        Some(handle)
    });
    drop(dropped);
}

/// Whether the handle keeps the loop alive.
#[op2(fast)]
pub fn op_process_signal_ref(id: u32, on: bool) {
    STATE.with(|state| {
        if let Some(handle) = state.borrow_mut().handles.get_mut(&id) {
            handle.alive = if on { with_loop(|l| l.hold()) } else { None };
        }
    });
}

/// Stops all handles of this thread: before its isolate is dropped.
pub fn uninstall() {
    let last = STATE.with(|state| std::mem::take(&mut *state.borrow_mut()));
    for handle in last.handles.values() {
        set_disposition(handle.signal, false);
    }
    drop(last);
}
