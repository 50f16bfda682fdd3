//! Multicast groups of a datagram socket.

use std::mem::size_of;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::sockaddr::SockAddr;
use crate::sys;
use crate::udp_inner::UdpInner;

fn set<T>(fd: i32, level: i32, name: i32, value: &T) -> i32 {
    // SAFETY: `value` lives through the call and has the size that is told.
    sys::check(unsafe {
        libc::setsockopt(
            fd,
            level,
            name,
            (&raw const *value).cast(),
            size_of::<T>() as libc::socklen_t,
        )
    })
}

fn in_addr(ip: Ipv4Addr) -> libc::in_addr {
    libc::in_addr {
        s_addr: u32::from_ne_bytes(ip.octets()),
    }
}

/// The index of the interface that an IPv6 address with a zone names; 0 lets the kernel choose.
fn interface_index(interface: Option<&str>) -> Option<u32> {
    let Some(interface) = interface else {
        return Some(0);
    };
    let address = SockAddr::v6(interface, 0)?;
    // SAFETY: the address is an IPv6 one.
    Some(unsafe { (*address.as_ptr().cast::<libc::sockaddr_in6>()).sin6_scope_id })
}

/// A socket that is made for a membership is bound to any port, as a first send does.
fn ensure(inner: &UdpInner, v6: bool) -> i32 {
    if inner.fd.get() >= 0 {
        return 0;
    }
    let result = inner.ensure_socket(if v6 { libc::AF_INET6 } else { libc::AF_INET });
    if result < 0 {
        return result;
    }
    let any = if v6 {
        SockAddr::v6("::", 0)
    } else {
        SockAddr::v4("0.0.0.0", 0)
    };
    let Some(any) = any else { return -libc::EINVAL };
    // SAFETY: the address and its length belong together.
    sys::check(unsafe { libc::bind(inner.fd.get(), any.as_ptr(), any.len()) })
}

/// Joins or leaves a group; 0 or a negative error.
pub fn membership(inner: &UdpInner, group: &str, interface: Option<&str>, join: bool) -> i32 {
    if let Ok(group) = group.parse::<Ipv4Addr>() {
        let result = ensure(inner, false);
        if result < 0 {
            return result;
        }
        let interface = match interface.map(str::parse::<Ipv4Addr>) {
            None => Ipv4Addr::UNSPECIFIED,
            Some(Ok(ip)) => ip,
            Some(Err(_)) => return -libc::EINVAL,
        };
        let request = libc::ip_mreq {
            imr_multiaddr: in_addr(group),
            imr_interface: in_addr(interface),
        };
        let name = if join {
            libc::IP_ADD_MEMBERSHIP
        } else {
            libc::IP_DROP_MEMBERSHIP
        };
        return set(inner.fd.get(), libc::IPPROTO_IP, name, &request);
    }
    let Ok(group) = group.split('%').next().unwrap_or("").parse::<Ipv6Addr>() else {
        return -libc::EINVAL;
    };
    let result = ensure(inner, true);
    if result < 0 {
        return result;
    }
    let Some(index) = interface_index(interface) else {
        return -libc::EINVAL;
    };
    let request = libc::ipv6_mreq {
        ipv6mr_multiaddr: libc::in6_addr {
            s6_addr: group.octets(),
        },
        ipv6mr_interface: index,
    };
    let name = if join {
        libc::IPV6_ADD_MEMBERSHIP
    } else {
        libc::IPV6_DROP_MEMBERSHIP
    };
    set(inner.fd.get(), libc::IPPROTO_IPV6, name, &request)
}

#[repr(C)]
struct GroupSource {
    interface: u32,
    group: libc::sockaddr_storage,
    source: libc::sockaddr_storage,
}

const MCAST_JOIN_SOURCE_GROUP: i32 = 46;
const MCAST_LEAVE_SOURCE_GROUP: i32 = 47;

/// Joins or leaves a group for the datagrams of one sender; 0 or a negative error.
pub fn source_membership(
    inner: &UdpInner,
    source: &str,
    group: &str,
    interface: Option<&str>,
    join: bool,
) -> i32 {
    if let (Ok(source), Ok(group)) = (source.parse::<Ipv4Addr>(), group.parse::<Ipv4Addr>()) {
        let result = ensure(inner, false);
        if result < 0 {
            return result;
        }
        let interface = match interface.map(str::parse::<Ipv4Addr>) {
            None => Ipv4Addr::UNSPECIFIED,
            Some(Ok(ip)) => ip,
            Some(Err(_)) => return -libc::EINVAL,
        };
        let request = libc::ip_mreq_source {
            imr_multiaddr: in_addr(group),
            imr_interface: in_addr(interface),
            imr_sourceaddr: in_addr(source),
        };
        let name = if join {
            libc::IP_ADD_SOURCE_MEMBERSHIP
        } else {
            libc::IP_DROP_SOURCE_MEMBERSHIP
        };
        return set(inner.fd.get(), libc::IPPROTO_IP, name, &request);
    }
    let (Some(source), Some(group)) = (SockAddr::v6(source, 0), SockAddr::v6(group, 0)) else {
        return -libc::EINVAL;
    };
    let result = ensure(inner, true);
    if result < 0 {
        return result;
    }
    let Some(index) = interface_index(interface) else {
        return -libc::EINVAL;
    };
    let request = GroupSource {
        interface: index,
        group: group.storage(),
        source: source.storage(),
    };
    let name = if join {
        MCAST_JOIN_SOURCE_GROUP
    } else {
        MCAST_LEAVE_SOURCE_GROUP
    };
    set(inner.fd.get(), libc::IPPROTO_IPV6, name, &request)
}

/// The interface that multicast datagrams leave by.
pub fn set_interface(fd: i32, interface: &str) -> i32 {
    match sys::get_option(fd, libc::SOL_SOCKET, libc::SO_DOMAIN) {
        Ok(libc::AF_INET6) => {
            let Some(index) = interface_index(Some(interface)) else {
                return -libc::EINVAL;
            };
            set(fd, libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_IF, &index)
        }
        Ok(_) => match interface.parse::<Ipv4Addr>() {
            Ok(ip) => set(fd, libc::IPPROTO_IP, libc::IP_MULTICAST_IF, &in_addr(ip)),
            Err(_) => -libc::EINVAL,
        },
        Err(error) => error,
    }
}
