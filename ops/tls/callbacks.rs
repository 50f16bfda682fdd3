//! OpenSSL's callbacks: they note what happened. Only ALPN and PSK must ask JS at once.

use std::ffi::{CStr, c_char, c_int, c_uchar, c_uint, c_void};
use std::ptr;

use deno_core::v8;
use openssl_sys as ffi;

use crate::engine::{Door, Event, TlsInner, current_context};
use crate::{ffi as more, value};

/// The connection that a `SSL` belongs to.
///
/// # Safety
/// `ssl` is a `SSL` made by `TlsInner::new`.
unsafe fn inner<'a>(ssl: *const ffi::SSL) -> Option<&'a TlsInner> {
    // SAFETY: the slot holds null or a pointer to the `TlsInner` that owns the SSL.
    unsafe {
        ffi::SSL_get_ex_data(ssl, 0)
            .cast::<TlsInner>()
            .cast_const()
            .as_ref()
    }
}

/// Sets them on a new context.
///
/// # Safety
/// `context` is a live `SSL_CTX`.
pub unsafe fn install(context: *mut ffi::SSL_CTX) {
    // SAFETY: the functions live forever.
    unsafe {
        more::SSL_CTX_set_info_callback(context, Some(info));
        ffi::SSL_CTX_sess_set_new_cb(context, Some(new_session));
        ffi::SSL_CTX_sess_set_get_cb(context, Some(get_session));
        ffi::SSL_CTX_set_tlsext_status_cb(context, Some(status));
        ffi::SSL_CTX_set_client_hello_cb(context, Some(client_hello), ptr::null_mut());
        more::SSL_CTX_set_tlsext_ticket_key_evp_cb(context, Some(ticket_key));
        ffi::SSL_CTX_set_keylog_callback(context, Some(keylog));
        ffi::SSL_CTX_set_alpn_select_cb__fixed_rust(context, Some(alpn), ptr::null_mut());
    }
}

/// Every certificate passes here: JS asks for the result later.
pub extern "C" fn verified(_: c_int, _: *mut ffi::X509_STORE_CTX) -> c_int {
    1
}

unsafe extern "C" fn info(ssl: *const ffi::SSL, place: c_int, _value: c_int) {
    // SAFETY: OpenSSL gives a live SSL.
    let Some(inner) = (unsafe { inner(ssl) }) else {
        return;
    };
    // After the handshake of TLS 1.3 there is no other one: these are tickets.
    // SAFETY: as above.
    if inner.handshaken.get() && unsafe { ffi::SSL_version(ssl) } == ffi::TLS1_3_VERSION {
        return;
    }
    if place & more::SSL_CB_HANDSHAKE_START != 0 {
        inner.events.borrow_mut().push_back(Event::HandshakeStart);
    }
    // SAFETY: as above.
    let pending = unsafe { more::SSL_renegotiate_pending(ssl) } != 0;
    // A server's request to negotiate again is no end of a handshake.
    if place & more::SSL_CB_HANDSHAKE_DONE != 0 && !pending {
        inner.handshaken.set(true);
        inner.events.borrow_mut().push_back(Event::HandshakeDone);
    }
}

unsafe extern "C" fn keylog(ssl: *const ffi::SSL, line: *const c_char) {
    // SAFETY: OpenSSL gives a live SSL and a text that ends with a zero.
    unsafe {
        if let Some(inner) = inner(ssl)
            && inner.keylog_wanted.get()
        {
            let mut line = CStr::from_ptr(line).to_bytes().to_vec();
            line.push(b'\n');
            inner.events.borrow_mut().push_back(Event::Keylog(line));
        }
    }
}

/// A session as bytes, empty when it cannot be.
///
/// # Safety
/// `session` is a live session.
pub unsafe fn session_bytes(session: *mut ffi::SSL_SESSION) -> Vec<u8> {
    // SAFETY: the first call tells the length, the second writes as much.
    unsafe {
        let length = ffi::i2d_SSL_SESSION(session, ptr::null_mut());
        let mut bytes = vec![0u8; length.max(0) as usize];
        let mut out = bytes.as_mut_ptr();
        if length > 0 {
            ffi::i2d_SSL_SESSION(session, &raw mut out);
        }
        bytes
    }
}

unsafe extern "C" fn new_session(ssl: *mut ffi::SSL, session: *mut ffi::SSL_SESSION) -> c_int {
    // SAFETY: both are live.
    unsafe {
        let Some(inner) = inner(ssl) else { return 0 };
        if !inner.sessions_wanted.get() {
            return 0;
        }
        let bytes = session_bytes(session);
        // Node keeps no session that is larger than this.
        if bytes.is_empty() || bytes.len() > 10 * 1024 {
            return 0;
        }
        let mut length = 0;
        let id = ffi::SSL_SESSION_get_id(session, &raw mut length);
        let id = std::slice::from_raw_parts(id, length as usize).to_vec();
        let context = current_context();
        match context {
            // The session that the program asks for meanwhile is this one: a further ticket may follow at once.
            Some(context) if !inner.server && inner.established.get() => {
                v8::callback_scope!(unsafe scope, context);
                let id = value::bytes(scope, &id);
                let session = value::bytes(scope, &bytes);
                inner.call_js(scope, Door::Js, "onnewsession", &[id, session]);
            }
            _ => inner
                .events
                .borrow_mut()
                .push_back(Event::NewSession(id, bytes)),
        }
    }
    0
}

unsafe extern "C" fn get_session(
    ssl: *mut ffi::SSL,
    _id: *const c_uchar,
    _length: c_int,
    copy: *mut c_int,
) -> *mut ffi::SSL_SESSION {
    // SAFETY: the SSL is live; what is returned is OpenSSL's from now on.
    unsafe {
        *copy = 0;
        inner(ssl).map_or(ptr::null_mut(), |inner| {
            inner.next_session.replace(ptr::null_mut())
        })
    }
}

/// On the client the answer came; on the server it is asked for.
unsafe extern "C" fn status(ssl: *mut ffi::SSL, _: *mut c_void) -> c_int {
    // SAFETY: the SSL is live; the response is copied into memory that OpenSSL frees.
    unsafe {
        let Some(inner) = inner(ssl) else { return 1 };
        if !inner.server {
            let mut data: *mut u8 = ptr::null_mut();
            let length = ffi::SSL_get_tlsext_status_ocsp_resp(ssl, &raw mut data);
            let response = (length >= 0 && !data.is_null())
                .then(|| std::slice::from_raw_parts(data, length as usize).to_vec());
            inner.events.borrow_mut().push_back(Event::Ocsp(response));
            return 1;
        }
        let Some(response) = inner.ocsp_response.borrow_mut().take() else {
            return 3;
        };
        let memory = ffi::CRYPTO_malloc(response.len(), c"".as_ptr(), 0).cast::<u8>();
        if memory.is_null() {
            return 2;
        }
        ptr::copy_nonoverlapping(response.as_ptr(), memory, response.len());
        ffi::SSL_set_tlsext_status_ocsp_resp(ssl, memory, response.len() as _);
        0
    }
}

/// Tickets with the 48 bytes of `ticketKeys`: a name, a key for HMAC and one for AES. A ticket that was good once is not
/// renewed, which OpenSSL would do by itself.
unsafe extern "C" fn ticket_key(
    ssl: *mut ffi::SSL,
    name: *mut c_uchar,
    iv: *mut c_uchar,
    cipher: *mut ffi::EVP_CIPHER_CTX,
    mac: *mut c_void,
    encrypt: c_int,
) -> c_int {
    // SAFETY: the SSL is live, name and IV have 16 bytes, and the contexts are OpenSSL's, which copies what it gets.
    unsafe {
        let Some(inner) = inner(ssl) else { return -1 };
        let mut keys = inner.context.borrow().ticket_keys();
        if encrypt != 0 {
            ptr::copy_nonoverlapping(keys.as_ptr(), name, 16);
            if ffi::RAND_bytes(iv, 16) != 1 {
                return -1;
            }
        } else if std::slice::from_raw_parts(name, 16) != &keys[..16] {
            return 0;
        }
        let parameters = [
            more::OSSL_PARAM_construct_octet_string(
                c"key".as_ptr(),
                keys.as_mut_ptr().add(16).cast(),
                16,
            ),
            more::OSSL_PARAM_construct_utf8_string(
                c"digest".as_ptr(),
                c"SHA256".as_ptr().cast_mut(),
                0,
            ),
            more::OSSL_PARAM_construct_end(),
        ];
        let key = keys.as_ptr().add(32);
        let done = more::EVP_MAC_CTX_set_params(mac, parameters.as_ptr()) == 1
            && ffi::EVP_CipherInit_ex(
                cipher,
                ffi::EVP_aes_128_cbc(),
                ptr::null_mut(),
                key,
                iv,
                encrypt,
            ) == 1;
        if done { 1 } else { -1 }
    }
}

/// The name in a `server_name` extension.
fn server_name(extension: &[u8]) -> Option<String> {
    let list = extension.get(2..)?;
    if list.first() != Some(&0) {
        return None;
    }
    let length = usize::from(u16::from_be_bytes([*list.get(1)?, *list.get(2)?]));
    Some(String::from_utf8_lossy(list.get(3..3 + length)?).into_owned())
}

/// # Safety
/// To be called in a callback for `ClientHello` only.
unsafe fn extension<'a>(ssl: *mut ffi::SSL, kind: c_uint) -> Option<&'a [u8]> {
    let (mut data, mut length) = (ptr::null(), 0);
    // SAFETY: the bytes live as long as the callback.
    unsafe {
        let found = ffi::SSL_client_hello_get0_ext(ssl, kind, &raw mut data, &raw mut length);
        (found == 1 && !data.is_null()).then(|| std::slice::from_raw_parts(data, length))
    }
}

unsafe extern "C" fn client_hello(ssl: *mut ffi::SSL, _: *mut c_int, _: *mut c_void) -> c_int {
    // SAFETY: the SSL is live; what is taken from the message is copied.
    unsafe {
        let Some(inner) = inner(ssl) else { return 1 };
        if !inner.hello_wanted.replace(false) {
            return if inner.hello_waits.get() { -1 } else { 1 };
        }
        let mut id = ptr::null();
        let length = ffi::SSL_client_hello_get0_session_id(ssl, &raw mut id);
        let session = match length {
            0 => Vec::new(),
            _ => std::slice::from_raw_parts(id, length).to_vec(),
        };
        let ticket = extension(ssl, 35).is_some_and(|ticket| !ticket.is_empty());
        let name = extension(ssl, 0).and_then(server_name).unwrap_or_default();
        inner.hello_waits.set(true);
        let event = Event::ClientHello {
            session,
            ticket,
            name,
        };
        inner.events.borrow_mut().push_back(event);
    }
    -1
}

/// Lets JS choose the certificate: the handshake stops until it has.
pub unsafe extern "C" fn certificate(ssl: *mut ffi::SSL, _: *mut c_void) -> c_int {
    // SAFETY: the SSL is live.
    let Some(inner) = (unsafe { inner(ssl) }) else {
        return 1;
    };
    if inner.certificate_ready.get() {
        return 1;
    }
    if !inner.certificate_asked.replace(true) {
        inner.events.borrow_mut().push_back(Event::Certificate);
    }
    -1
}

/// Asks a function property of the JS object.
fn ask<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    inner: &TlsInner,
    name: &str,
    args: &[v8::Local<v8::Value>],
) -> Option<v8::Local<'s, v8::Value>> {
    let object = inner.object(scope)?;
    let key = value::string(scope, name);
    let function = object.get(scope, key)?;
    let function = v8::Local::<v8::Function>::try_from(function).ok()?;
    v8::tc_scope!(let tc, scope);
    let result = function.call(tc, object.into(), args);
    if result.is_none() && tc.has_caught() && !tc.has_terminated() {
        let exception = tc.exception()?;
        inner.thrown(tc, exception);
        tc.reset();
        return None;
    }
    result
}

unsafe extern "C" fn alpn(
    ssl: *mut ffi::SSL,
    out: *mut *const c_uchar,
    out_length: *mut c_uchar,
    offered: *const c_uchar,
    length: c_uint,
    _: *mut c_void,
) -> c_int {
    // SAFETY: the SSL is live and the bytes are as many as told.
    let (inner, offered) = unsafe {
        let Some(inner) = inner(ssl) else {
            return ffi::SSL_TLSEXT_ERR_NOACK;
        };
        (inner, std::slice::from_raw_parts(offered, length as usize))
    };
    if inner.alpn_callback.get() {
        let Some(context) = current_context() else {
            return ffi::SSL_TLSEXT_ERR_ALERT_FATAL;
        };
        v8::callback_scope!(unsafe scope, context);
        let bytes = value::bytes(scope, offered);
        let chosen = ask(scope, inner, "onalpncallback", &[bytes]);
        let Some(chosen) = chosen else {
            return ffi::SSL_TLSEXT_ERR_ALERT_FATAL;
        };
        // The place of the protocol in the message, or undefined for none.
        let Some(offset) = chosen
            .is_number()
            .then(|| chosen.uint32_value(scope))
            .flatten()
        else {
            return ffi::SSL_TLSEXT_ERR_ALERT_FATAL;
        };
        let Some(&size) = offered.get(offset as usize) else {
            return ffi::SSL_TLSEXT_ERR_ALERT_FATAL;
        };
        let Some(name) = offered.get(offset as usize + 1..offset as usize + 1 + usize::from(size))
        else {
            return ffi::SSL_TLSEXT_ERR_ALERT_FATAL;
        };
        // SAFETY: both are places of OpenSSL's; the name is part of its message.
        unsafe {
            *out = name.as_ptr();
            *out_length = size;
        }
        return ffi::SSL_TLSEXT_ERR_OK;
    }
    let own = inner.alpn.borrow();
    if own.is_empty() {
        return ffi::SSL_TLSEXT_ERR_NOACK;
    }
    for wanted in protocols(&own) {
        for name in protocols(offered) {
            if name == wanted {
                // SAFETY: as above.
                unsafe {
                    *out = name.as_ptr();
                    *out_length = name.len() as c_uchar;
                }
                return ffi::SSL_TLSEXT_ERR_OK;
            }
        }
    }
    ffi::SSL_TLSEXT_ERR_ALERT_FATAL
}

/// The names of a list in the form of the wire.
fn protocols(mut list: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (&size, rest) = list.split_first()?;
        let name = rest.get(..usize::from(size))?;
        list = &rest[usize::from(size)..];
        Some(name)
    })
}

/// Copies a key that JS gave; its length, 0 when there is none or it is too long.
///
/// # Safety
/// `out` has room for `room` bytes.
unsafe fn copy_key(bytes: &[u8], out: *mut c_uchar, room: c_uint) -> c_uint {
    if bytes.len() > room as usize {
        return 0;
    }
    // SAFETY: it fits.
    unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), out, bytes.len()) };
    bytes.len() as c_uint
}

/// # Safety
/// `text` is null or ends with a zero.
unsafe fn text_or_null<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    text: *const c_char,
) -> v8::Local<'s, v8::Value> {
    if text.is_null() {
        return v8::null(scope).into();
    }
    // SAFETY: the caller vouches for it.
    unsafe { value::text(scope, text) }
}

pub unsafe extern "C" fn psk_server(
    ssl: *mut ffi::SSL,
    identity: *const c_char,
    out: *mut c_uchar,
    room: c_uint,
) -> c_uint {
    // SAFETY: the SSL is live.
    let (Some(inner), Some(context)) = (unsafe { inner(ssl) }, current_context()) else {
        return 0;
    };
    v8::callback_scope!(unsafe scope, context);
    // SAFETY: OpenSSL's text.
    let identity = unsafe { text_or_null(scope, identity) };
    let size = v8::Number::new(scope, f64::from(room)).into();
    let Some(psk) = ask(scope, inner, "onpskexchange", &[identity, size]) else {
        return 0;
    };
    match ops_core::bytes::view(psk) {
        // SAFETY: OpenSSL says how much room there is.
        Some(bytes) => unsafe { copy_key(bytes, out, room) },
        None => 0,
    }
}

pub unsafe extern "C" fn psk_client(
    ssl: *mut ffi::SSL,
    hint: *const c_char,
    identity: *mut c_char,
    identity_room: c_uint,
    out: *mut c_uchar,
    room: c_uint,
) -> c_uint {
    // SAFETY: the SSL is live.
    let (Some(inner), Some(context)) = (unsafe { inner(ssl) }, current_context()) else {
        return 0;
    };
    v8::callback_scope!(unsafe scope, context);
    // SAFETY: OpenSSL's text.
    let hint = unsafe { text_or_null(scope, hint) };
    let size = v8::Number::new(scope, f64::from(room)).into();
    let identity_size = v8::Number::new(scope, f64::from(identity_room)).into();
    let Some(answer) = ask(scope, inner, "onpskexchange", &[hint, size, identity_size]) else {
        return 0;
    };
    let Ok(answer) = v8::Local::<v8::Object>::try_from(answer) else {
        return 0;
    };
    let (psk_key, identity_key) = (
        value::string(scope, "psk"),
        value::string(scope, "identity"),
    );
    let (Some(psk), Some(name)) = (answer.get(scope, psk_key), answer.get(scope, identity_key))
    else {
        return 0;
    };
    let name = name.to_rust_string_lossy(scope);
    if name.len() + 1 > identity_room as usize {
        return 0;
    }
    // SAFETY: OpenSSL says how much room there is.
    unsafe {
        ptr::copy_nonoverlapping(name.as_ptr(), identity.cast(), name.len());
        *identity.add(name.len()) = 0;
        ops_core::bytes::view(psk).map_or(0, |bytes| copy_key(bytes, out, room))
    }
}
