//! zlib, brotli and Zstandard streams.
//!
//! JS: `js/internal/zlib/`, `js/node/zlib.js`. Tests: `tests/node/zlib/`.

#![cfg_attr(not(feature = "codecs"), allow(dead_code))]

#[cfg(feature = "codecs")]
mod allocator;
#[cfg(feature = "codecs")]
mod brotli;
mod codec;
mod crc32;
mod handle;
mod memory;
#[cfg(feature = "codecs")]
mod open;
mod whole;
#[cfg(feature = "codecs")]
mod zlib;
mod zlib_handle;
#[cfg(feature = "codecs")]
mod zstd;

pub use zlib_handle::Zlib;

deno_core::extension!(
    ops_zlib,
    deps = [ops_core],
    ops = [crc32::op_zlib_crc32],
    objects = [zlib_handle::Zlib],
);
