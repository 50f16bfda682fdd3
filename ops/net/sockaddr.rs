//! Socket addresses between JS (`address, family, port`) and the kernel (`sockaddr_in`, `sockaddr_in6`).

use std::ffi::CString;
use std::mem::{size_of, zeroed};
use std::net::{Ipv4Addr, Ipv6Addr};

use deno_core::v8;

/// A `sockaddr` of any family with its length.
pub struct SockAddr {
    storage: libc::sockaddr_storage,
    length: libc::socklen_t,
}

impl SockAddr {
    /// An empty one, to be filled by the kernel.
    pub fn empty() -> Self {
        Self {
            // SAFETY: `sockaddr_storage` is plain bytes; all zero is `AF_UNSPEC`.
            storage: unsafe { zeroed() },
            length: size_of::<libc::sockaddr_storage>() as libc::socklen_t,
        }
    }

    /// An IPv4 address; `None` when `address` is not one.
    pub fn v4(address: &str, port: u16) -> Option<Self> {
        let ip: Ipv4Addr = address.parse().ok()?;
        let mut this = Self::empty();
        // SAFETY: `sockaddr_storage` is large and aligned enough for every `sockaddr`.
        let sin = unsafe { &mut *(&raw mut this.storage).cast::<libc::sockaddr_in>() };
        sin.sin_family = libc::AF_INET as libc::sa_family_t;
        sin.sin_port = port.to_be();
        sin.sin_addr.s_addr = u32::from_ne_bytes(ip.octets());
        this.length = size_of::<libc::sockaddr_in>() as libc::socklen_t;
        Some(this)
    }

    /// An IPv6 address with an optional `%zone`; `None` when `address` is not one.
    pub fn v6(address: &str, port: u16) -> Option<Self> {
        let (text, zone) = match address.split_once('%') {
            Some((text, zone)) => (text, Some(zone)),
            None => (address, None),
        };
        let ip: Ipv6Addr = text.parse().ok()?;
        let mut this = Self::empty();
        // SAFETY: as in `v4`.
        let sin = unsafe { &mut *(&raw mut this.storage).cast::<libc::sockaddr_in6>() };
        sin.sin6_family = libc::AF_INET6 as libc::sa_family_t;
        sin.sin6_port = port.to_be();
        sin.sin6_addr.s6_addr = ip.octets();
        sin.sin6_scope_id = zone.map_or(0, zone_index);
        this.length = size_of::<libc::sockaddr_in6>() as libc::socklen_t;
        Some(this)
    }

    /// IPv4 or IPv6, whichever `address` is.
    pub fn ip(address: &str, port: u16) -> Option<Self> {
        Self::v4(address, port).or_else(|| Self::v6(address, port))
    }

    /// A path of the file system, or an abstract name that begins with a zero byte; `None` when it is too long.
    pub fn unix(name: &[u8]) -> Option<Self> {
        let mut this = Self::empty();
        // SAFETY: as in `v4`.
        let sun = unsafe { &mut *(&raw mut this.storage).cast::<libc::sockaddr_un>() };
        if name.is_empty() || name.len() > sun.sun_path.len() {
            return None;
        }
        sun.sun_family = libc::AF_UNIX as libc::sa_family_t;
        for (slot, byte) in sun.sun_path.iter_mut().zip(name) {
            *slot = *byte as libc::c_char;
        }
        let head = std::mem::offset_of!(libc::sockaddr_un, sun_path);
        this.length = if name.first() == Some(&0) {
            (head + name.len()) as libc::socklen_t
        } else {
            size_of::<libc::sockaddr_un>() as libc::socklen_t
        };
        Some(this)
    }

    pub fn family(&self) -> i32 {
        i32::from(self.storage.ss_family)
    }

    pub fn storage(&self) -> libc::sockaddr_storage {
        self.storage
    }

    pub fn as_ptr(&self) -> *const libc::sockaddr {
        (&raw const self.storage).cast()
    }

    pub fn as_mut_ptr(&mut self) -> *mut libc::sockaddr {
        (&raw mut self.storage).cast()
    }

    pub fn len(&self) -> libc::socklen_t {
        self.length
    }

    pub fn len_mut(&mut self) -> &mut libc::socklen_t {
        &mut self.length
    }

    /// `(address, is IPv6, port)`, or `None` for other families.
    pub fn parts(&self) -> Option<(String, bool, u16)> {
        match self.family() {
            libc::AF_INET => {
                // SAFETY: the family says what the storage holds.
                let sin = unsafe { &*self.as_ptr().cast::<libc::sockaddr_in>() };
                let ip = Ipv4Addr::from(sin.sin_addr.s_addr.to_ne_bytes());
                Some((ip.to_string(), false, u16::from_be(sin.sin_port)))
            }
            libc::AF_INET6 => {
                // SAFETY: the family says what the storage holds.
                let sin = unsafe { &*self.as_ptr().cast::<libc::sockaddr_in6>() };
                let ip = Ipv6Addr::from(sin.sin6_addr.s6_addr);
                let mut text = ip.to_string();
                if sin.sin6_scope_id != 0 && (ip.segments()[0] & 0xffc0) == 0xfe80 {
                    text.push('%');
                    text.push_str(&zone_name(sin.sin6_scope_id));
                }
                Some((text, true, u16::from_be(sin.sin6_port)))
            }
            _ => None,
        }
    }

    /// Sets `address`, `family` (`'IPv4'` or `'IPv6'`) and `port` of `target`.
    pub fn describe(&self, scope: &mut v8::PinScope, target: v8::Local<v8::Object>) {
        let (address, is_v6, port) = self.parts().unwrap_or_default();
        let family = if self.parts().is_none() {
            ""
        } else if is_v6 {
            "IPv6"
        } else {
            "IPv4"
        };
        set_string(scope, target, "address", &address);
        set_string(scope, target, "family", family);
        if let Some(key) = v8::String::new(scope, "port") {
            let port = v8::Integer::new(scope, i32::from(port));
            target.set(scope, key.into(), port.into());
        }
    }
}

fn set_string(scope: &mut v8::PinScope, target: v8::Local<v8::Object>, key: &str, value: &str) {
    let (Some(key), Some(value)) = (v8::String::new(scope, key), v8::String::new(scope, value))
    else {
        return;
    };
    target.set(scope, key.into(), value.into());
}

fn zone_index(zone: &str) -> u32 {
    if let Ok(number) = zone.parse::<u32>() {
        return number;
    }
    let Ok(name) = CString::new(zone) else {
        return 0;
    };
    // SAFETY: `name` is a C string that lives through the call.
    unsafe { libc::if_nametoindex(name.as_ptr()) }
}

fn zone_name(index: u32) -> String {
    let mut buffer = [0 as libc::c_char; libc::IF_NAMESIZE];
    // SAFETY: the buffer has the size that the function asks for.
    let found = unsafe { libc::if_indextoname(index, buffer.as_mut_ptr()) };
    if found.is_null() {
        return index.to_string();
    }
    buffer
        .iter()
        .take_while(|c| **c != 0)
        .map(|c| *c as u8 as char)
        .collect()
}

/// The address that `getsockname` or `getpeername` tells, or the negated `errno`.
pub fn name_of(fd: i32, peer: bool) -> Result<SockAddr, i32> {
    let mut name = SockAddr::empty();
    let mut length = name.len();
    // SAFETY: the storage is as large as `length` says.
    let result = unsafe {
        if peer {
            libc::getpeername(fd, name.as_mut_ptr(), &mut length)
        } else {
            libc::getsockname(fd, name.as_mut_ptr(), &mut length)
        }
    };
    if result < 0 {
        return Err(crate::sys::last_error());
    }
    *name.len_mut() = length;
    Ok(name)
}
