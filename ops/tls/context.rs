//! `SecureContext`: what connections have in common, a `SSL_CTX`.
//! <https://nodejs.org/docs/latest-v26.x/api/tls.html#tlscreatesecurecontextoptions>

use std::cell::{Cell, RefCell};
use std::ffi::{CString, c_int, c_long};
use std::ptr;

use deno_core::v8;
use foreign_types_shared::{ForeignType, ForeignTypeRef};
use openssl::pkey::{PKey, PKeyRef, Private};
use openssl::x509::{X509, X509Ref};
use openssl_sys as ffi;
use ops_crypto::{Args, CryptoError, CryptoResult};

use crate::{callbacks, ffi as more, pem, roots, value};

const TICKET_KEYS: usize = 48;

/// A `SSL_CTX` with what JS may ask of it later.
pub struct ContextInner {
    pub(crate) raw: *mut ffi::SSL_CTX,
    certificate: RefCell<Option<X509>>,
    issuer: RefCell<Option<X509>>,
    ticket_keys: Cell<Option<[u8; TICKET_KEYS]>>,
    /// The default authorities are wanted, but were not needed yet.
    roots: Cell<bool>,
    /// The store of authorities is shared with other contexts.
    shared: Cell<bool>,
}

impl Drop for ContextInner {
    fn drop(&mut self) {
        // SAFETY: it is ours; connections hold references of their own.
        unsafe { ffi::SSL_CTX_free(self.raw) };
    }
}

type Found<'s> = CryptoResult<v8::Local<'s, v8::Value>>;

fn checked(done: c_int, message: &'static str) -> CryptoResult<()> {
    match done {
        1 => Ok(()),
        _ => Err(CryptoError::queue(message)),
    }
}

fn c_string(text: &str) -> CryptoResult<CString> {
    CString::new(text).map_err(|_| CryptoError::arguments())
}

/// The versions and the side that a name of the old kind means.
fn method(name: &str, min: i32) -> CryptoResult<(*const ffi::SSL_METHOD, i32, i32)> {
    let invalid = |text: String| CryptoError::type_error("ERR_TLS_INVALID_PROTOCOL_METHOD", text);
    let (version, side) = match name.strip_suffix("_method") {
        Some(rest) => match (rest.strip_suffix("_server"), rest.strip_suffix("_client")) {
            (Some(version), _) => (version, 1),
            (_, Some(version)) => (version, 2),
            _ => (rest, 0),
        },
        None => return Err(invalid(format!("Unknown method: {name}"))),
    };
    let (min, max) = match version {
        "SSLv2" => return Err(invalid("SSLv2 methods disabled".into())),
        "SSLv3" => return Err(invalid("SSLv3 methods disabled".into())),
        "SSLv23" => (min, ffi::TLS1_2_VERSION),
        "TLS" => (0, ffi::TLS1_3_VERSION),
        "TLSv1" => (ffi::TLS1_VERSION, ffi::TLS1_VERSION),
        "TLSv1_1" => (ffi::TLS1_1_VERSION, ffi::TLS1_1_VERSION),
        "TLSv1_2" => (ffi::TLS1_2_VERSION, ffi::TLS1_2_VERSION),
        _ => return Err(invalid(format!("Unknown method: {name}"))),
    };
    // SAFETY: they return constants.
    let method = unsafe {
        match side {
            1 => ffi::TLS_server_method(),
            2 => ffi::TLS_client_method(),
            _ => ffi::TLS_method(),
        }
    };
    Ok((method, min, max))
}

impl ContextInner {
    /// `init(secureProtocol, minVersion, maxVersion)`.
    pub fn new(scope: &mut v8::PinScope, args: &Args<'_, '_>) -> CryptoResult<Self> {
        let (mut min, mut max) = (args.i32(1), args.i32(2));
        // SAFETY: it returns a constant.
        let mut kind = unsafe { ffi::TLS_method() };
        if let Some(name) = args.string(scope, 0) {
            (kind, min, max) = method(&name, min)?;
        }
        // SAFETY: a new context, ours; the callbacks are functions that live forever.
        unsafe {
            let raw = ffi::SSL_CTX_new(kind);
            if raw.is_null() {
                return Err(CryptoError::queue("SSL_CTX_new"));
            }
            // A client may ask to negotiate again, as before OpenSSL 3: `SSL_OP_ALLOW_CLIENT_RENEGOTIATION`.
            ffi::SSL_CTX_set_options(raw, 1 << 8);
            let cache = ffi::SSL_SESS_CACHE_BOTH
                | ffi::SSL_SESS_CACHE_NO_INTERNAL
                | ffi::SSL_SESS_CACHE_NO_AUTO_CLEAR;
            let none = ptr::null_mut();
            ffi::SSL_CTX_ctrl(raw, more::SSL_CTRL_SET_SESS_CACHE_MODE, cache, none);
            ffi::SSL_CTX_ctrl(
                raw,
                more::SSL_CTRL_SET_MIN_PROTO_VERSION,
                c_long::from(min),
                none,
            );
            ffi::SSL_CTX_ctrl(
                raw,
                more::SSL_CTRL_SET_MAX_PROTO_VERSION,
                c_long::from(max),
                none,
            );
            callbacks::install(raw);
            Ok(Self {
                raw,
                certificate: RefCell::default(),
                issuer: RefCell::default(),
                ticket_keys: Cell::default(),
                roots: Cell::new(false),
                shared: Cell::new(false),
            })
        }
    }

    /// A method of JS.
    pub fn call<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        name: &str,
        args: &Args<'_, 's>,
    ) -> Found<'s> {
        let undefined = v8::undefined(scope).into();
        let raw = self.raw;
        let none = ptr::null_mut();
        match name {
            "setKey" => {
                let bytes = args.bytes(0)?;
                let pass = args.string(scope, 1);
                self.use_key(&*pem::private_key(bytes, pass.as_deref())?)?;
            }
            "setCert" => {
                let (list, ended) = pem::certificates(args.bytes(0)?);
                let Some((first, rest)) = list.split_first() else {
                    return Err(CryptoError::queue("Failed to set certificate"));
                };
                if !ended {
                    return Err(CryptoError::queue("Failed to set certificate"));
                }
                self.use_certificates(first, rest)?;
            }
            "addCACert" => {
                for certificate in pem::certificates(args.bytes(0)?).0 {
                    self.add_authority(&certificate);
                }
                clear();
            }
            "addRootCerts" => self.roots.set(true),
            "addCRL" => self.add_crl(args.bytes(0)?)?,
            "setCiphers" => {
                let text = args.text(scope, 0)?;
                let list = c_string(&text)?;
                // SAFETY: the text lives through the call.
                let done = unsafe { ffi::SSL_CTX_set_cipher_list(raw, list.as_ptr()) };
                // An empty list is how TLS 1.2 and below are left without ciphers.
                if done != 1 && text.is_empty() {
                    clear();
                } else {
                    checked(done, "Failed to set ciphers")?;
                }
            }
            "setCipherSuites" => {
                let list = c_string(&args.text(scope, 0)?)?;
                // SAFETY: as above.
                let done = unsafe { ffi::SSL_CTX_set_ciphersuites(raw, list.as_ptr()) };
                checked(done, "Failed to set ciphers")?;
            }
            "setSigalgs" => {
                let done = self.list(more::SSL_CTRL_SET_SIGALGS_LIST, &args.text(scope, 0)?)?;
                checked(done, "Failed to set signature algorithms")?;
            }
            "setECDHCurve" => {
                let curve = args.text(scope, 0)?;
                if curve != "auto" && self.list(more::SSL_CTRL_SET_GROUPS_LIST, &curve)? != 1 {
                    clear();
                    return Err(CryptoError::error(
                        "ERR_CRYPTO_OPERATION_FAILED",
                        "Failed to set ECDH curve",
                    ));
                }
            }
            "setDHParam" => return self.set_dh(scope, args),
            "setMinProto" => {
                let version = c_long::from(args.i32(0));
                // SAFETY: no pointers.
                unsafe {
                    ffi::SSL_CTX_ctrl(raw, more::SSL_CTRL_SET_MIN_PROTO_VERSION, version, none)
                };
            }
            "setMaxProto" => {
                let version = c_long::from(args.i32(0));
                // SAFETY: no pointers.
                unsafe {
                    ffi::SSL_CTX_ctrl(raw, more::SSL_CTRL_SET_MAX_PROTO_VERSION, version, none)
                };
            }
            "getMinProto" | "getMaxProto" => {
                let what = match name {
                    "getMinProto" => more::SSL_CTRL_GET_MIN_PROTO_VERSION,
                    _ => more::SSL_CTRL_GET_MAX_PROTO_VERSION,
                };
                // SAFETY: no pointers.
                let version = unsafe { ffi::SSL_CTX_ctrl(raw, what, 0, none) };
                return Ok(v8::Integer::new(scope, version as i32).into());
            }
            "setOptions" => {
                // SAFETY: no pointers.
                unsafe { ffi::SSL_CTX_set_options(raw, args.f64(0) as u64) };
            }
            "setSessionIdContext" => {
                let id = args.text(scope, 0)?;
                // SAFETY: the length is that of the text.
                let done = unsafe {
                    ffi::SSL_CTX_set_session_id_context(raw, id.as_ptr(), id.len() as u32)
                };
                checked(done, "Error setting session id context")?;
            }
            "setSessionTimeout" => {
                // SAFETY: no pointers.
                unsafe { more::SSL_CTX_set_timeout(raw, c_long::from(args.i32(0))) };
            }
            "setAllowPartialTrustChain" => {
                let store = self.own_store();
                // SAFETY: the store is the context's.
                unsafe { ffi::X509_STORE_set_flags(store, ffi::X509_V_FLAG_PARTIAL_CHAIN) };
            }
            "loadPKCS12" => self.load_pkcs12(scope, args)?,
            "setTicketKeys" => {
                let Ok(keys) = <[u8; TICKET_KEYS]>::try_from(args.bytes(0)?) else {
                    return Err(CryptoError::arguments());
                };
                self.ticket_keys.set(Some(keys));
            }
            "getTicketKeys" => {
                let keys = self.ticket_keys();
                return Ok(value::bytes(scope, &keys));
            }
            "getCertificate" | "getIssuer" => {
                let slot = match name {
                    "getCertificate" => &self.certificate,
                    _ => {
                        self.find_issuer();
                        &self.issuer
                    }
                };
                let der = slot.borrow().as_ref().and_then(|x509| x509.to_der().ok());
                return Ok(match der {
                    Some(der) => value::bytes(scope, &der),
                    None => v8::null(scope).into(),
                });
            }
            "close" => {}
            _ => return Err(CryptoError::arguments()),
        }
        Ok(undefined)
    }

    fn list(&self, what: c_int, text: &str) -> CryptoResult<c_int> {
        let list = c_string(text)?;
        // SAFETY: both controls take a text that ends with a zero, and copy it.
        let done = unsafe { ffi::SSL_CTX_ctrl(self.raw, what, 0, list.as_ptr().cast_mut().cast()) };
        Ok(done as c_int)
    }

    fn use_key(&self, key: &PKeyRef<Private>) -> CryptoResult<()> {
        // SAFETY: the context takes a reference of its own.
        let done = unsafe { ffi::SSL_CTX_use_PrivateKey(self.raw, key.as_ptr()) };
        checked(done, "SSL_CTX_use_PrivateKey")
    }

    fn use_certificates(&self, first: &X509Ref, rest: &[X509]) -> CryptoResult<()> {
        let none = ptr::null_mut();
        // SAFETY: the context takes references of its own.
        unsafe {
            checked(
                ffi::SSL_CTX_use_certificate(self.raw, first.as_ptr()),
                "SSL_CTX_use_certificate",
            )?;
            ffi::SSL_CTX_ctrl(self.raw, more::SSL_CTRL_CLEAR_EXTRA_CHAIN_CERTS, 0, none);
            let mut issuer = None;
            for certificate in rest {
                // The flag 1 asks for a reference instead of the certificate itself.
                let pointer = certificate.as_ptr().cast();
                if ffi::SSL_CTX_ctrl(self.raw, more::SSL_CTRL_CHAIN_CERT, 1, pointer) != 1 {
                    return Err(CryptoError::queue("SSL_CTX_add_extra_chain_cert"));
                }
                if issuer.is_none()
                    && certificate.issued(first) == openssl::x509::X509VerifyResult::OK
                {
                    issuer = Some(certificate.clone());
                }
            }
            *self.issuer.borrow_mut() = issuer;
        }
        *self.certificate.borrow_mut() = Some(first.to_owned());
        Ok(())
    }

    /// Looks for the issuer of the certificate among the authorities, unless it came with the certificate.
    fn find_issuer(&self) {
        let certificate = self.certificate.borrow();
        let Some(certificate) = certificate.as_ref() else {
            return;
        };
        if self.issuer.borrow().is_none() {
            self.need_roots();
            // SAFETY: a context always has a store.
            let store = unsafe { ffi::SSL_CTX_get_cert_store(self.raw) };
            *self.issuer.borrow_mut() = issuer_in(store, certificate);
        }
    }

    /// The store of authorities, for changes.
    fn own_store(&self) -> *mut ffi::X509_STORE {
        if self.roots.replace(false) {
            roots::fill(self.raw, true);
            self.shared.set(false);
        } else if self.shared.replace(false) {
            roots::fill(self.raw, true);
        }
        // SAFETY: a context always has a store.
        unsafe { ffi::SSL_CTX_get_cert_store(self.raw) }
    }

    /// Puts the default authorities in, when they are wanted: before a certificate is verified.
    pub fn need_roots(&self) {
        if self.roots.replace(false) {
            roots::fill(self.raw, false);
            self.shared.set(true);
        }
    }

    fn add_authority(&self, certificate: &X509Ref) {
        let store = self.own_store();
        // SAFETY: both take references of their own.
        unsafe {
            ffi::X509_STORE_add_cert(store, certificate.as_ptr());
            ffi::SSL_CTX_add_client_CA(self.raw, certificate.as_ptr());
        }
    }

    fn add_crl(&self, bytes: &[u8]) -> CryptoResult<()> {
        let memory = pem::Memory::new(bytes);
        let store = self.own_store();
        // SAFETY: the store takes a reference of its own.
        unsafe {
            let crl = ffi::PEM_read_bio_X509_CRL(memory.0, ptr::null_mut(), None, ptr::null_mut());
            if crl.is_null() {
                clear();
                return Err(CryptoError::error(
                    "ERR_CRYPTO_OPERATION_FAILED",
                    "Failed to parse CRL",
                ));
            }
            more::X509_STORE_add_crl(store, crl);
            ffi::X509_STORE_set_flags(
                store,
                ffi::X509_V_FLAG_CRL_CHECK | ffi::X509_V_FLAG_CRL_CHECK_ALL,
            );
            ffi::X509_CRL_free(crl);
        }
        Ok(())
    }

    /// `setDHParam(true | pem)`: a text when the parameters are weak.
    fn set_dh<'s>(&self, scope: &mut v8::PinScope<'s, '_>, args: &Args<'_, 's>) -> Found<'s> {
        let undefined = v8::undefined(scope).into();
        if args.bool(0) {
            // SAFETY: no pointers.
            unsafe { ffi::SSL_CTX_ctrl(self.raw, more::SSL_CTRL_SET_DH_AUTO, 1, ptr::null_mut()) };
            return Ok(undefined);
        }
        let memory = pem::Memory::new(args.bytes(0)?);
        // SAFETY: the parameters become the context's.
        unsafe {
            let key = more::PEM_read_bio_Parameters(memory.0, ptr::null_mut());
            if key.is_null() {
                clear();
                return Ok(undefined);
            }
            let key: PKey<Private> = PKey::from_ptr(key);
            if key.bits() < 1024 {
                return Err(CryptoError::type_error(
                    "ERR_INVALID_ARG_VALUE",
                    "DH parameter is less than 1024 bits",
                ));
            }
            let weak = key.bits() < 2048;
            if ffi::SSL_CTX_set0_tmp_dh_pkey(self.raw, key.as_ptr()) != 1 {
                return Err(CryptoError::queue("Error setting temp DH parameter"));
            }
            std::mem::forget(key);
            Ok(match weak {
                true => value::string(scope, "DH parameter is less than 2048 bits"),
                false => undefined,
            })
        }
    }

    fn load_pkcs12(&self, scope: &mut v8::PinScope, args: &Args<'_, '_>) -> CryptoResult<()> {
        let pass = args.string(scope, 1).unwrap_or_default();
        let bytes = args.bytes(0)?;
        let failed = || {
            // SAFETY: no arguments.
            let error = unsafe { more::ERR_peek_error() };
            // The library EVP (6) says "unsupported" (524556) or "unsupported algorithm" (156) of old ciphers.
            if matches!(error & 0x7f_ffff, 0x8010c | 156) {
                clear();
                return CryptoError::error(
                    "ERR_CRYPTO_UNSUPPORTED_OPERATION",
                    "Unsupported PKCS12 PFX data",
                );
            }
            CryptoError::queue("Unable to load PFX certificate")
        };
        let parsed = openssl::pkcs12::Pkcs12::from_der(bytes);
        let parsed = match parsed {
            Ok(file) => file.parse2(&pass),
            Err(stack) => Err(stack),
        };
        let parsed = parsed.map_err(|stack| {
            stack.put();
            failed()
        })?;
        let Some(key) = parsed.pkey else {
            return Err(CryptoError::queue(
                "Unable to load private key from PFX data",
            ));
        };
        let Some(certificate) = parsed.cert else {
            return Err(CryptoError::queue(
                "Unable to load certificate from PFX data",
            ));
        };
        let chain: Vec<X509> = parsed
            .ca
            .map_or_else(Vec::new, |stack| stack.into_iter().collect());
        self.use_certificates(&certificate, &chain)?;
        self.use_key(&key)?;
        for authority in &chain {
            self.add_authority(authority);
        }
        clear();
        Ok(())
    }

    /// The keys of tickets; random ones unless the program has set some.
    pub fn ticket_keys(&self) -> [u8; TICKET_KEYS] {
        self.ticket_keys.get().unwrap_or_else(|| {
            let mut keys = [0; TICKET_KEYS];
            // SAFETY: the length is that of the array.
            unsafe { ffi::RAND_bytes(keys.as_mut_ptr(), TICKET_KEYS as c_int) };
            self.ticket_keys.set(Some(keys));
            keys
        })
    }
}

/// The issuer of a certificate in a store.
pub fn issuer_in(store: *mut ffi::X509_STORE, certificate: &X509Ref) -> Option<X509> {
    let mut issuer = ptr::null_mut();
    // SAFETY: the store and the certificate live through the call; the result is ours.
    unsafe {
        let context = ffi::X509_STORE_CTX_new();
        let none = ptr::null_mut();
        let found = ffi::X509_STORE_CTX_init(context, store, none, ptr::null_mut()) == 1
            && more::X509_STORE_CTX_get1_issuer(&raw mut issuer, context, certificate.as_ptr())
                == 1;
        ffi::X509_STORE_CTX_free(context);
        (found && !issuer.is_null()).then(|| X509::from_ptr(issuer))
    }
}

/// Empties OpenSSL's queue of errors.
pub fn clear() {
    // SAFETY: no arguments.
    unsafe { ffi::ERR_clear_error() };
}
