//! `Pipe`: a Unix domain socket, a FIFO or an anonymous pipe (`pipe_wrap` of Node, `uv_pipe_t`).

use deno_core::{CppgcInherits, GarbageCollected, op2, v8};

use ops_core::permission;

use crate::pending::Pending;
use crate::sockaddr::SockAddr;
use crate::stream::{StreamInner, StreamKind};
use crate::sys;
use crate::wrap::LibuvStreamWrap;

const SERVER: i32 = 1;
const IPC: i32 = 2;
const UV_READABLE: i32 = 1;
const UV_WRITABLE: i32 = 2;

#[derive(CppgcInherits)]
#[cppgc_inherits_from(LibuvStreamWrap)]
#[repr(C)]
pub struct Pipe {
    pub(crate) base: LibuvStreamWrap,
}

// SAFETY: as its base.
unsafe impl GarbageCollected for Pipe {
    fn trace(&self, _visitor: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static std::ffi::CStr {
        c"Pipe"
    }
}

fn ensure_socket(inner: &StreamInner) -> i32 {
    if inner.is_closing() {
        return -libc::EINVAL;
    }
    if inner.fd() >= 0 {
        return 0;
    }
    match sys::socket(libc::AF_UNIX, libc::SOCK_STREAM) {
        Ok(fd) => {
            inner.adopt(fd, false);
            0
        }
        Err(error) => error,
    }
}

#[op2(inherit = LibuvStreamWrap)]
impl Pipe {
    #[constructor]
    #[cppgc]
    fn new(scope: &mut v8::PinScope, kind: Option<i32>) -> Pipe {
        let inner = StreamInner::new(scope, StreamKind::Pipe);
        inner.server.set(kind == Some(SERVER));
        inner.ipc.set(kind == Some(IPC));
        Pipe {
            base: LibuvStreamWrap { inner },
        }
    }

    /// Takes an open descriptor over. The standard ones keep their blocking mode, which they share with other
    /// processes: one read for each readiness does not block.
    #[nofast]
    fn open(&self, #[this] this: v8::Global<v8::Object>, fd: i32) -> i32 {
        if fd > libc::STDERR_FILENO || sys::is_socket(fd) {
            let result = sys::set_nonblocking(fd, true);
            if result < 0 {
                return result;
            }
        } else if !sys::is_open(fd) {
            return -libc::EBADF;
        }
        self.base.inner.adopt(fd, true);
        self.base.inner.keep(this);
        0
    }

    #[nofast]
    fn bind(&self, #[this] this: v8::Global<v8::Object>, #[string] name: String) -> i32 {
        let denied = permission::net();
        if denied < 0 {
            return denied;
        }
        let inner = &self.base.inner;
        if inner.fd() >= 0 {
            return -libc::EINVAL;
        }
        let Some(address) = SockAddr::unix(name.as_bytes()) else {
            return -libc::EINVAL;
        };
        let result = ensure_socket(inner);
        if result < 0 {
            return result;
        }
        // SAFETY: the address and its length belong together.
        let result = sys::check(unsafe { libc::bind(inner.fd(), address.as_ptr(), address.len()) });
        if result < 0 {
            sys::close(inner.fd.replace(-1));
            // libuv reports a missing folder as it is on Windows.
            return if result == -libc::ENOENT {
                -libc::EACCES
            } else {
                result
            };
        }
        if !name.starts_with('\0') {
            *inner.bound_path.borrow_mut() = Some(name.into_bytes());
        }
        inner.keep(this);
        0
    }

    #[fast]
    fn listen(&self, backlog: i32) -> i32 {
        if self.base.inner.fd() < 0 {
            return -libc::EINVAL;
        }
        self.base.inner.listen(backlog)
    }

    /// `connect(req, name)`
    #[nofast]
    fn connect(
        &self,
        scope: &mut v8::PinScope,
        #[varargs] args: Option<&v8::FunctionCallbackArguments>,
    ) -> i32 {
        let denied = permission::net();
        if denied < 0 {
            return denied;
        }
        let inner = &self.base.inner;
        let Some(args) = args else {
            return -libc::EINVAL;
        };
        let Ok(request) = v8::Local::<v8::Object>::try_from(args.get(0)) else {
            return -libc::EINVAL;
        };
        let name = args.get(1).to_rust_string_lossy(scope);
        let Some(address) = SockAddr::unix(name.as_bytes()) else {
            return -libc::EINVAL;
        };
        let mut error = ensure_socket(inner);
        if error == 0 {
            // SAFETY: the address and its length belong together.
            error =
                sys::check(unsafe { libc::connect(inner.fd(), address.as_ptr(), address.len()) });
        }
        inner.keep(v8::Global::new(scope, args.this()));
        *inner.connecting.borrow_mut() = Some(Pending::new(scope, request));
        if error == 0 || error == -libc::EINPROGRESS {
            return inner.update();
        }
        inner.delayed_error.set(error);
        inner.connect_later();
        0
    }

    /// Lets other users of the machine connect: `mode` is made of `UV_READABLE` and `UV_WRITABLE`.
    #[fast]
    fn fchmod(&self, mode: i32) -> i32 {
        let path = self.base.inner.bound_path.borrow().clone();
        let Some(path) = path else {
            return -libc::EBADF;
        };
        let mut bits = 0;
        if mode & UV_READABLE != 0 {
            bits |= libc::S_IRUSR | libc::S_IRGRP | libc::S_IROTH;
        }
        if mode & UV_WRITABLE != 0 {
            bits |= libc::S_IWUSR | libc::S_IWGRP | libc::S_IWOTH;
        }
        sys::add_mode(&path, bits)
    }
}
