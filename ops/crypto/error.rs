//! Failures: what OpenSSL put into its queue, or an error with one of Node's codes.
//!
//! An error of OpenSSL has the message of the oldest entry of the queue, and `opensslErrorStack`, `library`, `reason` and
//! `code` (`ERR_OSSL_...`), in this order.

use std::borrow::Cow;

use deno_core::v8;
use ops_core::{define, define_text, new_string};

/// One entry of OpenSSL's queue.
#[derive(Debug, Clone)]
pub struct Entry {
    pub message: String,
    pub library: Option<String>,
    pub reason: Option<String>,
    pub code: Option<String>,
}

/// Why something did not work.
#[derive(Debug, Clone)]
pub enum CryptoError {
    /// An error of Node: class (`Error`, `TypeError`, `RangeError`), code, message.
    Coded(&'static str, &'static str, Cow<'static, str>),
    /// What OpenSSL said, the newest first; and the message when it said nothing.
    OpenSsl(Vec<Entry>, Cow<'static, str>),
}

/// A result with a [`CryptoError`].
pub type CryptoResult<T> = Result<T, CryptoError>;

impl CryptoError {
    pub fn error(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::Coded("Error", code, message.into())
    }

    pub fn type_error(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::Coded("TypeError", code, message.into())
    }

    pub fn range_error(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::Coded("RangeError", code, message.into())
    }

    /// The arguments are not of the types that JS promises: a mistake of ours.
    pub fn arguments() -> Self {
        Self::type_error("ERR_INVALID_ARG_TYPE", "Invalid argument")
    }

    /// A job that failed without a word.
    pub fn operation_failed() -> Self {
        Self::error("ERR_CRYPTO_OPERATION_FAILED", "Operation failed")
    }

    /// What OpenSSL's queue holds; it is empty afterwards. `message` is used when there is nothing in it.
    #[cfg(feature = "openssl")]
    pub fn queue(message: impl Into<Cow<'static, str>>) -> Self {
        let mut entries = Vec::new();
        loop {
            // SAFETY: no arguments.
            let number = unsafe { openssl_sys::ERR_get_error() };
            if number == 0 {
                break;
            }
            entries.push(Entry::new(number));
        }
        entries.reverse();
        Self::OpenSsl(entries, message.into())
    }

    /// As [`CryptoError::queue`], with Node's default words.
    #[cfg(feature = "openssl")]
    pub fn openssl() -> Self {
        Self::queue("Operation failed")
    }

    /// The error as JS gets it.
    pub fn to_js<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let text = new_string(scope, self.message());
        let class = match self {
            Self::Coded(class, ..) => class,
            Self::OpenSsl(..) => "Error",
        };
        let error = match class {
            "TypeError" => v8::Exception::type_error(scope, text),
            "RangeError" => v8::Exception::range_error(scope, text),
            _ => v8::Exception::error(scope, text),
        };
        let Ok(object) = v8::Local::<v8::Object>::try_from(error) else {
            return error;
        };
        match self {
            Self::Coded(_, "", _) => {}
            Self::Coded(_, code, _) => define_text(scope, object, "code", code),
            Self::OpenSsl(entries, _) => {
                let Some(oldest) = entries.last() else {
                    return error;
                };
                let list: Vec<v8::Local<v8::Value>> = entries
                    .iter()
                    .map(|entry| new_string(scope, &entry.message).into())
                    .collect();
                let list = v8::Array::new_with_elements(scope, &list);
                define(scope, object, "opensslErrorStack", list.into());
                let parts = [
                    ("library", &oldest.library),
                    ("reason", &oldest.reason),
                    ("code", &oldest.code),
                ];
                for (name, value) in parts {
                    if let Some(value) = value {
                        define_text(scope, object, name, value);
                    }
                }
            }
        }
        error
    }

    /// The message alone.
    pub fn message(&self) -> &str {
        match self {
            Self::Coded(_, _, message) => message,
            Self::OpenSsl(entries, message) => entries.last().map_or(message, |e| &*e.message),
        }
    }

    /// Throws it.
    pub fn throw(&self, scope: &mut v8::PinScope) {
        let error = self.to_js(scope);
        scope.throw_exception(error);
    }
}

/// The value, or `undefined` with the error thrown.
pub fn settle<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    result: CryptoResult<v8::Local<'s, v8::Value>>,
) -> v8::Local<'s, v8::Value> {
    match result {
        Ok(value) => value,
        Err(error) => {
            error.throw(scope);
            v8::undefined(scope).into()
        }
    }
}

/// Empties OpenSSL's queue: before and after calls whose failure is no error.
#[cfg(feature = "openssl")]
pub fn clear() {
    // SAFETY: no arguments.
    unsafe { openssl_sys::ERR_clear_error() };
}

#[cfg(feature = "openssl")]
impl Entry {
    fn new(number: std::ffi::c_ulong) -> Self {
        let mut buffer = [0 as std::ffi::c_char; 256];
        // SAFETY: the buffer is as long as told, and OpenSSL ends its text with a zero.
        let message = unsafe {
            crate::ffi::ERR_error_string_n(number, buffer.as_mut_ptr(), buffer.len());
            text_of(buffer.as_ptr())
        };
        // SAFETY: both return null or a text that is never freed.
        let (library, reason) = unsafe {
            (
                text_of(openssl_sys::ERR_lib_error_string(number)),
                text_of(openssl_sys::ERR_reason_error_string(number)),
            )
        };
        let code = reason.as_ref().map(|reason| {
            let reason = reason.replace(' ', "_").to_ascii_uppercase();
            let library = (number >> 23) & 0xff;
            match library_name(library) {
                "SSL" => format!("ERR_SSL_{reason}"),
                "" => format!("ERR_OSSL_{reason}"),
                name => format!("ERR_OSSL_{name}_{reason}"),
            }
        });
        Self {
            message: message.unwrap_or_default(),
            library,
            reason,
            code,
        }
    }
}

/// # Safety
/// `text` is null or ends with a zero.
#[cfg(feature = "openssl")]
unsafe fn text_of(text: *const std::ffi::c_char) -> Option<String> {
    if text.is_null() {
        return None;
    }
    // SAFETY: the caller vouches for it.
    let text = unsafe { std::ffi::CStr::from_ptr(text) };
    Some(text.to_string_lossy().into_owned())
}

/// The libraries that Node names in its codes; those that are newer it does not know.
fn library_name(library: u64) -> &'static str {
    match library {
        2 => "SYS",
        3 => "BN",
        4 => "RSA",
        5 => "DH",
        6 => "EVP",
        7 => "BUF",
        8 => "OBJ",
        9 => "PEM",
        10 => "DSA",
        11 => "X509",
        13 => "ASN1",
        14 => "CONF",
        15 => "CRYPTO",
        16 => "EC",
        20 => "SSL",
        32 => "BIO",
        33 => "PKCS7",
        34 => "X509V3",
        35 => "PKCS12",
        36 => "RAND",
        37 => "DSO",
        38 => "ENGINE",
        39 => "OCSP",
        40 => "UI",
        41 => "COMP",
        42 => "ECDSA",
        43 => "ECDH",
        44 => "OSSL_STORE",
        45 => "FIPS",
        46 => "CMS",
        47 => "TS",
        48 => "HMAC",
        50 => "CT",
        51 => "ASYNC",
        52 => "KDF",
        53 => "SM2",
        128 => "USER",
        _ => "",
    }
}
