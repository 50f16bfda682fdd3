//! The network interfaces of this host.

use std::collections::HashMap;
use std::ffi::CStr;
use std::net::{Ipv4Addr, Ipv6Addr};

use deno_core::{op2, v8};
use ops_core::SysError;

/// Seven values for each address: name, address, netmask, family, MAC, internal, scope id (-1 without one).
#[op2]
pub fn op_os_network_interfaces<'s>(
    scope: &mut v8::PinScope<'s, '_>,
) -> Result<v8::Local<'s, v8::Array>, SysError> {
    let mut first = std::ptr::null_mut();
    // SAFETY: the list is freed below, after its last use.
    if unsafe { libc::getifaddrs(&mut first) } < 0 {
        return Err(SysError::last("uv_interface_addresses"));
    }
    let mut macs = HashMap::new();
    let mut rows = Vec::new();
    let mut at = first;
    while !at.is_null() {
        // SAFETY: `at` is an entry of the list; its pointers are valid until freeifaddrs.
        let entry = unsafe { &*at };
        at = entry.ifa_next;
        // SAFETY: a NUL-terminated name of the list.
        let name = unsafe { CStr::from_ptr(entry.ifa_name) }
            .to_string_lossy()
            .into_owned();
        let up = entry.ifa_flags & libc::IFF_UP as u32 != 0
            && entry.ifa_flags & libc::IFF_RUNNING as u32 != 0;
        if entry.ifa_addr.is_null() || !up {
            continue;
        }
        let internal = entry.ifa_flags & libc::IFF_LOOPBACK as u32 != 0;
        // SAFETY: the family says which struct the address is.
        unsafe {
            match i32::from((*entry.ifa_addr).sa_family) {
                libc::AF_PACKET => {
                    let link = &*entry.ifa_addr.cast::<libc::sockaddr_ll>();
                    let mac: Vec<String> = link.sll_addr[..6]
                        .iter()
                        .map(|b| format!("{b:02x}"))
                        .collect();
                    macs.insert(name, mac.join(":"));
                }
                libc::AF_INET => {
                    let read = |a: *mut libc::sockaddr| {
                        Ipv4Addr::from(u32::from_be(
                            (*a.cast::<libc::sockaddr_in>()).sin_addr.s_addr,
                        ))
                        .to_string()
                    };
                    let mask = if entry.ifa_netmask.is_null() {
                        String::new()
                    } else {
                        read(entry.ifa_netmask)
                    };
                    rows.push((name, read(entry.ifa_addr), mask, "IPv4", internal, -1));
                }
                libc::AF_INET6 => {
                    let read = |a: *mut libc::sockaddr| {
                        Ipv6Addr::from((*a.cast::<libc::sockaddr_in6>()).sin6_addr.s6_addr)
                            .to_string()
                    };
                    let mask = if entry.ifa_netmask.is_null() {
                        String::new()
                    } else {
                        read(entry.ifa_netmask)
                    };
                    let id = (*entry.ifa_addr.cast::<libc::sockaddr_in6>()).sin6_scope_id;
                    rows.push((
                        name,
                        read(entry.ifa_addr),
                        mask,
                        "IPv6",
                        internal,
                        id as i32,
                    ));
                }
                _ => {}
            }
        }
    }
    // SAFETY: the list came from getifaddrs and is not used again.
    unsafe { libc::freeifaddrs(first) };
    let mut flat: Vec<v8::Local<v8::Value>> = Vec::new();
    for (name, address, mask, family, internal, id) in rows {
        let mac = macs.get(&name).map_or("00:00:00:00:00:00", String::as_str);
        for text in [name.as_str(), &address, &mask, family, mac] {
            flat.push(
                v8::String::new(scope, text)
                    .unwrap_or_else(|| v8::String::empty(scope))
                    .into(),
            );
        }
        flat.push(v8::Boolean::new(scope, internal).into());
        flat.push(v8::Integer::new(scope, id).into());
    }
    Ok(v8::Array::new_with_elements(scope, &flat))
}
