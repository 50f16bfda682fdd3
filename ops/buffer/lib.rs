//! Bytes and strings of `node:buffer` (<https://nodejs.org/api/buffer.html>).
//!
//! JS: `js/node/buffer.js`, `js/internal/buffer.js`, `js/internal/buffer/`. Tests: `tests/node/buffer/`.
//!
//! Offsets and lengths come from JS as numbers and are held against the bytes that are there at the time of the call.

mod allocate;
mod base64;
mod bytes;
mod compare;
mod copy;
mod error;
mod hex;
mod index_of;
mod slice;
mod swap;
mod transcode;
mod validate;
mod web_base64;
mod write;

#[cfg(test)]
mod tests;

pub use base64::{decode_forgiving, encode as encode_base64};
pub use bytes::bytes_of;
pub use error::BufferError;

deno_core::extension!(
    ops_buffer,
    ops = [
        allocate::op_buffer_uninitialized,
        allocate::op_buffer_aligned_offset,
        allocate::op_buffer_set_detach_key,
        compare::op_buffer_compare,
        compare::op_buffer_compare_offset,
        copy::op_buffer_copy,
        copy::op_buffer_repeat,
        index_of::op_buffer_index_of_string,
        index_of::op_buffer_index_of_bytes,
        index_of::op_buffer_index_of_number,
        slice::op_buffer_ascii_slice,
        slice::op_buffer_base64_slice,
        slice::op_buffer_base64url_slice,
        slice::op_buffer_hex_slice,
        slice::op_buffer_latin1_slice,
        slice::op_buffer_ucs2_slice,
        slice::op_buffer_utf8_slice,
        swap::op_buffer_swap16,
        swap::op_buffer_swap32,
        swap::op_buffer_swap64,
        transcode::op_buffer_transcode,
        validate::op_buffer_is_ascii,
        validate::op_buffer_is_utf8,
        web_base64::op_buffer_atob,
        web_base64::op_buffer_btoa,
        write::op_buffer_base64_write,
        write::op_buffer_byte_length_utf8,
        write::op_buffer_hex_write,
        write::op_buffer_latin1_write,
        write::op_buffer_ucs2_write,
        write::op_buffer_utf8_write,
        write::op_buffer_utf8_write_one_byte,
    ],
);
