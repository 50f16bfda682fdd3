//! `UDP`: a datagram socket (`udp_wrap` of Node, `uv_udp_t`).

use std::os::fd::{BorrowedFd, OwnedFd};
use std::rc::Rc;

use deno_core::cppgc::{make_cppgc_object, try_unwrap_cppgc_object};
use deno_core::{GarbageCollected, op2, v8};
use ops_core::{JsCallback, permission};

use crate::multicast;
use crate::pending::Pending;
use crate::sockaddr::{SockAddr, name_of};
use crate::strings;
use crate::sys;
use crate::udp_inner::UdpInner;

const IPV6ONLY: u32 = 1;
const REUSEADDR: u32 = 4;
const REUSEPORT: u32 = 64;

pub struct UDP {
    pub(crate) inner: Rc<UdpInner>,
}

// SAFETY: nothing in it is traced: the handles it reaches are `v8::Global`s.
unsafe impl GarbageCollected for UDP {
    fn trace(&self, _visitor: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static std::ffi::CStr {
        c"UDP"
    }
}

/// A new JS handle for an open datagram socket. The handle owns it.
pub fn udp_object<'s>(scope: &mut v8::PinScope<'s, '_>, fd: i32) -> v8::Local<'s, v8::Object> {
    let inner = UdpInner::new(scope);
    inner.fd.set(fd);
    let object = make_cppgc_object(
        scope,
        UDP {
            inner: inner.clone(),
        },
    );
    ops_core::adopt(scope, object, "UDP");
    inner.keep(v8::Global::new(scope, object));
    object
}

/// A duplicate of the descriptor behind a JS handle (`TCP`, `Pipe`, `TTY` or `UDP`), to be sent to a process.
pub fn descriptor_of(isolate: &mut v8::Isolate, value: v8::Local<v8::Value>) -> Option<OwnedFd> {
    let fd = match crate::wrap::stream_of(isolate, value) {
        Some(stream) => stream.fd(),
        None => try_unwrap_cppgc_object::<UDP>(isolate, value)?
            .inner
            .fd
            .get(),
    };
    if fd < 0 {
        return None;
    }
    // SAFETY: the handle keeps the descriptor open through this call.
    unsafe { BorrowedFd::borrow_raw(fd) }
        .try_clone_to_owned()
        .ok()
}

fn bind(inner: &UdpInner, address: Option<SockAddr>, flags: u32) -> i32 {
    let denied = permission::net();
    if denied < 0 {
        return denied;
    }
    let Some(address) = address else {
        return -libc::EINVAL;
    };
    let v6 = address.family() == libc::AF_INET6;
    if flags & !(IPV6ONLY | REUSEADDR | REUSEPORT) != 0 || (flags & IPV6ONLY != 0 && !v6) {
        return -libc::EINVAL;
    }
    let mut result = inner.ensure_socket(address.family());
    let fd = inner.fd.get();
    if result == 0 && flags & REUSEADDR != 0 {
        result = sys::set_option(fd, libc::SOL_SOCKET, libc::SO_REUSEADDR, 1);
    }
    if result == 0 && flags & REUSEPORT != 0 {
        result = sys::set_option(fd, libc::SOL_SOCKET, libc::SO_REUSEPORT, 1);
    }
    if result == 0 && flags & IPV6ONLY != 0 {
        result = sys::set_option(fd, libc::IPPROTO_IPV6, libc::IPV6_V6ONLY, 1);
    }
    if result < 0 {
        return result;
    }
    // SAFETY: the address and its length belong together.
    match sys::check(unsafe { libc::bind(fd, address.as_ptr(), address.len()) }) {
        error if error == -libc::EAFNOSUPPORT => -libc::EINVAL,
        result => result,
    }
}

fn connect(inner: &UdpInner, address: Option<SockAddr>) -> i32 {
    let denied = permission::net();
    if denied < 0 {
        return denied;
    }
    let Some(address) = address else {
        return -libc::EINVAL;
    };
    let result = inner.ensure_socket(address.family());
    if result < 0 {
        return result;
    }
    // SAFETY: the address and its length belong together.
    sys::check(unsafe { libc::connect(inner.fd.get(), address.as_ptr(), address.len()) })
}

impl UDP {
    fn option(&self, v4: i32, v6: i32, value: i32) -> i32 {
        let fd = self.inner.fd.get();
        match sys::get_option(fd, libc::SOL_SOCKET, libc::SO_DOMAIN) {
            Ok(libc::AF_INET6) => sys::set_option(fd, libc::IPPROTO_IPV6, v6, value),
            Ok(_) => sys::set_option(fd, libc::IPPROTO_IP, v4, value),
            Err(error) => error,
        }
    }

    fn describe(&self, peer: bool, scope: &mut v8::PinScope, target: v8::Local<v8::Object>) -> i32 {
        if self.inner.fd.get() < 0 {
            return -libc::EBADF;
        }
        match name_of(self.inner.fd.get(), peer) {
            Ok(name) => {
                name.describe(scope, target);
                0
            }
            Err(error) => error,
        }
    }

    fn send_list(
        &self,
        scope: &mut v8::PinScope,
        request: v8::Local<v8::Object>,
        list: v8::Local<v8::Array>,
        to: Option<SockAddr>,
        family: i32,
    ) -> i32 {
        let result = self
            .inner
            .ensure_socket(to.as_ref().map_or(family, SockAddr::family));
        if result < 0 {
            return result;
        }
        let Some(pieces) = strings::pieces(scope, list, true) else {
            return -libc::EINVAL;
        };
        let slices: Vec<&[u8]> = pieces.iter().map(strings::Chunk::bytes).collect();
        match self
            .inner
            .send(&slices, to, || Pending::new(scope, request))
        {
            Ok(Some(count)) => count as i32 + 1,
            Ok(None) => 0,
            Err(error) => error,
        }
    }
}

#[op2]
impl UDP {
    #[constructor]
    #[cppgc]
    fn new(scope: &mut v8::PinScope) -> UDP {
        UDP {
            inner: UdpInner::new(scope),
        }
    }

    #[nofast]
    fn close(&self, scope: &mut v8::PinScope, callback: v8::Local<v8::Value>) {
        let callback = v8::Local::<v8::Function>::try_from(callback).ok();
        let callback = callback.map(|callback| JsCallback::new(scope, callback));
        self.inner.close(callback);
    }

    #[fast]
    #[rename("ref")]
    fn set_ref(&self) {
        self.inner.set_ref(true);
    }

    #[fast]
    fn unref(&self) {
        self.inner.set_ref(false);
    }

    #[fast]
    fn has_ref(&self) -> bool {
        self.inner.has_ref()
    }

    #[getter]
    fn fd(&self) -> i32 {
        match self.inner.fd.get() {
            -1 => -libc::EBADF,
            fd => fd,
        }
    }

    #[nofast]
    fn open(&self, #[this] this: v8::Global<v8::Object>, fd: i32) -> i32 {
        if self.inner.fd.get() >= 0 {
            return -libc::EBUSY;
        }
        let result = sys::set_nonblocking(fd, true);
        if result < 0 {
            return result;
        }
        self.inner.fd.set(fd);
        self.inner.keep(this);
        0
    }

    fn bind(
        &self,
        #[this] this: v8::Global<v8::Object>,
        #[string] address: String,
        port: u16,
        flags: Option<u32>,
    ) -> i32 {
        self.inner.keep(this);
        bind(
            &self.inner,
            SockAddr::v4(&address, port),
            flags.unwrap_or(0),
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
        self.inner.keep(this);
        bind(
            &self.inner,
            SockAddr::v6(&address, port),
            flags.unwrap_or(0),
        )
    }

    #[nofast]
    fn connect(&self, #[string] address: String, port: u16) -> i32 {
        connect(&self.inner, SockAddr::v4(&address, port))
    }

    #[nofast]
    #[rename("connect6")]
    fn connect_6(&self, #[string] address: String, port: u16) -> i32 {
        connect(&self.inner, SockAddr::v6(&address, port))
    }

    #[fast]
    fn disconnect(&self) -> i32 {
        let nobody = SockAddr::empty();
        // SAFETY: an address of family `AF_UNSPEC` dissolves the association.
        let result = sys::check(unsafe {
            libc::connect(self.inner.fd.get(), nobody.as_ptr(), nobody.len())
        });
        if result == -libc::EAFNOSUPPORT {
            0
        } else {
            result
        }
    }

    #[nofast]
    fn recv_start(&self, #[this] this: v8::Global<v8::Object>) -> i32 {
        self.inner.keep(this);
        self.inner.receive_start()
    }

    #[fast]
    fn recv_stop(&self) -> i32 {
        self.inner.receive_stop()
    }

    /// `send(req, list, count, port, address, hasCallback)`, or `send(req, list, count, hasCallback)` when connected.
    /// Returns the number of bytes + 1 when it is sent, 0 when it waits, or a negative error.
    #[nofast]
    fn send(
        &self,
        scope: &mut v8::PinScope,
        request: v8::Local<v8::Object>,
        list: v8::Local<v8::Array>,
        _count: u32,
        port: v8::Local<v8::Value>,
        address: v8::Local<v8::Value>,
    ) -> i32 {
        if !address.is_string() {
            return self.send_list(scope, request, list, None, libc::AF_INET);
        }
        let address = address.to_rust_string_lossy(scope);
        let port = port.uint32_value(scope).unwrap_or(0) as u16;
        let Some(to) = SockAddr::v4(&address, port) else {
            return -libc::EINVAL;
        };
        self.send_list(scope, request, list, Some(to), libc::AF_INET)
    }

    #[nofast]
    #[rename("send6")]
    fn send_6(
        &self,
        scope: &mut v8::PinScope,
        request: v8::Local<v8::Object>,
        list: v8::Local<v8::Array>,
        _count: u32,
        port: v8::Local<v8::Value>,
        address: v8::Local<v8::Value>,
    ) -> i32 {
        if !address.is_string() {
            return self.send_list(scope, request, list, None, libc::AF_INET6);
        }
        let address = address.to_rust_string_lossy(scope);
        let port = port.uint32_value(scope).unwrap_or(0) as u16;
        let Some(to) = SockAddr::v6(&address, port) else {
            return -libc::EINVAL;
        };
        self.send_list(scope, request, list, Some(to), libc::AF_INET6)
    }

    #[nofast]
    fn getsockname(&self, scope: &mut v8::PinScope, target: v8::Local<v8::Object>) -> i32 {
        self.describe(false, scope, target)
    }

    #[nofast]
    fn getpeername(&self, scope: &mut v8::PinScope, target: v8::Local<v8::Object>) -> i32 {
        self.describe(true, scope, target)
    }

    fn add_membership(&self, #[string] group: String, #[string] interface: Option<String>) -> i32 {
        multicast::membership(&self.inner, &group, interface.as_deref(), true)
    }

    fn drop_membership(&self, #[string] group: String, #[string] interface: Option<String>) -> i32 {
        multicast::membership(&self.inner, &group, interface.as_deref(), false)
    }

    fn add_source_specific_membership(
        &self,
        #[string] source: String,
        #[string] group: String,
        #[string] interface: Option<String>,
    ) -> i32 {
        multicast::source_membership(&self.inner, &source, &group, interface.as_deref(), true)
    }

    fn drop_source_specific_membership(
        &self,
        #[string] source: String,
        #[string] group: String,
        #[string] interface: Option<String>,
    ) -> i32 {
        multicast::source_membership(&self.inner, &source, &group, interface.as_deref(), false)
    }

    #[nofast]
    fn set_multicast_interface(&self, #[string] interface: String) -> i32 {
        multicast::set_interface(self.inner.fd.get(), &interface)
    }

    #[fast]
    #[rename("setMulticastTTL")]
    fn set_multicast_ttl(&self, ttl: i32) -> i32 {
        self.option(libc::IP_MULTICAST_TTL, libc::IPV6_MULTICAST_HOPS, ttl)
    }

    #[fast]
    fn set_multicast_loopback(&self, on: bool) -> i32 {
        self.option(
            libc::IP_MULTICAST_LOOP,
            libc::IPV6_MULTICAST_LOOP,
            i32::from(on),
        )
    }

    #[fast]
    fn set_broadcast(&self, on: bool) -> i32 {
        sys::set_option(
            self.inner.fd.get(),
            libc::SOL_SOCKET,
            libc::SO_BROADCAST,
            i32::from(on),
        )
    }

    #[fast]
    #[rename("setTTL")]
    fn set_ttl(&self, ttl: i32) -> i32 {
        if !(1..=255).contains(&ttl) {
            return -libc::EINVAL;
        }
        self.option(libc::IP_TTL, libc::IPV6_UNICAST_HOPS, ttl)
    }

    /// Sets (unless 0) or reads the size of a kernel buffer; a negative result is an error.
    #[fast]
    fn buffer_size(&self, size: i32, receive: bool) -> i32 {
        let fd = self.inner.fd.get();
        if fd < 0 {
            return -libc::EBADF;
        }
        let name = if receive {
            libc::SO_RCVBUF
        } else {
            libc::SO_SNDBUF
        };
        if size != 0 {
            return match sys::set_option(fd, libc::SOL_SOCKET, name, size) {
                0 => size,
                error => error,
            };
        }
        sys::get_option(fd, libc::SOL_SOCKET, name).unwrap_or_else(|error| error)
    }

    #[fast]
    fn get_send_queue_size(&self) -> f64 {
        self.inner.queued.get() as f64
    }

    #[fast]
    fn get_send_queue_count(&self) -> f64 {
        self.inner.queue_length() as f64
    }
}
