//! node:tls over OpenSSL.
//!
//! `SecureContext` is a `SSL_CTX`, `TLSWrap` is a `SSL` between memory BIOs over a stream handle. Each method and each op
//! costs the start of every program, so most of them are one: `run(name, ...)`, and `op_tls_call(name, ...)` for what needs
//! no handle. The names are Node's.
//!
//! JS: `js/node/tls.js`, `js/node/https.js`, `js/internal/tls/`. Tests: `tests/node/tls/`, `tests/node/https/`.

#![cfg_attr(not(feature = "openssl"), allow(dead_code, unused_imports))]

mod handle;

#[cfg(feature = "openssl")]
mod callbacks;
#[cfg(feature = "openssl")]
mod chunks;
#[cfg(feature = "openssl")]
mod context;
#[cfg(feature = "openssl")]
mod engine;
#[cfg(feature = "openssl")]
mod ffi;
#[cfg(feature = "openssl")]
mod key_exchange;
#[cfg(feature = "openssl")]
mod library;
#[cfg(feature = "openssl")]
mod native;
#[cfg(feature = "openssl")]
mod pem;
#[cfg(feature = "openssl")]
mod queries;
#[cfg(feature = "openssl")]
mod reading;
#[cfg(feature = "openssl")]
mod roots;
#[cfg(feature = "openssl")]
mod value;
#[cfg(feature = "openssl")]
mod writing;

#[cfg(feature = "openssl")]
pub use engine::TlsInner;
#[cfg(feature = "openssl")]
pub use native::{ClearReader, connection_of};

deno_core::extension!(
    ops_tls,
    deps = [ops_core],
    ops = [handle::op_tls_call],
    objects = [handle::SecureContext, handle::TLSWrap],
);
