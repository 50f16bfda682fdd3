//! Host names by the system's own resolver (`getaddrinfo`, `getnameinfo`), on the thread pool.
//! JS: `js/node/dns.js`, `js/internal/dns/`. Tests: `tests/node/dns/`.

mod lookup;
mod lookup_service;

deno_core::extension!(
    ops_dns,
    ops = [
        lookup::op_dns_getaddrinfo,
        lookup_service::op_dns_getnameinfo
    ],
);
