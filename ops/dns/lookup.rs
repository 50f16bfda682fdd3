//! `getaddrinfo`: a name to addresses (<https://nodejs.org/api/dns.html#dnslookuphostname-options-callback>).

use std::ffi::CString;
use std::net::{Ipv4Addr, Ipv6Addr};

use deno_core::{op2, v8};
use ops_core::JsCallback;

/// libuv's number for an error of the resolver (`EAI_*` of glibc).
pub fn resolver_error(error: i32) -> i32 {
    match error {
        libc::EAI_BADFLAGS => -3002,
        libc::EAI_NONAME => -3008,
        libc::EAI_AGAIN => -3001,
        libc::EAI_FAIL => -3004,
        -5 => -3007,
        libc::EAI_FAMILY => -3005,
        libc::EAI_SOCKTYPE => -3011,
        libc::EAI_SERVICE => -3010,
        -9 => -3000,
        libc::EAI_MEMORY => -3006,
        libc::EAI_SYSTEM => -std::io::Error::last_os_error()
            .raw_os_error()
            .unwrap_or(libc::EIO),
        libc::EAI_OVERFLOW => -3009,
        -101 => -3003,
        _ => -3004,
    }
}

/// The addresses of `name`, in the order of the system, each once.
fn resolve(name: &str, family: i32, flags: i32) -> Result<Vec<String>, i32> {
    let Ok(name) = CString::new(name) else {
        return Err(-3008);
    };
    // SAFETY: `addrinfo` is plain data; all zero asks for nothing.
    let mut hints: libc::addrinfo = unsafe { std::mem::zeroed() };
    hints.ai_family = match family {
        4 => libc::AF_INET,
        6 => libc::AF_INET6,
        _ => libc::AF_UNSPEC,
    };
    hints.ai_socktype = libc::SOCK_STREAM;
    hints.ai_flags = flags;
    let mut head: *mut libc::addrinfo = std::ptr::null_mut();
    // SAFETY: the name is a C string; the list that comes back is freed below.
    let result = unsafe { libc::getaddrinfo(name.as_ptr(), std::ptr::null(), &hints, &mut head) };
    if result != 0 {
        return Err(resolver_error(result));
    }
    let mut list: Vec<String> = Vec::new();
    let mut entry = head;
    while !entry.is_null() {
        // SAFETY: a node of the list that `getaddrinfo` made; the family tells the type of its address.
        let text = unsafe {
            let next = (*entry).ai_next;
            let address = (*entry).ai_addr;
            let text = match (*entry).ai_family {
                libc::AF_INET => {
                    let sin = &*address.cast::<libc::sockaddr_in>();
                    Some(Ipv4Addr::from(sin.sin_addr.s_addr.to_ne_bytes()).to_string())
                }
                libc::AF_INET6 => {
                    let sin = &*address.cast::<libc::sockaddr_in6>();
                    Some(Ipv6Addr::from(sin.sin6_addr.s6_addr).to_string())
                }
                _ => None,
            };
            entry = next;
            text
        };
        if let Some(text) = text
            && !list.contains(&text)
        {
            list.push(text);
        }
    }
    // SAFETY: the list came from `getaddrinfo` and is not used any more.
    unsafe { libc::freeaddrinfo(head) };
    if list.is_empty() {
        Err(-3007)
    } else {
        Ok(list)
    }
}

/// Calls `callback(error, addresses)`: `error` is 0 or a negative number of libuv.
#[op2(nofast, reentrant)]
pub fn op_dns_getaddrinfo<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[string] name: String,
    family: i32,
    flags: i32,
    callback: v8::Local<'s, v8::Function>,
) {
    let callback = JsCallback::request(scope, callback, "GETADDRINFOREQWRAP");
    let denied = ops_core::permission::net();
    ops_core::submit(
        move || match denied {
            0 => resolve(&name, family, flags),
            denied => Err(denied),
        },
        move |scope, result| {
            let (status, list) = match result {
                Ok(list) => (0, list),
                Err(error) => (error, Vec::new()),
            };
            let list: Vec<v8::Local<v8::Value>> = list
                .iter()
                .filter_map(|text| v8::String::new(scope, text))
                .map(Into::into)
                .collect();
            let list = v8::Array::new_with_elements(scope, &list);
            let status = v8::Integer::new(scope, status);
            callback.call(scope, &[status.into(), list.into()]);
        },
    );
}
