//! `TCP`: a listening or connected TCP socket (`tcp_wrap` of Node, `uv_tcp_t`).

use std::rc::Rc;

use deno_core::{CppgcInherits, GarbageCollected, op2, v8};
use ops_core::{JsCallback, permission};

use crate::pending::Pending;
use crate::sockaddr::{SockAddr, name_of};
use crate::stream::{StreamInner, StreamKind};
use crate::sys;
use crate::wrap::LibuvStreamWrap;

const IPV6ONLY: u32 = 1;
const REUSEPORT: u32 = 2;

#[derive(CppgcInherits)]
#[cppgc_inherits_from(LibuvStreamWrap)]
#[repr(C)]
pub struct TCP {
    pub(crate) base: LibuvStreamWrap,
}

// SAFETY: as its base.
unsafe impl GarbageCollected for TCP {
    fn trace(&self, _visitor: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static std::ffi::CStr {
        c"TCP"
    }
}

/// Gives the stream a socket of `family` unless it has a descriptor.
fn ensure_socket(inner: &StreamInner, family: i32) -> i32 {
    if inner.is_closing() {
        return -libc::EINVAL;
    }
    if inner.fd() >= 0 {
        return 0;
    }
    match sys::socket(family, libc::SOCK_STREAM) {
        Ok(fd) => {
            inner.adopt(fd, false);
            0
        }
        Err(error) => error,
    }
}

fn bind(inner: &StreamInner, address: Option<SockAddr>, flags: u32) -> i32 {
    let denied = permission::net();
    if denied < 0 {
        return denied;
    }
    let Some(address) = address else {
        return -libc::EINVAL;
    };
    let v6 = address.family() == libc::AF_INET6;
    if flags & IPV6ONLY != 0 && !v6 {
        return -libc::EINVAL;
    }
    let result = ensure_socket(inner, address.family());
    if result < 0 {
        return result;
    }
    let fd = inner.fd();
    let mut result = sys::set_option(fd, libc::SOL_SOCKET, libc::SO_REUSEADDR, 1);
    if result == 0 && flags & REUSEPORT != 0 {
        result = sys::set_option(fd, libc::SOL_SOCKET, libc::SO_REUSEPORT, 1);
    }
    if result == 0 && v6 {
        result = sys::set_option(
            fd,
            libc::IPPROTO_IPV6,
            libc::IPV6_V6ONLY,
            i32::from(flags & IPV6ONLY != 0),
        );
    }
    if result < 0 {
        return result;
    }
    // SAFETY: the address and its length belong together.
    match sys::check(unsafe { libc::bind(fd, address.as_ptr(), address.len()) }) {
        error if error == -libc::EADDRINUSE => {
            inner.delayed_error.set(error);
            0
        }
        error if error == -libc::EAFNOSUPPORT => -libc::EINVAL,
        result => {
            inner.delayed_error.set(0);
            result
        }
    }
}

fn connect(
    inner: &Rc<StreamInner>,
    address: Option<SockAddr>,
    pending: impl FnOnce() -> Pending,
) -> i32 {
    let denied = permission::net();
    if denied < 0 {
        return denied;
    }
    let Some(address) = address else {
        return -libc::EINVAL;
    };
    if inner.connecting.borrow().is_some() {
        return -libc::EALREADY;
    }
    let result = ensure_socket(inner, address.family());
    if result < 0 {
        return result;
    }
    if inner.delayed_error.get() == 0 {
        let result = loop {
            // SAFETY: the address and its length belong together.
            let result =
                sys::check(unsafe { libc::connect(inner.fd(), address.as_ptr(), address.len()) });
            if result != -libc::EINTR {
                break result;
            }
        };
        match -result {
            0 | libc::EINPROGRESS => {}
            libc::ECONNREFUSED => inner.delayed_error.set(result),
            _ => return result,
        }
    }
    *inner.connecting.borrow_mut() = Some(pending());
    if inner.delayed_error.get() != 0 {
        inner.connect_later();
        return 0;
    }
    inner.update()
}

fn connect_args(
    inner: &Rc<StreamInner>,
    scope: &mut v8::PinScope,
    args: Option<&v8::FunctionCallbackArguments>,
    parse: fn(&str, u16) -> Option<SockAddr>,
) -> i32 {
    let Some(args) = args else {
        return -libc::EINVAL;
    };
    let Ok(request) = v8::Local::<v8::Object>::try_from(args.get(0)) else {
        return -libc::EINVAL;
    };
    let address = args.get(1).to_rust_string_lossy(scope);
    let port = args.get(2).uint32_value(scope).unwrap_or(0) as u16;
    inner.keep(v8::Global::new(scope, args.this()));
    connect(inner, parse(&address, port), || {
        Pending::new(scope, request)
    })
}

fn describe(
    inner: &StreamInner,
    peer: bool,
    scope: &mut v8::PinScope,
    target: v8::Local<v8::Object>,
) -> i32 {
    let delayed = inner.delayed_error.get();
    if delayed != 0 {
        return delayed;
    }
    if inner.fd() < 0 {
        return -libc::EBADF;
    }
    match name_of(inner.fd(), peer) {
        Ok(name) => {
            name.describe(scope, target);
            0
        }
        Err(error) => error,
    }
}

#[op2(inherit = LibuvStreamWrap)]
impl TCP {
    #[constructor]
    #[cppgc]
    fn new(scope: &mut v8::PinScope, kind: Option<i32>) -> TCP {
        let inner = StreamInner::new(scope, StreamKind::Tcp);
        inner.server.set(kind == Some(1));
        TCP {
            base: LibuvStreamWrap { inner },
        }
    }

    /// Takes an open descriptor over.
    #[nofast]
    fn open(&self, #[this] this: v8::Global<v8::Object>, fd: i32) -> i32 {
        let result = sys::set_nonblocking(fd, true);
        if result < 0 {
            return result;
        }
        if !sys::is_socket(fd) {
            return -libc::ENOTSOCK;
        }
        self.base.inner.adopt(fd, true);
        self.base.inner.keep(this);
        0
    }

    fn bind(
        &self,
        #[this] this: v8::Global<v8::Object>,
        #[string] address: String,
        port: u16,
        flags: Option<u32>,
    ) -> i32 {
        self.base.inner.keep(this);
        bind(
            &self.base.inner,
            SockAddr::v4(&address, port),
            flags.unwrap_or(0) & !IPV6ONLY,
        )
    }

    #[rename("bind6")]
    fn bind_6(
        &self,
        #[this] this: v8::Global<v8::Object>,
        #[string] address: String,
        port: u16,
        flags: Option<u32>,
    ) -> i32 {
        self.base.inner.keep(this);
        bind(
            &self.base.inner,
            SockAddr::v6(&address, port),
            flags.unwrap_or(0),
        )
    }

    #[fast]
    fn listen(&self, backlog: i32) -> i32 {
        let inner = &self.base.inner;
        let result = ensure_socket(inner, libc::AF_INET);
        if result < 0 {
            result
        } else {
            inner.listen(backlog)
        }
    }

    /// `connect(req, address, port)`
    #[nofast]
    fn connect(
        &self,
        scope: &mut v8::PinScope,
        #[varargs] args: Option<&v8::FunctionCallbackArguments>,
    ) -> i32 {
        connect_args(&self.base.inner, scope, args, SockAddr::v4)
    }

    #[nofast]
    #[rename("connect6")]
    fn connect_6(
        &self,
        scope: &mut v8::PinScope,
        #[varargs] args: Option<&v8::FunctionCallbackArguments>,
    ) -> i32 {
        connect_args(&self.base.inner, scope, args, SockAddr::v6)
    }

    #[nofast]
    fn getsockname(&self, scope: &mut v8::PinScope, target: v8::Local<v8::Object>) -> i32 {
        describe(&self.base.inner, false, scope, target)
    }

    #[nofast]
    fn getpeername(&self, scope: &mut v8::PinScope, target: v8::Local<v8::Object>) -> i32 {
        describe(&self.base.inner, true, scope, target)
    }

    #[fast]
    fn set_no_delay(&self, on: bool) -> i32 {
        match self.base.inner.fd() {
            -1 => 0,
            fd => sys::set_option(fd, libc::IPPROTO_TCP, libc::TCP_NODELAY, i32::from(on)),
        }
    }

    /// `delay` is in seconds.
    fn set_keep_alive(
        &self,
        on: bool,
        delay: Option<u32>,
        interval: Option<u32>,
        count: Option<u32>,
    ) -> i32 {
        let fd = self.base.inner.fd();
        if fd < 0 {
            return 0;
        }
        let result = sys::set_option(fd, libc::SOL_SOCKET, libc::SO_KEEPALIVE, i32::from(on));
        if result < 0 || !on {
            return result;
        }
        let options = [
            (libc::TCP_KEEPIDLE, delay.filter(|value| *value > 0)),
            (
                libc::TCP_KEEPINTVL,
                Some(interval.filter(|value| *value > 0).unwrap_or(1)),
            ),
            (
                libc::TCP_KEEPCNT,
                Some(count.filter(|value| *value > 0).unwrap_or(10)),
            ),
        ];
        for (name, value) in options {
            let Some(value) = value else { continue };
            let result = sys::set_option(fd, libc::IPPROTO_TCP, name, value.min(32_767) as i32);
            if result < 0 {
                return result;
            }
        }
        0
    }

    #[fast]
    fn set_type_of_service(&self, value: i32) -> i32 {
        let fd = self.base.inner.fd();
        if fd < 0 {
            return -libc::EBADF;
        }
        match sys::get_option(fd, libc::SOL_SOCKET, libc::SO_DOMAIN) {
            Ok(libc::AF_INET6) => sys::set_option(fd, libc::IPPROTO_IPV6, libc::IPV6_TCLASS, value),
            Ok(_) => sys::set_option(fd, libc::IPPROTO_IP, libc::IP_TOS, value),
            Err(error) => error,
        }
    }

    /// The value, or a negative error.
    #[fast]
    fn get_type_of_service(&self) -> i32 {
        let fd = self.base.inner.fd();
        if fd < 0 {
            return -libc::EBADF;
        }
        let value = match sys::get_option(fd, libc::SOL_SOCKET, libc::SO_DOMAIN) {
            Ok(libc::AF_INET6) => sys::get_option(fd, libc::IPPROTO_IPV6, libc::IPV6_TCLASS),
            Ok(_) => sys::get_option(fd, libc::IPPROTO_IP, libc::IP_TOS),
            Err(error) => Err(error),
        };
        value.unwrap_or_else(|error| error)
    }

    /// Closes with a reset instead of an orderly end.
    #[nofast]
    fn reset(&self, scope: &mut v8::PinScope, callback: v8::Local<v8::Value>) -> i32 {
        let inner = &self.base.inner;
        if inner.shutting.borrow().is_some() {
            return -libc::EINVAL;
        }
        if inner.fd() >= 0 {
            let result = sys::set_linger_zero(inner.fd());
            if result < 0 {
                return result;
            }
        }
        let callback = v8::Local::<v8::Function>::try_from(callback).ok();
        let callback = callback.map(|callback| JsCallback::new(scope, callback));
        inner.close(callback);
        0
    }
}
