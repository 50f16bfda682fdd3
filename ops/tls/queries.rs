//! The methods of `TLSWrap` in JS.

use std::ffi::{CStr, CString, c_int, c_long, c_uint};
use std::ptr;
use std::rc::Rc;

use deno_core::v8;
use foreign_types_shared::{ForeignType, ForeignTypeRef};
use openssl::x509::X509;
use openssl_sys as ffi;
use ops_crypto::{Args, CryptoError, CryptoResult};

use crate::engine::{Door, TlsInner, context_of};
use crate::{callbacks, ffi as more, library, value};

type Found<'s> = CryptoResult<v8::Local<'s, v8::Value>>;

fn number<'s>(scope: &mut v8::PinScope<'s, '_>, number: f64) -> v8::Local<'s, v8::Value> {
    v8::Number::new(scope, number).into()
}

impl TlsInner {
    /// A method by its name.
    pub fn call<'s>(
        self: &Rc<Self>,
        scope: &mut v8::PinScope<'s, '_>,
        name: &str,
        args: &Args<'_, 's>,
    ) -> Found<'s> {
        let undefined: v8::Local<v8::Value> = v8::undefined(scope).into();
        match name {
            // From JS that carries the ciphertext.
            "received" => {
                let bytes = args.bytes(0)?.to_vec();
                self.received(scope, Door::Js, &bytes);
                return Ok(undefined);
            }
            "receivedEnd" => {
                self.received_end(scope, Door::Js, args.i32(0));
                return Ok(undefined);
            }
            "written" => {
                self.written(scope, args.i32(0));
                return Ok(undefined);
            }
            "bytesRead" => return Ok(number(scope, self.bytes_read())),
            "writeQueueSize" => return Ok(number(scope, self.queued())),
            "bytesWritten" => return Ok(number(scope, self.bytes_written())),
            "destroySSL" => {
                self.destroy();
                return Ok(undefined);
            }
            _ => {}
        }
        if self.ssl().is_null() {
            return Ok(undefined);
        }
        match name {
            "start" => self.cycle(scope, Door::Js),
            "shutdown" => self.shutdown(scope),
            "setVerifyMode" => self.set_verify(args.bool(0), args.bool(1)),
            "enableSessionCallbacks" => {
                self.sessions_wanted.set(true);
                self.hello_wanted.set(self.server);
            }
            "useUserBuffer" => {
                let view = v8::Local::<v8::ArrayBufferView>::try_from(args.get(0)).ok();
                *self.user_buffer.borrow_mut() = view.map(|view| v8::Global::new(scope, view));
            }
            "enableKeylogCallback" => self.keylog_wanted.set(true),
            "enableALPNCb" => self.alpn_callback.set(true),
            "enableCertCb" => {
                // SAFETY: the SSL lives, and so does the function.
                unsafe {
                    more::SSL_set_cert_cb(
                        self.ssl(),
                        Some(callbacks::certificate),
                        ptr::null_mut(),
                    );
                }
            }
            "setKeyCert" => {
                let context = context_of(scope, args.get(0)).ok_or_else(CryptoError::arguments)?;
                // SAFETY: the SSL takes a reference of its own.
                unsafe { ffi::SSL_set_SSL_CTX(self.ssl(), context.raw) };
                *self.context.borrow_mut() = context;
            }
            "certCbDone" => return self.certificate_done(scope, args),
            "loadSession" => {
                let session = self.session(args)?;
                let last = self.next_session.replace(session);
                if !last.is_null() {
                    // SAFETY: it was ours.
                    unsafe { ffi::SSL_SESSION_free(last) };
                }
            }
            "endParser" => {
                self.hello_wanted.set(false);
                self.hello_waits.set(false);
                self.cycle(scope, Door::Js);
            }
            "newSessionDone" => {
                self.awaiting_session.set(false);
                self.cycle(scope, Door::Js);
            }
            "setSession" => {
                let session = self.session(args)?;
                if session.is_null() {
                    return Ok(undefined);
                }
                // SAFETY: the SSL takes a reference of its own.
                unsafe {
                    let done = ffi::SSL_set_session(self.ssl(), session);
                    ffi::SSL_SESSION_free(session);
                    if done != 1 {
                        return Err(CryptoError::error(
                            "ERR_CRYPTO_OPERATION_FAILED",
                            "SSL_set_session error",
                        ));
                    }
                }
            }
            "setALPNProtocols" => {
                let list = args.bytes(0)?;
                if self.server {
                    *self.alpn.borrow_mut() = list.to_vec();
                } else {
                    // SAFETY: the list is copied.
                    unsafe {
                        ffi::SSL_set_alpn_protos(self.ssl(), list.as_ptr(), list.len() as c_uint)
                    };
                }
            }
            "setServername" => {
                let text =
                    CString::new(args.text(scope, 0)?).map_err(|_| CryptoError::arguments())?;
                let text = text.as_ptr().cast_mut().cast();
                // SAFETY: the name is copied.
                unsafe { ffi::SSL_ctrl(self.ssl(), more::SSL_CTRL_SET_TLSEXT_HOSTNAME, 0, text) };
            }
            "requestOCSP" => {
                // SAFETY: no pointers; 1 is `TLSEXT_STATUSTYPE_ocsp`.
                unsafe {
                    ffi::SSL_ctrl(
                        self.ssl(),
                        more::SSL_CTRL_SET_TLSEXT_STATUS_REQ_TYPE,
                        1,
                        ptr::null_mut(),
                    )
                };
            }
            "setOCSPResponse" => *self.ocsp_response.borrow_mut() = Some(args.bytes(0)?.to_vec()),
            "enablePskCallback" => {
                // SAFETY: the SSL lives, and so do the functions.
                unsafe {
                    if self.server {
                        more::SSL_set_psk_server_callback(self.ssl(), Some(callbacks::psk_server));
                    } else {
                        more::SSL_set_psk_client_callback(self.ssl(), Some(callbacks::psk_client));
                    }
                }
            }
            "setPskIdentityHint" => {
                let hint =
                    CString::new(args.text(scope, 0)?).map_err(|_| CryptoError::arguments())?;
                // SAFETY: the hint is copied.
                if unsafe { more::SSL_use_psk_identity_hint(self.ssl(), hint.as_ptr()) } != 1 {
                    return Err(CryptoError::error(
                        "ERR_TLS_PSK_SET_IDENTITY_HINT_FAILED",
                        "Failed to set PSK identity hint",
                    ));
                }
            }
            "setMaxSendFragment" => {
                let size = c_long::from(args.i32(0));
                // SAFETY: no pointers.
                let done = unsafe {
                    ffi::SSL_ctrl(
                        self.ssl(),
                        more::SSL_CTRL_SET_MAX_SEND_FRAGMENT,
                        size,
                        ptr::null_mut(),
                    )
                };
                return Ok(number(scope, done as f64));
            }
            "renegotiate" => {
                // SAFETY: the SSL lives.
                let done = self.with_ssl(scope, |ssl| unsafe { more::SSL_renegotiate(ssl) });
                if done != Some(1) {
                    return Err(CryptoError::queue("SSL_renegotiate error"));
                }
                self.cycle(scope, Door::Js);
            }
            _ => return self.query(scope, name, args),
        }
        Ok(undefined)
    }

    fn session(&self, args: &Args<'_, '_>) -> CryptoResult<*mut ffi::SSL_SESSION> {
        let Some(bytes) = args.maybe_bytes(0) else {
            return Ok(ptr::null_mut());
        };
        let mut start = bytes.as_ptr();
        // SAFETY: the length is that of the bytes; the session is the caller's.
        let session =
            unsafe { ffi::d2i_SSL_SESSION(ptr::null_mut(), &raw mut start, bytes.len() as c_long) };
        crate::context::clear();
        Ok(session)
    }

    fn set_verify(&self, request: bool, reject: bool) {
        let mode = match (self.server, request, reject) {
            (true, false, _) | (false, ..) => ffi::SSL_VERIFY_NONE,
            (true, true, false) => ffi::SSL_VERIFY_PEER,
            (true, true, true) => ffi::SSL_VERIFY_PEER | ffi::SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
        };
        if self.server && request {
            self.context.borrow().need_roots();
        }
        // SAFETY: the SSL lives.
        unsafe { ffi::SSL_set_verify(self.ssl(), mode, Some(callbacks::verified)) };
    }

    /// What `oncertcb` hears: the name that is asked for, and whether an OCSP response is wanted.
    pub fn certificate_question<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> v8::Local<'s, v8::Value> {
        let object = v8::Object::new(scope);
        let ssl = self.ssl();
        if ssl.is_null() {
            return object.into();
        }
        // SAFETY: the SSL lives; 127 is `SSL_CTRL_GET_TLSEXT_STATUS_REQ_TYPE`.
        let (name, ocsp) = unsafe {
            (
                value::text(scope, ffi::SSL_get_servername(ssl, 0)),
                ffi::SSL_ctrl(ssl, 127, 0, ptr::null_mut()) == 1,
            )
        };
        let name = if name.is_string() {
            name
        } else {
            value::string(scope, "")
        };
        value::set(scope, object, "servername", name);
        let ocsp = v8::Boolean::new(scope, ocsp).into();
        value::set(scope, object, "OCSPRequest", ocsp);
        object.into()
    }

    /// `certCbDone(context)`
    fn certificate_done<'s>(
        self: &Rc<Self>,
        scope: &mut v8::PinScope<'s, '_>,
        args: &Args<'_, 's>,
    ) -> Found<'s> {
        if !args.is_nullish(0) {
            let Some(context) = context_of(scope, args.get(0)) else {
                let error = CryptoError::type_error("", "Invalid SNI context").to_js(scope);
                self.call_js(scope, Door::Js, "onerror", &[error]);
                return Ok(v8::undefined(scope).into());
            };
            let ssl = self.ssl();
            // SAFETY: the SSL takes references of its own; 106 is `SSL_CTRL_SET_VERIFY_CERT_STORE`, and 1 asks for one.
            unsafe {
                if ffi::SSL_get_verify_mode(ssl) & ffi::SSL_VERIFY_PEER != 0 {
                    context.need_roots();
                }
                ffi::SSL_set_SSL_CTX(ssl, context.raw);
                let store = ffi::SSL_CTX_get_cert_store(context.raw);
                ffi::SSL_ctrl(ssl, 106, 1, store.cast());
                let names = more::SSL_CTX_get_client_CA_list(context.raw);
                ffi::SSL_set_client_CA_list(ssl, more::SSL_dup_CA_list(names));
            }
            *self.context.borrow_mut() = context;
        }
        self.certificate_ready.set(true);
        self.cycle(scope, Door::Js);
        Ok(v8::undefined(scope).into())
    }

    fn query<'s>(
        self: &Rc<Self>,
        scope: &mut v8::PinScope<'s, '_>,
        name: &str,
        args: &Args<'_, 's>,
    ) -> Found<'s> {
        let ssl = self.ssl();
        let undefined: v8::Local<v8::Value> = v8::undefined(scope).into();
        // SAFETY: the SSL lives through the call; what OpenSSL lends is copied.
        unsafe {
            Ok(match name {
                "verifyError" => self.verify_error(scope),
                "getPeerCertificates" => {
                    let list = self.peer_chain(args.bool(0));
                    ders(scope, &list)
                }
                "getCertificate" => {
                    let x509 = ffi::SSL_get_certificate(ssl);
                    if x509.is_null() {
                        return Ok(undefined);
                    }
                    let x509 = openssl::x509::X509Ref::from_ptr(x509).to_owned();
                    ders(scope, &[x509])
                }
                "getFinished" | "getPeerFinished" => {
                    let read = match name {
                        "getFinished" => ffi::SSL_get_finished,
                        _ => ffi::SSL_get_peer_finished,
                    };
                    let mut room = [0u8; 128];
                    let length = read(ssl, room.as_mut_ptr().cast(), room.len());
                    match room.get(..length) {
                        Some(bytes) if length > 0 => value::bytes(scope, bytes),
                        _ => undefined,
                    }
                }
                "getSession" => {
                    let session = ffi::SSL_get_session(ssl);
                    if session.is_null() {
                        return Ok(undefined);
                    }
                    let bytes = callbacks::session_bytes(session);
                    value::bytes(scope, &bytes)
                }
                "getTLSTicket" => {
                    let session = ffi::SSL_get_session(ssl);
                    let (mut ticket, mut length) = (ptr::null(), 0);
                    if session.is_null() {
                        return Ok(undefined);
                    }
                    more::SSL_SESSION_get0_ticket(session, &raw mut ticket, &raw mut length);
                    if ticket.is_null() {
                        return Ok(undefined);
                    }
                    value::bytes(scope, std::slice::from_raw_parts(ticket, length))
                }
                "isSessionReused" => {
                    v8::Boolean::new(scope, ffi::SSL_session_reused(ssl) == 1).into()
                }
                "getProtocol" => value::text(scope, ffi::SSL_get_version(ssl)),
                "getServername" => {
                    let name = ffi::SSL_get_servername(ssl, 0);
                    if name.is_null() {
                        return Ok(v8::Boolean::new(scope, false).into());
                    }
                    value::text(scope, name)
                }
                "getALPNNegotiatedProtocol" => {
                    let (mut data, mut length) = (ptr::null(), 0);
                    ffi::SSL_get0_alpn_selected(ssl, &raw mut data, &raw mut length);
                    if length == 0 || data.is_null() {
                        return Ok(v8::Boolean::new(scope, false).into());
                    }
                    let bytes = std::slice::from_raw_parts(data, length as usize);
                    let text =
                        v8::String::new_from_one_byte(scope, bytes, v8::NewStringType::Normal);
                    text.map_or(undefined, Into::into)
                }
                "getCipher" => {
                    let cipher = ffi::SSL_get_current_cipher(ssl);
                    if cipher.is_null() {
                        return Ok(undefined);
                    }
                    let object = v8::Object::new(scope);
                    let parts = [
                        ("name", ffi::SSL_CIPHER_get_name(cipher)),
                        ("standardName", more::SSL_CIPHER_standard_name(cipher)),
                        ("version", ffi::SSL_CIPHER_get_version(cipher)),
                    ];
                    for (key, text) in parts {
                        let text = value::text(scope, text);
                        value::set(scope, object, key, text);
                    }
                    object.into()
                }
                "getEphemeralKeyInfo" => self.ephemeral_key(scope),
                "getSharedSigalgs" => self.shared_sigalgs(scope),
                "exportKeyingMaterial" => {
                    let length = args.usize(0);
                    let label = args.text(scope, 1)?;
                    let context = args.maybe_bytes(2);
                    let mut out = vec![0u8; length.min(1 << 30)];
                    let done = ffi::SSL_export_keying_material(
                        ssl,
                        out.as_mut_ptr(),
                        out.len(),
                        label.as_ptr().cast(),
                        label.len(),
                        context.map_or(ptr::null(), <[u8]>::as_ptr),
                        context.map_or(0, <[u8]>::len),
                        c_int::from(context.is_some()),
                    );
                    if done != 1 {
                        return Err(CryptoError::queue("SSL_export_keying_material"));
                    }
                    value::bytes(scope, &out)
                }
                _ => return Err(CryptoError::arguments()),
            })
        }
    }

    fn verify_error<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let ssl = self.ssl();
        // SAFETY: the SSL lives; texts live forever.
        unsafe {
            let certificate = more::SSL_get0_peer_certificate(ssl);
            let error = if certificate.is_null() {
                let session = ffi::SSL_get_session(ssl);
                let cipher = ffi::SSL_get_current_cipher(ssl);
                // A cipher with PSK needs no certificate, nor does a session that goes on in TLS 1.3.
                let psk = !cipher.is_null()
                    && CStr::from_ptr(ffi::SSL_CIPHER_get_name(cipher))
                        .to_string_lossy()
                        .contains("PSK");
                let resumed = !session.is_null()
                    && ffi::SSL_version(ssl) == ffi::TLS1_3_VERSION
                    && ffi::SSL_session_reused(ssl) == 1;
                // X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT.
                if psk || resumed { 0 } else { 2 }
            } else {
                ffi::SSL_get_verify_result(ssl)
            };
            if error == 0 {
                return v8::null(scope).into();
            }
            let text = ffi::X509_verify_cert_error_string(error);
            let text = CStr::from_ptr(text).to_string_lossy();
            let Some(text) = v8::String::new(scope, &text) else {
                return v8::null(scope).into();
            };
            let exception = v8::Exception::error(scope, text);
            if let Ok(object) = v8::Local::<v8::Object>::try_from(exception) {
                let code = value::string(scope, library::verify_code(error));
                value::set(scope, object, "code", code);
            }
            exception
        }
    }

    /// The certificate of the other side, with those above it when `whole`.
    fn peer_chain(&self, whole: bool) -> Vec<X509> {
        let ssl = self.ssl();
        let mut chain = Vec::new();
        // SAFETY: the SSL lives; what it lends is taken with references of our own.
        unsafe {
            let first = ffi::SSL_get1_peer_certificate(ssl);
            if first.is_null() {
                return chain;
            }
            chain.push(X509::from_ptr(first));
            if !whole {
                return chain;
            }
            let mut sent = Vec::new();
            let stack = ffi::SSL_get_peer_cert_chain(ssl);
            if !stack.is_null() {
                for index in 0..more::OPENSSL_sk_num(stack.cast()) {
                    let x509 = more::OPENSSL_sk_value(stack.cast(), index).cast();
                    sent.push(openssl::x509::X509Ref::from_ptr(x509).to_owned());
                }
            }
            let store = ffi::SSL_CTX_get_cert_store(self.context.borrow().raw);
            while let Some(last) = chain.last() {
                if last.issued(last) == openssl::x509::X509VerifyResult::OK || chain.len() > 32 {
                    break;
                }
                let found = sent
                    .iter()
                    .position(|x509| x509.issued(last) == openssl::x509::X509VerifyResult::OK);
                if let Some(index) = found {
                    let issuer = sent.swap_remove(index);
                    chain.push(issuer);
                    continue;
                }
                match crate::context::issuer_in(store, last) {
                    Some(issuer) => chain.push(issuer),
                    None => break,
                }
            }
        }
        crate::context::clear();
        chain
    }
}

fn ders<'s>(scope: &mut v8::PinScope<'s, '_>, list: &[X509]) -> v8::Local<'s, v8::Value> {
    let list: Vec<v8::Local<v8::Value>> = list
        .iter()
        .filter_map(|x509| x509.to_der().ok())
        .map(|der| value::bytes(scope, &der))
        .collect();
    v8::Array::new_with_elements(scope, &list).into()
}
