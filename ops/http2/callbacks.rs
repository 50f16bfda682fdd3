//! nghttp2's callbacks while it reads. Those for sending are in `provider.rs`.

use std::ffi::{c_char, c_int, c_void};
use std::rc::Rc;

use deno_core::v8;
use libnghttp2_sys as ffi;

use crate::message::Verdict;
use crate::session::{Session, with_scope};
use crate::shared::Callback;
use crate::stream::Stream;

const CALLBACK_FAILURE: c_int = ffi::NGHTTP2_ERR_CALLBACK_FAILURE;
const TEMPORAL_CALLBACK_FAILURE: c_int = ffi::NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;

pub const TOO_MANY_INVALID_FRAMES: &str = "ERR_HTTP2_TOO_MANY_INVALID_FRAMES";

/// The session that nghttp2 calls for.
///
/// # Safety
/// `user_data` is what `Session::new` gave, and who entered nghttp2 keeps the session.
pub unsafe fn session(user_data: *mut c_void) -> Rc<Session> {
    let pointer = user_data.cast::<Session>().cast_const();
    // SAFETY: the pointer came of an `Rc`, which the caller keeps.
    unsafe {
        Rc::increment_strong_count(pointer);
        Rc::from_raw(pointer)
    }
}

/// nghttp2's list of callbacks.
pub struct Callbacks(*mut ffi::nghttp2_session_callbacks);

impl Callbacks {
    pub fn raw(&self) -> *const ffi::nghttp2_session_callbacks {
        self.0
    }
}

impl Drop for Callbacks {
    fn drop(&mut self) {
        // SAFETY: it is ours.
        unsafe { ffi::nghttp2_session_callbacks_del(self.0) };
    }
}

/// The callbacks of a session, with or without padding.
pub fn callbacks(padded: bool) -> Option<Callbacks> {
    let mut list = std::ptr::null_mut();
    // SAFETY: the list is ours; the functions live forever.
    unsafe {
        if ffi::nghttp2_session_callbacks_new(&raw mut list) != 0 {
            return None;
        }
        use crate::provider;
        ffi::nghttp2_session_callbacks_set_on_begin_headers_callback(list, Some(begin_headers));
        ffi::nghttp2_session_callbacks_set_on_header_callback(list, Some(header));
        ffi::nghttp2_session_callbacks_set_on_frame_recv_callback(list, Some(frame_received));
        ffi::nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(
            list,
            Some(invalid_frame),
        );
        ffi::nghttp2_session_callbacks_set_on_data_chunk_recv_callback(list, Some(data_chunk));
        ffi::nghttp2_session_callbacks_set_on_stream_close_callback(list, Some(stream_closed));
        ffi::nghttp2_session_callbacks_set_error_callback2(list, Some(error));
        ffi::nghttp2_session_callbacks_set_on_frame_not_send_callback(
            list,
            Some(provider::frame_not_sent),
        );
        ffi::nghttp2_session_callbacks_set_on_frame_send_callback(list, Some(provider::frame_sent));
        ffi::nghttp2_session_callbacks_set_send_data_callback(list, Some(provider::send_data));
        if padded {
            ffi::nghttp2_session_callbacks_set_select_padding_callback2(
                list,
                Some(provider::select_padding),
            );
        }
    }
    Some(Callbacks(list))
}

/// The stream that a frame is about: the promised one of a promise.
///
/// # Safety
/// `frame` is a live frame.
pub unsafe fn frame_id(frame: *const ffi::nghttp2_frame) -> i32 {
    // SAFETY: the caller's; the type tells which member of the union is there.
    unsafe {
        if u32::from((*frame).hd.type_) == ffi::NGHTTP2_PUSH_PROMISE {
            (*frame).push_promise.promised_stream_id
        } else {
            (*frame).hd.stream_id
        }
    }
}

/// The kind of a block of headers.
unsafe fn category(frame: *const ffi::nghttp2_frame) -> u32 {
    // SAFETY: as above. A promise is a block of its own kind, for which Node has no name but the first one's.
    unsafe {
        if u32::from((*frame).hd.type_) == ffi::NGHTTP2_HEADERS {
            (*frame).headers.cat
        } else {
            0
        }
    }
}

unsafe extern "C" fn begin_headers(
    raw: *mut ffi::nghttp2_session,
    frame: *const ffi::nghttp2_frame,
    user_data: *mut c_void,
) -> c_int {
    // SAFETY: nghttp2 gives live pointers.
    let (session, id, category) = unsafe { (session(user_data), frame_id(frame), category(frame)) };
    session.block.borrow_mut().clear();
    if let Some(stream) = session.stream(id) {
        if !stream.destroyed.get() {
            stream.start_headers(&session, category);
        }
        *session.current.borrow_mut() = Some(stream);
        return 0;
    }
    let refused = if session.closing.get() {
        Some(ffi::NGHTTP2_REFUSED_STREAM)
    } else if session.can_add_stream() {
        None
    } else {
        let rejected = session.rejected_streams.get();
        session.rejected_streams.set(rejected.saturating_add(1));
        if rejected > session.max_rejected_streams() {
            return CALLBACK_FAILURE;
        }
        Some(ffi::NGHTTP2_ENHANCE_YOUR_CALM)
    };
    if let Some(code) = refused {
        // SAFETY: as above.
        unsafe { ffi::nghttp2_submit_rst_stream(raw, 0, id, code) };
        return TEMPORAL_CALLBACK_FAILURE;
    }
    session.rejected_streams.set(0);
    let stream = with_scope(|scope| Stream::new(scope, &session, id, category, 0));
    *session.current.borrow_mut() = stream;
    0
}

unsafe extern "C" fn header(
    _raw: *mut ffi::nghttp2_session,
    frame: *const ffi::nghttp2_frame,
    name: *const u8,
    name_length: usize,
    value: *const u8,
    value_length: usize,
    flags: u8,
    user_data: *mut c_void,
) -> c_int {
    // SAFETY: nghttp2 gives live pointers and the lengths that belong to them.
    let (session, id, name, value) = unsafe {
        (
            session(user_data),
            frame_id(frame),
            std::slice::from_raw_parts(name, name_length),
            std::slice::from_raw_parts(value, value_length),
        )
    };
    let current = session.current.borrow();
    let Some(stream) = current.as_ref().filter(|stream| stream.id == id) else {
        return TEMPORAL_CALLBACK_FAILURE;
    };
    if stream.destroyed.get() {
        return 0;
    }
    // SAFETY: nghttp2 gives live pointers.
    let (kind, category) = unsafe { (u32::from((*frame).hd.type_), category(frame)) };
    let rules = session.rules(stream, kind, category);
    match stream.message.header(id, rules, name, value) {
        Verdict::Keep => {}
        Verdict::Skip => return 0,
        Verdict::Malformed => {
            return match session.malformed(id) {
                true => CALLBACK_FAILURE,
                false => TEMPORAL_CALLBACK_FAILURE,
            };
        }
    }
    let count = session.block.borrow().len();
    if !stream.takes_header(&session, count, name_length + value_length + 32) {
        let stream = stream.clone();
        drop(current);
        with_scope(|scope| stream.reset(scope, ffi::NGHTTP2_ENHANCE_YOUR_CALM));
        return TEMPORAL_CALLBACK_FAILURE;
    }
    session.block.borrow_mut().push(name, value, flags);
    0
}

unsafe extern "C" fn frame_received(
    _raw: *mut ffi::nghttp2_session,
    frame: *const ffi::nghttp2_frame,
    user_data: *mut c_void,
) -> c_int {
    // SAFETY: nghttp2 gives live pointers.
    let (session, frame) = unsafe { (session(user_data), &*frame) };
    let count = &session.statistics.frames_received;
    count.set(count.get() + 1.0);
    with_scope(|scope| session.frame(scope, frame)).unwrap_or(0)
}

unsafe extern "C" fn invalid_frame(
    _raw: *mut ffi::nghttp2_session,
    _frame: *const ffi::nghttp2_frame,
    number: c_int,
    user_data: *mut c_void,
) -> c_int {
    // SAFETY: nghttp2 gives live pointers.
    let session = unsafe { session(user_data) };
    if session.is_flooded() {
        return 1;
    }
    // SAFETY: a plain question.
    let fatal = unsafe { ffi::nghttp2_is_fatal(number) } != 0;
    if fatal
        || matches!(
            number,
            ffi::NGHTTP2_ERR_STREAM_CLOSED | ffi::NGHTTP2_ERR_FLOW_CONTROL | ffi::NGHTTP2_ERR_PROTO
        )
    {
        with_scope(|scope| session.error(scope, number));
    }
    0
}

unsafe extern "C" fn data_chunk(
    raw: *mut ffi::nghttp2_session,
    _flags: u8,
    id: i32,
    data: *const u8,
    length: usize,
    user_data: *mut c_void,
) -> c_int {
    if length == 0 {
        return 0;
    }
    // SAFETY: nghttp2 gives live pointers and the length that belongs to them. The connection's window opens at once, the
    // stream's as far as JS reads.
    let (session, bytes) = unsafe {
        ffi::nghttp2_session_consume_connection(raw, length);
        (session(user_data), std::slice::from_raw_parts(data, length))
    };
    let Some(stream) = session.stream(id) else {
        return 0;
    };
    if stream.destroyed.get() {
        return 0;
    }
    // For Node data beyond `content-length` ends the connection.
    if stream.message.data(length).is_err() {
        if session.malformed(id) {
            return CALLBACK_FAILURE;
        }
        with_scope(|scope| session.error(scope, ffi::NGHTTP2_ERR_PROTO));
        return 0;
    }
    stream.received.set(stream.received.get() + length as f64);
    with_scope(|scope| stream.deliver(scope, &session, bytes));
    if stream.destroyed.get() {
        return 0;
    }
    if stream.reading.get() {
        // SAFETY: the session lives: its callback runs.
        unsafe { ffi::nghttp2_session_consume_stream(raw, id, length) };
    } else {
        stream.paused_bytes.set(stream.paused_bytes.get() + length);
    }
    0
}

unsafe extern "C" fn stream_closed(
    _raw: *mut ffi::nghttp2_session,
    id: i32,
    code: u32,
    user_data: *mut c_void,
) -> c_int {
    // SAFETY: nghttp2 gives live pointers.
    let session = unsafe { session(user_data) };
    let Some(stream) = session.stream(id) else {
        return 0;
    };
    if stream.destroyed.get() {
        return 0;
    }
    stream.close(code);
    let known = with_scope(|scope| {
        let code = v8::Integer::new_from_unsigned(scope, code).into();
        let reset = v8::Boolean::new(scope, stream.peer_reset.get()).into();
        let answer = stream
            .handle
            .call(scope, Callback::StreamClose, &[code, reset]);
        answer.is_some_and(|answer| !answer.is_false())
    });
    // JS may not have heard of it.
    if known != Some(true) {
        stream.destroy();
    }
    0
}

/// The peer does not speak HTTP/2.
unsafe extern "C" fn error(
    _raw: *mut ffi::nghttp2_session,
    number: c_int,
    _text: *const c_char,
    _length: usize,
    user_data: *mut c_void,
) -> c_int {
    if number == ffi::NGHTTP2_ERR_SETTINGS_EXPECTED {
        // SAFETY: nghttp2 gives live pointers.
        let session = unsafe { session(user_data) };
        with_scope(|scope| session.error(scope, ffi::NGHTTP2_ERR_PROTO));
    }
    0
}

impl Session {
    /// Counts an invalid frame; true when there were too many.
    pub fn is_flooded(&self) -> bool {
        let count = self.invalid_frames.get();
        self.invalid_frames.set(count.saturating_add(1));
        if count > self.max_invalid_frames() {
            self.failure.set(Some(TOO_MANY_INVALID_FRAMES));
            return true;
        }
        false
    }
}
