//! nghttp2's callbacks while it sends.

use std::ffi::{c_int, c_void};

use deno_core::v8;
use libnghttp2_sys as ffi;

use crate::callbacks::session;
use crate::options::Padding;
use crate::session::{Session, with_scope};
use crate::shared::Callback;

/// Shorter data goes through nghttp2's own memory.
const COPIED: usize = 1024;

/// Where nghttp2 takes the data of any stream.
pub fn provider() -> ffi::nghttp2_data_provider2 {
    ffi::nghttp2_data_provider2 {
        source: ffi::nghttp2_data_source {
            ptr: std::ptr::null_mut(),
        },
        read_callback: Some(read),
    }
}

unsafe extern "C" fn read(
    _raw: *mut ffi::nghttp2_session,
    id: i32,
    buffer: *mut u8,
    length: usize,
    flags: *mut u32,
    _source: *mut ffi::nghttp2_data_source,
    user_data: *mut c_void,
) -> isize {
    const DEFERRED: isize = ffi::NGHTTP2_ERR_DEFERRED as isize;
    // SAFETY: nghttp2 gives live pointers.
    let session = unsafe { session(user_data) };
    let Some(stream) = session.stream(id) else {
        return DEFERRED;
    };
    if stream.first_byte_sent.get().is_none() {
        stream.first_byte_sent.set(Some(session.clock.get()));
    }
    // Empty writes end when it is their turn.
    loop {
        let mut queue = stream.queue.borrow_mut();
        match queue.front() {
            Some(piece) if piece.bytes.as_slice().is_empty() => {}
            _ => break,
        }
        if let Some(request) = queue.pop_front().and_then(|piece| piece.request) {
            let mut finished = session.finished.borrow_mut();
            finished.push((request, stream.clone()));
        }
    }
    let amount = stream.available.get().min(length);
    if amount > 0 {
        stream.available.set(stream.available.get() - amount);
        session.memory.sub(amount);
        if amount <= COPIED && !session.split.get() {
            let mut at = 0;
            stream.take(&session, amount, |part| {
                // SAFETY: the buffer has room for `length`, and the parts are `amount` together.
                unsafe { std::ptr::copy_nonoverlapping(part.as_ptr(), buffer.add(at), part.len()) };
                at += part.len();
            });
        } else {
            // SAFETY: nghttp2 gives live pointers.
            unsafe { *flags |= ffi::NGHTTP2_DATA_FLAG_NO_COPY };
        }
        stream.sent.set(stream.sent.get() + amount as f64);
    } else if stream.writable.get() {
        return DEFERRED;
    }
    if stream.available.get() == 0 && !stream.writable.get() {
        // SAFETY: as above.
        unsafe { *flags |= ffi::NGHTTP2_DATA_FLAG_EOF };
        if stream.trailers.replace(false) {
            // SAFETY: as above.
            unsafe { *flags |= ffi::NGHTTP2_DATA_FLAG_NO_END_STREAM };
            with_scope(|scope| {
                stream
                    .handle
                    .call(scope, Callback::StreamTrailers, &[])
                    .is_some()
            });
        }
    }
    amount as isize
}

pub unsafe extern "C" fn send_data(
    _raw: *mut ffi::nghttp2_session,
    frame: *mut ffi::nghttp2_frame,
    head: *const u8,
    length: usize,
    _source: *mut ffi::nghttp2_data_source,
    user_data: *mut c_void,
) -> c_int {
    // SAFETY: nghttp2 gives live pointers; the head of a frame has nine bytes.
    let (session, data, head) = unsafe {
        (
            session(user_data),
            (*frame).data,
            std::slice::from_raw_parts(head, 9),
        )
    };
    let Some(stream) = session.stream(data.hd.stream_id) else {
        return ffi::NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    };
    session.append(head);
    // The length of the padding counts as padding.
    let padding = data.padlen.saturating_sub(1);
    if data.padlen > 0 {
        session.append(&[padding as u8]);
    }
    stream.take(&session, length, |part| session.append(part));
    session.append(&[0; 255][..padding.min(255)]);
    0
}

pub unsafe extern "C" fn select_padding(
    _raw: *mut ffi::nghttp2_session,
    frame: *const ffi::nghttp2_frame,
    most: usize,
    user_data: *mut c_void,
) -> isize {
    // SAFETY: nghttp2 gives live pointers.
    let (session, length) = unsafe { (session(user_data), (*frame).hd.length) };
    let padded = match session.limits.padding {
        Padding::None => length,
        Padding::Max => most,
        // With its head a frame has a multiple of eight bytes, if there is room.
        Padding::Aligned => most.min(length + (8 - (length + 9) % 8) % 8),
    };
    padded as isize
}

/// A number of nghttp2 as a code of the protocol.
fn translated(number: c_int) -> u32 {
    match number {
        ffi::NGHTTP2_ERR_STREAM_CLOSED => ffi::NGHTTP2_STREAM_CLOSED,
        ffi::NGHTTP2_ERR_HEADER_COMP => ffi::NGHTTP2_COMPRESSION_ERROR,
        ffi::NGHTTP2_ERR_FRAME_SIZE_ERROR => ffi::NGHTTP2_FRAME_SIZE_ERROR,
        ffi::NGHTTP2_ERR_FLOW_CONTROL => ffi::NGHTTP2_FLOW_CONTROL_ERROR,
        ffi::NGHTTP2_ERR_REFUSED_STREAM => ffi::NGHTTP2_REFUSED_STREAM,
        ffi::NGHTTP2_ERR_PROTO | ffi::NGHTTP2_ERR_HTTP_HEADER | ffi::NGHTTP2_ERR_HTTP_MESSAGING => {
            ffi::NGHTTP2_PROTOCOL_ERROR
        }
        _ => ffi::NGHTTP2_INTERNAL_ERROR,
    }
}

pub unsafe extern "C" fn frame_not_sent(
    _raw: *mut ffi::nghttp2_session,
    frame: *const ffi::nghttp2_frame,
    number: c_int,
    user_data: *mut c_void,
) -> c_int {
    // SAFETY: nghttp2 gives live pointers.
    let (session, head) = unsafe { (session(user_data), (*frame).hd) };
    let closing = matches!(
        number,
        ffi::NGHTTP2_ERR_SESSION_CLOSING
            | ffi::NGHTTP2_ERR_STREAM_CLOSED
            | ffi::NGHTTP2_ERR_STREAM_CLOSING
    );
    // A GOAWAY frame that is not sent leaves it to JS to close the connection.
    if closing && u32::from(head.type_) != ffi::NGHTTP2_GOAWAY {
        return 0;
    }
    with_scope(|scope| {
        let args = [
            v8::Integer::new(scope, head.stream_id).into(),
            v8::Integer::new(scope, i32::from(head.type_)).into(),
            v8::Integer::new_from_unsigned(scope, translated(number)).into(),
        ];
        session
            .handle
            .call(scope, Callback::FrameError, &args)
            .is_some()
    });
    0
}

pub unsafe extern "C" fn frame_sent(
    _raw: *mut ffi::nghttp2_session,
    frame: *const ffi::nghttp2_frame,
    user_data: *mut c_void,
) -> c_int {
    // SAFETY: nghttp2 gives live pointers.
    let (session, kind) = unsafe { (session(user_data), u32::from((*frame).hd.type_)) };
    let count = &session.statistics.frames_sent;
    count.set(count.get() + 1.0);
    if kind == ffi::NGHTTP2_GOAWAY && session.ends_by_itself() {
        session.internal_goaway.set(true);
    }
    0
}

impl Session {
    /// Whether a GOAWAY frame that is sent now is nghttp2's own, after an error of the peer's.
    fn ends_by_itself(&self) -> bool {
        !self.closing.get()
            && !self.destroyed.get()
            && !self.graceful.get()
            && !self.goaway_initiated.get()
    }
}
