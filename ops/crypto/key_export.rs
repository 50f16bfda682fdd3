//! Keys as PEM, DER, and raw bytes.

use std::ffi::c_int;
use std::ptr;

use openssl_sys as ffi;

use crate::error::{CryptoError, CryptoResult};
use crate::ffi as more;
use crate::pkey::{Bio, PEM, PKCS1, PKCS8, Pkey, SEC1};

fn failed() -> CryptoError {
    CryptoError::queue("Failed to export key")
}

fn incompatible(message: &'static str) -> CryptoError {
    CryptoError::error("ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS", message)
}

/// A public key as SPKI or PKCS#1.
pub fn public(key: &Pkey, format: i32, kind: i32) -> CryptoResult<Vec<u8>> {
    let bio = Bio::memory();
    // SAFETY: the key and the BIO live.
    let done = unsafe {
        match (format == PEM, kind == PKCS1) {
            (true, true) => {
                let rsa = more::EVP_PKEY_get0_RSA(key.raw());
                ffi::PEM_write_bio_RSAPublicKey(bio.0, rsa)
            }
            (false, true) => {
                let rsa = more::EVP_PKEY_get0_RSA(key.raw());
                more::i2d_RSAPublicKey_bio(bio.0, rsa)
            }
            (true, false) => ffi::PEM_write_bio_PUBKEY(bio.0, key.raw()),
            (false, false) => ffi::i2d_PUBKEY_bio(bio.0, key.raw()),
        }
    };
    match done {
        1 => Ok(bio.bytes()),
        _ => Err(failed()),
    }
}

/// A private key as PKCS#8, PKCS#1 or SEC1, encrypted when a cipher is named.
pub fn private(
    key: &Pkey,
    format: i32,
    kind: i32,
    cipher: Option<&str>,
    secret: &[u8],
) -> CryptoResult<Vec<u8>> {
    let cipher = match cipher {
        None => ptr::null(),
        Some(name) => {
            let known = crate::cipher_algorithm::Algorithm::by_name(name);
            known
                .ok_or_else(|| CryptoError::error("ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher"))?
                .cipher
        }
    };
    if kind == PKCS1 && key.id() != 6 {
        return Err(incompatible(
            "The selected key encoding pkcs1 can only be used for RSA keys.",
        ));
    }
    if kind == SEC1 && key.id() != 408 {
        return Err(incompatible(
            "The selected key encoding sec1 can only be used for EC keys.",
        ));
    }
    let bio = Bio::memory();
    // An empty passphrase is one, too: it is given as a place and a length, and nobody is asked for another.
    let (start, length) = match (cipher.is_null(), secret.is_empty()) {
        (true, _) => (ptr::null(), 0),
        (_, true) => (c"".as_ptr().cast(), 0),
        _ => (secret.as_ptr(), secret.len() as c_int),
    };
    // SAFETY: the key, the BIO and the passphrase outlive the calls.
    let done = unsafe {
        match (format == PEM, kind) {
            (true, PKCS8) => ffi::PEM_write_bio_PKCS8PrivateKey(
                bio.0,
                key.raw(),
                cipher,
                start.cast_mut().cast(),
                length,
                None,
                ptr::null_mut(),
            ),
            (false, PKCS8) => ffi::i2d_PKCS8PrivateKey_bio(
                bio.0,
                key.raw(),
                cipher,
                start.cast_mut().cast(),
                length,
                None,
                ptr::null_mut(),
            ),
            (true, _) => more::PEM_write_bio_PrivateKey_traditional(
                bio.0,
                key.raw(),
                cipher,
                start.cast_mut().cast(),
                length,
                None,
                ptr::null_mut(),
            ),
            (false, _) => ffi::i2d_PrivateKey_bio(bio.0, key.raw()),
        }
    };
    match done {
        1 => Ok(bio.bytes()),
        _ => Err(failed()),
    }
}

/// Which raw bytes.
#[derive(Clone, Copy, PartialEq)]
pub enum Raw {
    Public,
    Private,
    Seed,
}

/// The raw bytes of a key that has them; `compressed` is for points of a curve.
pub fn raw(key: &Pkey, what: Raw, compressed: bool) -> CryptoResult<Vec<u8>> {
    let wrong = || {
        CryptoError::error(
            "ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS",
            "Failed to get raw key",
        )
    };
    if key.id() == 408 {
        return match what {
            Raw::Public => point(key, compressed).ok_or_else(wrong),
            Raw::Private => scalar(key).ok_or_else(wrong),
            Raw::Seed => Err(wrong()),
        };
    }
    let result = match what {
        Raw::Public => octets(key, c"pub"),
        Raw::Private => octets(key, c"priv"),
        Raw::Seed => octets(key, c"seed"),
    };
    crate::error::clear();
    result.ok_or_else(wrong)
}

/// A parameter of bytes.
pub fn octets(key: &Pkey, name: &std::ffi::CStr) -> Option<Vec<u8>> {
    let mut length = 0;
    // SAFETY: the second call has room for what the first one told.
    unsafe {
        let told = ffi::EVP_PKEY_get_octet_string_param(
            key.raw(),
            name.as_ptr(),
            ptr::null_mut(),
            0,
            &mut length,
        );
        if told != 1 {
            return None;
        }
        let mut out = vec![0; length];
        let done = ffi::EVP_PKEY_get_octet_string_param(
            key.raw(),
            name.as_ptr(),
            out.as_mut_ptr(),
            length,
            &mut length,
        );
        out.truncate(length);
        (done == 1).then_some(out)
    }
}

/// A parameter that is a number, the highest byte first; as long as `length` asks at least.
pub fn number(key: &Pkey, name: &std::ffi::CStr, length: usize) -> Option<Vec<u8>> {
    let mut number: *mut ffi::BIGNUM = ptr::null_mut();
    // SAFETY: the number is freed here.
    unsafe {
        if ffi::EVP_PKEY_get_bn_param(key.raw(), name.as_ptr(), &mut number) != 1 {
            crate::error::clear();
            return None;
        }
        let own = (ffi::BN_num_bits(number).max(0) as usize).div_ceil(8);
        let mut out = vec![0; own.max(length)];
        ffi::BN_bn2binpad(number, out.as_mut_ptr(), out.len() as c_int);
        ffi::BN_clear_free(number);
        Some(out)
    }
}

/// A parameter that is a text.
pub fn text(key: &Pkey, name: &std::ffi::CStr) -> Option<String> {
    let mut out = [0_u8; 128];
    let mut length = 0;
    // SAFETY: the room is as long as told.
    let done = unsafe {
        ffi::EVP_PKEY_get_utf8_string_param(
            key.raw(),
            name.as_ptr(),
            out.as_mut_ptr().cast(),
            out.len(),
            &mut length,
        )
    };
    if done != 1 {
        crate::error::clear();
        return None;
    }
    out.get(..length)
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
}

/// Bytes of a coordinate or a scalar of the key's curve.
pub fn field_length(key: &Pkey) -> usize {
    // SAFETY: it is a key.
    (unsafe { ffi::EVP_PKEY_get_bits(key.raw()) }.max(0) as usize).div_ceil(8)
}

fn point(key: &Pkey, compressed: bool) -> Option<Vec<u8>> {
    let length = field_length(key);
    let (x, y) = (number(key, c"qx", length)?, number(key, c"qy", length)?);
    let mut out = Vec::with_capacity(1 + 2 * length);
    if compressed {
        out.push(2 + (y.last()? & 1));
        out.extend_from_slice(&x);
    } else {
        out.push(4);
        out.extend_from_slice(&x);
        out.extend_from_slice(&y);
    }
    Some(out)
}

fn scalar(key: &Pkey) -> Option<Vec<u8>> {
    number(key, c"priv", field_length(key))
}
