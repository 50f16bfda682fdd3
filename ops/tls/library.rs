//! What needs no connection: the names of ciphers, the authorities, errors.

use std::ptr;

use deno_core::v8;
use openssl::x509::X509;
use openssl_sys as ffi;
use ops_crypto::{Args, CryptoError, CryptoResult};

use crate::{ffi as more, pem, roots, value};

/// `op_tls_call`.
pub fn call<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    name: &str,
    args: &Args<'_, 's>,
) -> CryptoResult<v8::Local<'s, v8::Value>> {
    match name {
        "getSSLCiphers" => {
            let names = ciphers()?;
            Ok(strings(scope, &names))
        }
        "bundledCertificates" => {
            let list: Vec<String> = roots::bundled()
                .filter_map(|der| X509::from_der(der).ok())
                .filter_map(|x509| pem_text(&x509))
                .map(|text| text.trim_end().to_owned())
                .collect();
            Ok(strings(scope, &list))
        }
        "systemCertificates" => {
            let list: Vec<String> = roots::system().iter().filter_map(pem_text).collect();
            Ok(strings(scope, &list))
        }
        // The certificates of a PEM text, each by itself.
        "splitCertificates" => {
            let (list, ended) = pem::certificates(args.bytes(0)?);
            if !ended {
                // The newest error alone, as Node tells it.
                // SAFETY: no pointers but the format, for which null is allowed.
                unsafe {
                    let number = ffi::ERR_peek_last_error();
                    ffi::ERR_clear_error();
                    ffi::ERR_new();
                    let (library, reason) = ((number >> 23) & 0xff, number & 0x7f_ffff);
                    ffi::ERR_set_error(library as i32, reason as i32, ptr::null());
                }
                return Err(CryptoError::queue("Failed to parse certificate"));
            }
            let list: Vec<String> = list.iter().filter_map(pem_text).collect();
            Ok(strings(scope, &list))
        }
        "setSources" => {
            let (openssl, system) = (args.bool(0), args.bool(1));
            let extra = args.maybe_bytes(2).unwrap_or_default().to_vec();
            roots::change(|sources| {
                sources.openssl = openssl;
                sources.system = system;
                sources.extra = extra;
            });
            Ok(v8::undefined(scope).into())
        }
        "setDefaultCertificates" => {
            let list = v8::Local::<v8::Array>::try_from(args.get(0))
                .map_err(|_| CryptoError::arguments())?;
            if list.length() == 0 && args.bool(1) {
                return Err(CryptoError::error(
                    "ERR_CRYPTO_OPERATION_FAILED",
                    "No valid certificates found in the provided array",
                ));
            }
            let mut texts = Vec::new();
            for index in 0..list.length() {
                let entry = list
                    .get_index(scope, index)
                    .ok_or_else(CryptoError::arguments)?;
                texts.push(entry.to_rust_string_lossy(scope).into_bytes());
            }
            roots::change(|sources| sources.instead = Some(texts));
            Ok(v8::undefined(scope).into())
        }
        _ => Err(CryptoError::arguments()),
    }
}

fn strings<'s>(scope: &mut v8::PinScope<'s, '_>, list: &[String]) -> v8::Local<'s, v8::Value> {
    let list: Vec<v8::Local<v8::Value>> =
        list.iter().map(|text| value::string(scope, text)).collect();
    v8::Array::new_with_elements(scope, &list).into()
}

fn pem_text(x509: &X509) -> Option<String> {
    String::from_utf8(x509.to_pem().ok()?).ok()
}

/// The names of the ciphers that a context has by default, those of TLS 1.3 at the end.
fn ciphers() -> CryptoResult<Vec<String>> {
    let mut names = Vec::new();
    // SAFETY: the list belongs to the context, which is freed here; names live forever.
    unsafe {
        let context = ffi::SSL_CTX_new(ffi::TLS_method());
        if context.is_null() {
            return Err(CryptoError::queue("SSL_CTX_new"));
        }
        let list = more::SSL_CTX_get_ciphers(context);
        for index in 0..more::OPENSSL_sk_num(list) {
            let cipher = more::OPENSSL_sk_value(list, index).cast();
            let name = ffi::SSL_CIPHER_get_name(cipher);
            names.push(
                std::ffi::CStr::from_ptr(name)
                    .to_string_lossy()
                    .into_owned(),
            );
        }
        ffi::SSL_CTX_free(context);
    }
    for name in [
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_128_CCM_8_SHA256",
        "TLS_AES_128_CCM_SHA256",
    ] {
        names.push(name.to_owned());
    }
    Ok(names)
}

/// What OpenSSL's queue holds as an error with `library`, `reason` and a code of the form `ERR_SSL_...`; the queue is empty
/// afterwards.
pub fn take_error<'s>(scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
    // SAFETY: no arguments; the BIO is freed here and its bytes are copied before.
    let (number, text) = unsafe {
        let number = more::ERR_peek_error();
        if number == 0 {
            return None;
        }
        let bio = ffi::BIO_new(ffi::BIO_s_mem());
        more::ERR_print_errors(bio);
        let mut data: *mut u8 = ptr::null_mut();
        let length = ffi::BIO_ctrl(bio, 3, 0, (&raw mut data).cast());
        let text = match length > 0 && !data.is_null() {
            true => String::from_utf8_lossy(std::slice::from_raw_parts(data, length as usize))
                .into_owned(),
            false => String::new(),
        };
        ffi::BIO_free_all(bio);
        (number, text)
    };
    let message = v8::String::new(scope, &text)?;
    let error = v8::Exception::error(scope, message);
    let object = v8::Local::<v8::Object>::try_from(error).ok()?;
    // SAFETY: both are null or texts that live forever.
    let (library, reason) = unsafe {
        (
            value::text(scope, more::ERR_lib_error_string(number)),
            value::text(scope, ffi::ERR_reason_error_string(number)),
        )
    };
    if library.is_string() {
        value::set(scope, object, "library", library);
    }
    if reason.is_string() {
        value::set(scope, object, "reason", reason);
        let reason = reason.to_rust_string_lossy(scope);
        let code = format!("ERR_SSL_{}", reason.replace(' ', "_").to_ascii_uppercase());
        let code = value::string(scope, &code);
        value::set(scope, object, "code", code);
    }
    Some(error)
}

/// The name of a result of verifying (`X509_V_ERR_...`), without its prefix.
pub fn verify_code(error: i64) -> &'static str {
    match error {
        2 => "UNABLE_TO_GET_ISSUER_CERT",
        3 => "UNABLE_TO_GET_CRL",
        4 => "UNABLE_TO_DECRYPT_CERT_SIGNATURE",
        5 => "UNABLE_TO_DECRYPT_CRL_SIGNATURE",
        6 => "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY",
        7 => "CERT_SIGNATURE_FAILURE",
        8 => "CRL_SIGNATURE_FAILURE",
        9 => "CERT_NOT_YET_VALID",
        10 => "CERT_HAS_EXPIRED",
        11 => "CRL_NOT_YET_VALID",
        12 => "CRL_HAS_EXPIRED",
        13 => "ERROR_IN_CERT_NOT_BEFORE_FIELD",
        14 => "ERROR_IN_CERT_NOT_AFTER_FIELD",
        15 => "ERROR_IN_CRL_LAST_UPDATE_FIELD",
        16 => "ERROR_IN_CRL_NEXT_UPDATE_FIELD",
        17 => "OUT_OF_MEM",
        18 => "DEPTH_ZERO_SELF_SIGNED_CERT",
        19 => "SELF_SIGNED_CERT_IN_CHAIN",
        20 => "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
        21 => "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
        22 => "CERT_CHAIN_TOO_LONG",
        23 => "CERT_REVOKED",
        25 => "PATH_LENGTH_EXCEEDED",
        26 => "INVALID_PURPOSE",
        27 => "CERT_UNTRUSTED",
        28 => "CERT_REJECTED",
        62 => "HOSTNAME_MISMATCH",
        79 => "INVALID_CA",
        _ => "UNSPECIFIED",
    }
}
