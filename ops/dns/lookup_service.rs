//! `getnameinfo`: an address and a port to names (<https://nodejs.org/api/dns.html#dnslookupserviceaddress-port-callback>).

use std::ffi::CStr;
use std::mem::{size_of, zeroed};
use std::net::IpAddr;

use deno_core::{op2, v8};
use ops_core::JsCallback;

use crate::lookup::resolver_error;

fn names(ip: IpAddr, port: u16) -> Result<(String, String), i32> {
    let mut host = [0 as libc::c_char; libc::NI_MAXHOST as usize];
    let mut service = [0 as libc::c_char; 32];
    // SAFETY: `sockaddr_storage` is large and aligned enough for both kinds; the buffers are as long as is told and
    // hold C strings after a successful call.
    unsafe {
        let mut storage: libc::sockaddr_storage = zeroed();
        let length = match ip {
            IpAddr::V4(ip) => {
                let sin = &mut *(&raw mut storage).cast::<libc::sockaddr_in>();
                sin.sin_family = libc::AF_INET as libc::sa_family_t;
                sin.sin_port = port.to_be();
                sin.sin_addr.s_addr = u32::from_ne_bytes(ip.octets());
                size_of::<libc::sockaddr_in>()
            }
            IpAddr::V6(ip) => {
                let sin = &mut *(&raw mut storage).cast::<libc::sockaddr_in6>();
                sin.sin6_family = libc::AF_INET6 as libc::sa_family_t;
                sin.sin6_port = port.to_be();
                sin.sin6_addr.s6_addr = ip.octets();
                size_of::<libc::sockaddr_in6>()
            }
        };
        let result = libc::getnameinfo(
            (&raw const storage).cast(),
            length as libc::socklen_t,
            host.as_mut_ptr(),
            host.len() as libc::socklen_t,
            service.as_mut_ptr(),
            service.len() as libc::socklen_t,
            libc::NI_NAMEREQD,
        );
        if result != 0 {
            return Err(resolver_error(result));
        }
        let text = |buffer: &[libc::c_char]| {
            CStr::from_ptr(buffer.as_ptr())
                .to_string_lossy()
                .into_owned()
        };
        Ok((text(&host), text(&service)))
    }
}

/// Calls `callback(error, host, service)`: `error` is 0 or a negative number of libuv. Returns at once with a negative
/// number when `address` is not an IP address.
#[op2(nofast, reentrant)]
pub fn op_dns_getnameinfo<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[string] address: String,
    port: u16,
    callback: v8::Local<'s, v8::Function>,
) -> i32 {
    let Ok(ip) = address.parse::<IpAddr>() else {
        return -libc::EINVAL;
    };
    let callback = JsCallback::request(scope, callback, "GETNAMEINFOREQWRAP");
    let denied = ops_core::permission::net();
    ops_core::submit(
        move || match denied {
            0 => names(ip, port),
            denied => Err(denied),
        },
        move |scope, result| {
            let (status, host, service) = match result {
                Ok((host, service)) => (0, host, service),
                Err(error) => (error, String::new(), String::new()),
            };
            let status = v8::Integer::new(scope, status).into();
            let host = v8::String::new(scope, &host)
                .map_or_else(|| v8::undefined(scope).into(), Into::into);
            let service = v8::String::new(scope, &service)
                .map_or_else(|| v8::undefined(scope).into(), Into::into);
            callback.call(scope, &[status, host, service]);
        },
    );
    0
}
