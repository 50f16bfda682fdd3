//! node:crypto over OpenSSL.
//!
//! Two ops and two classes carry the whole module, since each op and each method costs the start of every program:
//! `op_crypto_call(kind, ...)` is a function, `op_crypto_job(kind, callback, ...)` is work that may go to the thread pool,
//! a `CryptoHandle` is any live thing (cipher, key, certificate) whose methods are numbers. The numbers are in
//! `js/internal/crypto/kinds.js` and, on this side, in the `match` of each file. Hash is a class of its own: it is hot.
//!
//! JS: `js/node/crypto.js`, `js/internal/crypto/`. Tests: `tests/node/crypto/`.

#![cfg_attr(not(feature = "openssl"), allow(dead_code, unused_imports))]

mod args;
mod call;
#[cfg(feature = "openssl")]
mod cipher;
#[cfg(feature = "openssl")]
mod cipher_algorithm;
#[cfg(feature = "openssl")]
mod dh;
#[cfg(feature = "openssl")]
mod digest;
#[cfg(feature = "openssl")]
mod ecdh;
mod error;
mod handle;
mod hash;
mod random;
mod text;

#[cfg(feature = "openssl")]
pub mod ffi;
#[cfg(feature = "openssl")]
mod info;
#[cfg(feature = "openssl")]
mod kdf;
#[cfg(feature = "openssl")]
mod key;
#[cfg(feature = "openssl")]
mod key_build;
#[cfg(feature = "openssl")]
mod key_export;
#[cfg(feature = "openssl")]
mod keygen;
#[cfg(feature = "openssl")]
mod library;
#[cfg(feature = "openssl")]
mod mac;
#[cfg(feature = "openssl")]
mod pkcs12;
#[cfg(feature = "openssl")]
pub mod pkey;
#[cfg(feature = "openssl")]
mod prime;
#[cfg(feature = "openssl")]
mod rsa;
#[cfg(feature = "openssl")]
mod sign;
#[cfg(feature = "openssl")]
mod spkac;
#[cfg(feature = "openssl")]
mod web;
#[cfg(feature = "openssl")]
mod x509;
#[cfg(feature = "openssl")]
mod x509_names;

pub use args::Args;
pub use call::{Job, Output};
pub use error::{CryptoError, CryptoResult};
pub use handle::{CryptoHandle, Handle};
#[cfg(feature = "openssl")]
pub use library::ensure;

deno_core::extension!(
    ops_crypto,
    deps = [ops_core],
    ops = [
        call::op_crypto_call,
        call::op_crypto_job,
        hash::op_crypto_hash,
        random::op_crypto_random,
    ],
    objects = [handle::CryptoHandle, hash::Hash],
);
