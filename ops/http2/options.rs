//! A session's limits and nghttp2's options, from `optionsBuffer`.

use std::ptr;

use libnghttp2_sys as ffi;

use crate::shared;

/// `paddingStrategy`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Padding {
    None,
    Aligned,
    Max,
}

/// What one session allows.
pub struct Limits {
    pub padding: Padding,
    /// Values of headers may have white space around them.
    pub lenient: bool,
    pub header_pairs: usize,
    pub pings: usize,
    pub settings: usize,
    pub memory: usize,
}

/// Pairs of headers when JS says nothing.
const HEADER_PAIRS: u32 = 128;

/// The options of nghttp2, freed with it.
pub struct Options(*mut ffi::nghttp2_option);

impl Options {
    pub fn raw(&self) -> *const ffi::nghttp2_option {
        self.0
    }
}

impl Drop for Options {
    fn drop(&mut self) {
        // SAFETY: it is ours; null is let be.
        unsafe { ffi::nghttp2_option_del(self.0) };
    }
}

/// Reads `optionsBuffer`. `None` when there is no memory.
pub fn read(server: bool) -> Option<(Options, Limits)> {
    let buffer = shared::options();
    let flags = buffer[13];
    let value = |index: usize| (flags & (1 << index) != 0).then(|| buffer[index]);
    let mut option = ptr::null_mut();
    // SAFETY: the pointer is written before it is read.
    if unsafe { ffi::nghttp2_option_new(&raw mut option) } != 0 {
        return None;
    }
    let options = Options(option);
    // SAFETY: the options are ours.
    unsafe {
        // Closed streams are forgotten. What JS has not read stays in the peer's window.
        ffi::nghttp2_option_set_no_closed_streams(option, 1);
        ffi::nghttp2_option_set_no_auto_window_update(option, 1);
        if !server {
            let frames = [ffi::NGHTTP2_ALTSVC, ffi::NGHTTP2_ORIGIN];
            for frame in frames {
                ffi::nghttp2_option_set_builtin_recv_extension_type(option, frame as u8);
            }
        }
        if let Some(size) = value(0) {
            ffi::nghttp2_option_set_max_deflate_dynamic_table_size(option, size as usize);
        }
        if let Some(streams) = value(1) {
            ffi::nghttp2_option_set_max_reserved_remote_streams(option, streams);
        }
        if let Some(length) = value(2) {
            ffi::nghttp2_option_set_max_send_header_block_length(option, length as usize);
        }
        ffi::nghttp2_option_set_peer_max_concurrent_streams(option, value(3).unwrap_or(100));
        if let Some(settings) = value(9) {
            ffi::nghttp2_option_set_max_settings(option, settings as usize);
        }
        if let (Some(rate), Some(burst)) = (value(10), value(11)) {
            ffi::nghttp2_option_set_stream_reset_rate_limit(option, burst.into(), rate.into());
        }
        // `message.rs` looks at messages.
        ffi::nghttp2_option_set_no_http_messaging(option, 1);
    }
    let least = if server { 4 } else { 1 };
    let limits = Limits {
        padding: match value(4) {
            Some(1) => Padding::Aligned,
            Some(2) => Padding::Max,
            _ => Padding::None,
        },
        lenient: value(12).is_some_and(|off| off != 0),
        header_pairs: value(5).unwrap_or(HEADER_PAIRS).max(least) as usize,
        pings: value(6).unwrap_or(10) as usize,
        settings: value(7).unwrap_or(10) as usize,
        memory: value(8).map_or(10_000_000, |megabytes| megabytes as usize * 1_000_000),
    };
    Some((options, limits))
}
