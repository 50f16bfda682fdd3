//! The handle class `Process`: one child. Its end is seen through a pidfd in the loop's epoll set.

use std::cell::{Cell, RefCell};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::rc::Rc;

use deno_core::{GarbageCollected, op2, v8};
use ops_core::permission::{self, Permission};
use ops_core::{Alive, Events, SysError, Watch, Watcher, call_method, with_loop};

use crate::spawn::{Command, spawn};

/// A connected pair of stream sockets `[parent, child]`, both close-on-exec: what Node calls a pipe.
#[op2]
pub fn op_child_process_socketpair<'s>(
    scope: &mut v8::PinScope<'s, '_>,
) -> Result<v8::Local<'s, v8::Array>, SysError> {
    let mut fds = [0i32; 2];
    // SAFETY: the array has room for the two descriptors.
    if unsafe {
        libc::socketpair(
            libc::AF_UNIX,
            libc::SOCK_STREAM | libc::SOCK_CLOEXEC,
            0,
            fds.as_mut_ptr(),
        )
    } < 0
    {
        return Err(SysError::last("socketpair"));
    }
    let fds = fds.map(|fd| v8::Integer::new(scope, fd).into());
    Ok(v8::Array::new_with_elements(scope, &fds))
}

/// Closes the child's end of a pair after the start.
#[op2(fast)]
pub fn op_child_process_close_fd(fd: i32) {
    // SAFETY: JS closes only what `op_child_process_socketpair` gave it; a bad number is an error, not undefined.
    unsafe { libc::close(fd) };
}

struct Running {
    pidfd: OwnedFd,
    watch: Option<Watch>,
    alive: Option<Alive>,
    /// The JS object, which must live while the child runs.
    object: v8::Global<v8::Object>,
}

struct Inner {
    pid: Cell<i32>,
    referenced: Cell<bool>,
    running: RefCell<Option<Running>>,
}

/// `Process` of Node's internals. JS sets `onexit(code, signal)` on it.
pub struct Process {
    inner: Rc<Inner>,
}

// SAFETY: the struct holds no traced handles; its global is a root and is dropped when the child has ended.
unsafe impl GarbageCollected for Process {
    fn trace(&self, _: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static std::ffi::CStr {
        c"Process"
    }
}

pub(crate) fn strings(scope: &mut v8::PinScope, list: v8::Local<v8::Array>) -> Vec<String> {
    let mut out = Vec::with_capacity(list.length() as usize);
    for index in 0..list.length() {
        if let Some(item) = list.get_index(scope, index) {
            out.push(item.to_rust_string_lossy(scope));
        }
    }
    out
}

fn numbers(scope: &mut v8::PinScope, list: v8::Local<v8::Array>) -> Vec<i32> {
    (0..list.length())
        .filter_map(|index| list.get_index(scope, index))
        .map(|item| item.int32_value(scope).unwrap_or(-1))
        .collect()
}

/// Reads the arguments that `spawn` and `spawnSync` share. `env` may be undefined; `uid` and `gid` are -1 when unset.
pub(crate) fn command(
    scope: &mut v8::PinScope,
    file: String,
    args: v8::Local<v8::Array>,
    cwd: Option<String>,
    env: v8::Local<v8::Value>,
    stdio: v8::Local<v8::Array>,
    detached: bool,
    uid: i32,
    gid: i32,
) -> Command {
    let args = strings(scope, args);
    let env = v8::Local::<v8::Array>::try_from(env)
        .ok()
        .map(|list| strings(scope, list));
    let stdio = numbers(scope, stdio);
    let id = |value: i32| (value >= 0).then_some(value as u32);
    Command {
        file,
        args,
        cwd,
        env,
        stdio,
        detached,
        uid: id(uid),
        gid: id(gid),
    }
}

#[op2]
impl Process {
    #[constructor]
    #[cppgc]
    fn new() -> Process {
        Process {
            inner: Rc::new(Inner {
                pid: Cell::new(0),
                referenced: Cell::new(true),
                running: RefCell::default(),
            }),
        }
    }

    /// Starts the child. 0, or a negative libuv number.
    #[reentrant]
    fn spawn(
        &self,
        #[this] this: v8::Global<v8::Object>,
        scope: &mut v8::PinScope,
        #[string] file: String,
        args: v8::Local<v8::Array>,
        #[string] cwd: Option<String>,
        env: v8::Local<v8::Value>,
        stdio: v8::Local<v8::Array>,
        detached: bool,
        #[smi] uid: i32,
        #[smi] gid: i32,
    ) -> Result<i32, SysError> {
        permission::check(Permission::ChildProcess, &file)?;
        let command = command(scope, file, args, cwd, env, stdio, detached, uid, gid);
        Ok(match self.start(&command, this) {
            Ok(()) => 0,
            Err(error) => error.errno,
        })
    }

    /// The child's pid; 0 before the start.
    #[getter]
    fn pid(&self) -> i32 {
        self.inner.pid.get()
    }

    /// Sends a signal. 0, or a negative libuv number (`ESRCH` once the child has been waited for).
    #[fast]
    fn kill(&self, #[smi] signal: i32) -> i32 {
        let running = self.inner.running.borrow();
        let Some(running) = running.as_ref() else {
            return -libc::ESRCH;
        };
        // SAFETY: a plain system call; the pidfd is open, so the signal cannot hit a stranger.
        let result = unsafe {
            libc::syscall(
                libc::SYS_pidfd_send_signal,
                running.pidfd.as_raw_fd(),
                signal,
                std::ptr::null::<u8>(),
                0,
            )
        };
        if result < 0 {
            SysError::last("kill").errno
        } else {
            0
        }
    }

    #[fast]
    #[rename("ref")]
    fn reference(&self) {
        self.inner.set_referenced(true);
    }

    #[fast]
    fn unref(&self) {
        self.inner.set_referenced(false);
    }

    #[fast]
    fn has_ref(&self) -> bool {
        self.inner.referenced.get() && self.inner.running.borrow().is_some()
    }

    /// Stops watching; `callback` runs in the close phase.
    #[nofast]
    fn close(&self, scope: &mut v8::PinScope, callback: v8::Local<v8::Value>) {
        let last = self.inner.running.borrow_mut().take();
        drop(last);
        let Ok(callback) = v8::Local::<v8::Function>::try_from(callback) else {
            return;
        };
        let callback = ops_core::JsCallback::new(scope, callback);
        with_loop(|l| l.close(move |scope| callback.call(scope, &[])));
    }
}

impl Process {
    fn start(&self, command: &Command, this: v8::Global<v8::Object>) -> Result<(), SysError> {
        let event_loop =
            with_loop(Rc::clone).ok_or_else(|| SysError::new(libc::EINVAL, "spawn"))?;
        let pid = spawn(command)?;
        self.inner.pid.set(pid);
        // SAFETY: a plain system call; the result is checked before it becomes an owned descriptor. The child is not
        // waited for by anybody else, so the pid is still its own.
        let pidfd = unsafe {
            let fd = libc::syscall(libc::SYS_pidfd_open, pid, 0);
            if fd < 0 {
                return Err(SysError::last("spawn"));
            }
            OwnedFd::from_raw_fd(fd as i32)
        };
        let watch = event_loop.watch(
            pidfd.as_raw_fd(),
            libc::EPOLLIN as Events,
            self.inner.clone(),
        )?;
        let alive = self.inner.referenced.get().then(|| event_loop.hold());
        *self.inner.running.borrow_mut() = Some(Running {
            pidfd,
            watch: Some(watch),
            alive,
            object: this,
        });
        Ok(())
    }
}

impl Inner {
    fn set_referenced(&self, on: bool) {
        self.referenced.set(on);
        if let Some(running) = self.running.borrow_mut().as_mut() {
            running.alive = if on {
                running.alive.take().or_else(|| with_loop(|l| l.hold()))
            } else {
                None
            };
        }
    }
}

impl Watcher for Inner {
    fn ready(self: Rc<Self>, scope: &mut v8::PinScope, _: Events) {
        let mut status = 0;
        // SAFETY: `status` lives through the call; only this handle waits for this pid.
        let pid = unsafe { libc::waitpid(self.pid.get(), &mut status, libc::WNOHANG) };
        if pid == 0 {
            return;
        }
        let Some(mut running) = self.running.borrow_mut().take() else {
            return;
        };
        running.watch.take();
        running.alive.take();
        let (code, signal) = if pid < 0 {
            (0, 0)
        } else if libc::WIFSIGNALED(status) {
            (0, libc::WTERMSIG(status))
        } else {
            (libc::WEXITSTATUS(status), 0)
        };
        let object = v8::Local::new(scope, &running.object);
        let code = v8::Integer::new(scope, code).into();
        let signal = v8::Integer::new(scope, signal).into();
        call_method(scope, object, "onexit", &[code, signal]);
    }
}
