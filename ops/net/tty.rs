//! `TTY`: a terminal (`tty_wrap` of Node, `uv_tty_t`), and its mode at exit.

use std::cell::RefCell;
use std::sync::{Mutex, Once, PoisonError};

use deno_core::{CppgcInherits, GarbageCollected, op2, v8};

use crate::guess::{HandleType, guess};
use crate::stream::{StreamInner, StreamKind};
use crate::sys;
use crate::wrap::LibuvStreamWrap;

#[derive(CppgcInherits)]
#[cppgc_inherits_from(LibuvStreamWrap)]
#[repr(C)]
pub struct TTY {
    pub(crate) base: LibuvStreamWrap,
}

// SAFETY: as its base.
unsafe impl GarbageCollected for TTY {
    fn trace(&self, _visitor: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static std::ffi::CStr {
        c"TTY"
    }
}

/// The terminal whose mode was changed, with the mode that it had.
static ORIGINAL: Mutex<Option<(i32, libc::termios)>> = Mutex::new(None);
static AT_EXIT: Once = Once::new();

extern "C" fn at_exit() {
    reset_tty_mode();
}

/// Puts the terminal back into the mode that it had before `setRawMode(true)`. Runs at exit by itself.
pub fn reset_tty_mode() {
    let original = ORIGINAL
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    if let Some((fd, mode)) = original {
        // SAFETY: `mode` is what `tcgetattr` gave.
        unsafe { libc::tcsetattr(fd, libc::TCSANOW, &mode) };
    }
}

fn set_mode(fd: i32, raw: bool) -> i32 {
    // SAFETY: `termios` is plain data that the call fills.
    let mut mode: libc::termios = unsafe { std::mem::zeroed() };
    // SAFETY: as above.
    if unsafe { libc::tcgetattr(fd, &mut mode) } < 0 {
        return sys::last_error();
    }
    {
        let mut original = ORIGINAL.lock().unwrap_or_else(PoisonError::into_inner);
        match *original {
            None if raw => *original = Some((fd, mode)),
            Some((known, before)) if known == fd && !raw => mode = before,
            _ => {}
        }
    }
    if raw {
        // SAFETY: the function takes a plain function pointer.
        AT_EXIT.call_once(|| unsafe {
            libc::atexit(at_exit);
        });
        mode.c_iflag &= !(libc::BRKINT | libc::ICRNL | libc::INPCK | libc::ISTRIP | libc::IXON);
        mode.c_oflag |= libc::ONLCR;
        mode.c_cflag |= libc::CS8;
        mode.c_lflag &= !(libc::ECHO | libc::ICANON | libc::IEXTEN | libc::ISIG);
        mode.c_cc[libc::VMIN] = 1;
        mode.c_cc[libc::VTIME] = 0;
    }
    // SAFETY: `mode` came from `tcgetattr`.
    sys::check(unsafe { libc::tcsetattr(fd, libc::TCSADRAIN, &mode) })
}

thread_local! {
    static RAW: RefCell<Vec<i32>> = const { RefCell::new(Vec::new()) };
}

#[op2(inherit = LibuvStreamWrap)]
impl TTY {
    /// `context.code` and `context.message` tell why there is no terminal.
    #[constructor]
    #[cppgc]
    fn new(scope: &mut v8::PinScope, fd: i32, context: v8::Local<v8::Value>) -> TTY {
        let inner = StreamInner::new(scope, StreamKind::Tty);
        if guess(fd) == HandleType::Tty {
            inner.adopt(fd, true);
        } else if let Ok(context) = v8::Local::<v8::Object>::try_from(context) {
            let errno = if sys::is_open(fd) {
                -libc::EINVAL
            } else {
                -libc::EBADF
            };
            let fields = [
                ("code", ops_core::errno_code(errno).unwrap_or("UNKNOWN")),
                ("message", ops_core::errno_message(errno).unwrap_or("")),
                ("syscall", "uv_tty_init"),
            ];
            for (key, value) in fields {
                if let (Some(key), Some(value)) =
                    (v8::String::new(scope, key), v8::String::new(scope, value))
                {
                    context.set(scope, key.into(), value.into());
                }
            }
            if let Some(key) = v8::String::new(scope, "errno") {
                let value = v8::Integer::new(scope, errno);
                context.set(scope, key.into(), value.into());
            }
        }
        TTY {
            base: LibuvStreamWrap { inner },
        }
    }

    /// Keeps the handle while it is open.
    #[nofast]
    fn open(&self, #[this] this: v8::Global<v8::Object>) -> i32 {
        self.base.inner.keep(this);
        0
    }

    /// Fills `[columns, rows]`; 0 or a negative error.
    #[nofast]
    fn get_window_size(&self, scope: &mut v8::PinScope, target: v8::Local<v8::Array>) -> i32 {
        // SAFETY: `winsize` is plain data that the call fills.
        let mut size: libc::winsize = unsafe { std::mem::zeroed() };
        // SAFETY: as above.
        let result =
            sys::check(unsafe { libc::ioctl(self.base.inner.fd(), libc::TIOCGWINSZ, &mut size) });
        if result == 0 {
            let columns = v8::Integer::new(scope, i32::from(size.ws_col));
            target.set_index(scope, 0, columns.into());
            let rows = v8::Integer::new(scope, i32::from(size.ws_row));
            target.set_index(scope, 1, rows.into());
        }
        result
    }

    #[fast]
    fn set_raw_mode(&self, on: bool) -> i32 {
        let fd = self.base.inner.fd();
        let known = RAW.with(|cell| cell.borrow().contains(&fd));
        if known == on {
            return 0;
        }
        let result = set_mode(fd, on);
        if result == 0 {
            RAW.with(|cell| {
                let mut list = cell.borrow_mut();
                list.retain(|entry| *entry != fd);
                if on {
                    list.push(fd);
                }
            });
        }
        result
    }
}
