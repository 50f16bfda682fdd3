//! SPKAC, Netscape's signed public key and challenge: what `Certificate` reads.

use std::ffi::c_char;
use std::ptr;

use deno_core::v8;
use openssl_sys as ffi;

use crate::args::Args;
use crate::error::{CryptoError, CryptoResult};
use crate::{ffi as more, text};

const VERIFY: i32 = 0;
const EXPORT_PUBLIC_KEY: i32 = 1;
const EXPORT_CHALLENGE: i32 = 2;

/// What is in `<openssl/x509.h>` of such a thing.
#[repr(C)]
struct Spki {
    spkac: *mut Spkac,
}

#[repr(C)]
struct Spkac {
    public_key: *mut std::ffi::c_void,
    challenge: *mut ffi::ASN1_STRING,
}

/// `certificate(method, bytes)`.
pub fn call<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Args<'_, 's>,
) -> CryptoResult<v8::Local<'s, v8::Value>> {
    let method = args.i32(0);
    let bytes = args.bytes(1)?;
    if i32::try_from(bytes.len()).is_err() {
        return Err(CryptoError::range_error(
            "ERR_OUT_OF_RANGE",
            "spkac is too large",
        ));
    }
    let found = read(method, bytes);
    crate::error::clear();
    match (method, found) {
        (VERIFY, found) => Ok(v8::Boolean::new(scope, found.is_some()).into()),
        (_, Some(bytes)) => text::encoded(scope, &bytes, text::BUFFER),
        (_, None) => Ok(v8::String::empty(scope).into()),
    }
}

fn read(method: i32, bytes: &[u8]) -> Option<Vec<u8>> {
    // Trailing white space is not part of it.
    let end = bytes.iter().rposition(|b| !b" \n\r\t".contains(b))? + 1;
    let bytes = &bytes[..end];
    let length = i32::try_from(bytes.len()).ok()?;
    // SAFETY: the text is good for its length; what OpenSSL makes is freed below.
    unsafe {
        let spki = more::NETSCAPE_SPKI_b64_decode(bytes.as_ptr().cast::<c_char>(), length);
        if spki.is_null() {
            return None;
        }
        let result = parts(method, spki);
        more::NETSCAPE_SPKI_free(spki);
        result
    }
}

/// # Safety
/// `spki` is one of OpenSSL's.
unsafe fn parts(method: i32, spki: *mut std::ffi::c_void) -> Option<Vec<u8>> {
    // SAFETY: the structures are as OpenSSL declares them; what is made here is freed here.
    unsafe {
        if method == EXPORT_CHALLENGE {
            let challenge = (*(*spki.cast::<Spki>()).spkac).challenge;
            let mut out: *mut u8 = ptr::null_mut();
            let length = more::ASN1_STRING_to_UTF8(&mut out, challenge);
            let length = usize::try_from(length).ok()?;
            let bytes = std::slice::from_raw_parts(out, length).to_vec();
            more::CRYPTO_free(out.cast(), ptr::null(), 0);
            return Some(bytes);
        }
        let key = more::NETSCAPE_SPKI_get_pubkey(spki);
        if key.is_null() {
            return None;
        }
        let result = match method {
            EXPORT_PUBLIC_KEY => pem_of(key),
            _ => (more::NETSCAPE_SPKI_verify(spki, key) > 0).then(Vec::new),
        };
        ffi::EVP_PKEY_free(key);
        result
    }
}

/// # Safety
/// `key` is one of OpenSSL's.
unsafe fn pem_of(key: *mut ffi::EVP_PKEY) -> Option<Vec<u8>> {
    // SAFETY: the memory of the BIO is copied before it is freed.
    unsafe {
        let bio = ffi::BIO_new(ffi::BIO_s_mem());
        let mut result = None;
        if ffi::PEM_write_bio_PUBKEY(bio, key) == 1 {
            let mut start: *mut c_char = ptr::null_mut();
            let length = ffi::BIO_get_mem_data(bio, &mut start);
            let bytes = std::slice::from_raw_parts(start.cast::<u8>(), length as usize);
            result = Some(bytes.to_vec());
        }
        ffi::BIO_free_all(bio);
        result
    }
}
