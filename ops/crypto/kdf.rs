//! Keys from passwords and keys from keys: PBKDF2, scrypt, HKDF, Argon2.

use std::ffi::CStr;
use std::ptr;

use deno_core::v8;
use openssl_sys as ffi;

use crate::args::Args;
use crate::call::{Job, buffer};
use crate::digest::Algorithm;
use crate::error::{CryptoError, CryptoResult};
use crate::ffi as more;

/// The job of a kind; see `js/internal/crypto/kinds.js`.
pub fn job<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    kind: i32,
    args: &Args<'_, 's>,
) -> CryptoResult<Job> {
    match kind {
        2 => pbkdf2(scope, args),
        3 => scrypt(args),
        4 => hkdf(scope, args),
        _ => argon2(scope, args),
    }
}

fn digest(name: &str) -> CryptoResult<Algorithm> {
    Algorithm::by_name(name).ok_or_else(|| {
        let message = format!("Invalid digest: {name}");
        CryptoError::type_error("ERR_CRYPTO_INVALID_DIGEST", message)
    })
}

/// A pointer and a length for OpenSSL, which takes no dangling pointer for an empty secret.
fn start(bytes: &[u8]) -> *const u8 {
    match bytes.is_empty() {
        true => c"".as_ptr().cast(),
        false => bytes.as_ptr(),
    }
}

/// `pbkdf2(password, salt, iterations, length, digest)`.
fn pbkdf2<'s>(scope: &mut v8::PinScope<'s, '_>, args: &Args<'_, 's>) -> CryptoResult<Job> {
    let password = args.secret(scope, 0)?;
    let salt = args.bytes(1)?.to_vec();
    let (iterations, length) = (args.i32(2), args.usize(3));
    let algorithm = digest(&args.text(scope, 4)?)?;
    Ok(Box::new(move || {
        // The whole value comes along, with its promise that it may.
        let algorithm = algorithm;
        let mut out = vec![0; length];
        // SAFETY: each range is good for the length beside it.
        let done = unsafe {
            ffi::PKCS5_PBKDF2_HMAC(
                start(&password).cast(),
                password.len() as i32,
                start(&salt),
                salt.len() as i32,
                iterations,
                algorithm.md(),
                length as i32,
                out.as_mut_ptr(),
            )
        };
        match done {
            1 => Ok(buffer(out)),
            _ => Err(CryptoError::queue("PBKDF2 derivation failed")),
        }
    }))
}

/// `scrypt(password, salt, N, r, p, maxmem, length)`.
fn scrypt(args: &Args) -> CryptoResult<Job> {
    let password = args.bytes(0)?.to_vec();
    let salt = args.bytes(1)?.to_vec();
    let (n, r, p) = (args.f64(2) as u64, args.f64(3) as u64, args.f64(4) as u64);
    let (memory, length) = (args.f64(5) as u64, args.usize(6));
    // SAFETY: without an output the call only checks the numbers.
    let good = unsafe {
        ffi::EVP_PBE_scrypt(
            ptr::null(),
            0,
            ptr::null(),
            0,
            n,
            r,
            p,
            memory,
            ptr::null_mut(),
            0,
        )
    };
    if good != 1 {
        let said = match CryptoError::openssl() {
            CryptoError::OpenSsl(entries, _) => entries.into_iter().next(),
            CryptoError::Coded(..) => None,
        };
        let message = match said {
            Some(entry) => format!("Invalid scrypt params: {}", entry.message),
            None => "Invalid scrypt params".to_owned(),
        };
        return Err(CryptoError::range_error(
            "ERR_CRYPTO_INVALID_SCRYPT_PARAMS",
            message,
        ));
    }
    Ok(Box::new(move || {
        let mut out = vec![0; length];
        if length == 0 {
            return Ok(buffer(out));
        }
        // SAFETY: each range is good for the length beside it.
        let done = unsafe {
            ffi::EVP_PBE_scrypt(
                start(&password).cast(),
                password.len(),
                start(&salt),
                salt.len(),
                n,
                r,
                p,
                memory,
                out.as_mut_ptr(),
                length,
            )
        };
        match done {
            1 => Ok(buffer(out)),
            _ => Err(CryptoError::openssl()),
        }
    }))
}

/// One derivation of OpenSSL's: `params` without the end mark.
///
/// # Safety
/// The params point to memory that lives on.
unsafe fn derive(name: &CStr, params: &[ffi::OSSL_PARAM], length: usize) -> CryptoResult<Vec<u8>> {
    let mut out = vec![0; length];
    let mut list = Vec::with_capacity(params.len() + 1);
    // SAFETY: the caller vouches for the params; what is made here is freed here.
    unsafe {
        for param in params {
            list.push(ptr::read(param));
        }
        list.push(ffi::OSSL_PARAM_construct_end());
        let kdf = ffi::EVP_KDF_fetch(ptr::null_mut(), name.as_ptr(), ptr::null());
        let context = match kdf.is_null() {
            true => ptr::null_mut(),
            false => ffi::EVP_KDF_CTX_new(kdf),
        };
        let done = !context.is_null()
            && ffi::EVP_KDF_derive(context, out.as_mut_ptr(), length, list.as_ptr()) == 1;
        ffi::EVP_KDF_CTX_free(context);
        ffi::EVP_KDF_free(kdf);
        match done {
            true => Ok(out),
            false => Err(CryptoError::openssl()),
        }
    }
}

/// # Safety
/// The param must not outlive the bytes.
unsafe fn octets(key: &CStr, bytes: &[u8]) -> ffi::OSSL_PARAM {
    // SAFETY: OpenSSL only reads them.
    unsafe {
        ffi::OSSL_PARAM_construct_octet_string(
            key.as_ptr(),
            start(bytes).cast_mut().cast(),
            bytes.len(),
        )
    }
}

/// `hkdf(digest, key, salt, info, length)`.
fn hkdf<'s>(scope: &mut v8::PinScope<'s, '_>, args: &Args<'_, 's>) -> CryptoResult<Job> {
    let algorithm = digest(&args.text(scope, 0)?)?;
    let key = args.secret(scope, 1)?;
    let salt = args.bytes(2)?.to_vec();
    let info = args.bytes(3)?.to_vec();
    let length = args.usize(4);
    if length > algorithm.size.saturating_mul(255) {
        return Err(CryptoError::range_error(
            "ERR_CRYPTO_INVALID_KEYLEN",
            "Invalid key length",
        ));
    }
    Ok(Box::new(move || {
        // The whole value comes along, with its promise that it may.
        let algorithm = algorithm;
        if length == 0 {
            return Err(CryptoError::queue("HKDF derivation failed"));
        }
        // As the RFC says it: the provider's way refuses an empty key.
        let zeros = vec![0; algorithm.size];
        let salt = if salt.is_empty() { &zeros } else { &salt };
        let mut extract = crate::mac::Hmac::new(algorithm, salt)?;
        extract.update(&key);
        let secret = extract.finish()?;
        let mut out = Vec::with_capacity(length + algorithm.size);
        let mut last = Vec::new();
        let mut counter = 0_u8;
        while out.len() < length {
            counter = counter.wrapping_add(1);
            let mut expand = crate::mac::Hmac::new(algorithm, &secret)?;
            expand.update(&last);
            expand.update(&info);
            expand.update(&[counter]);
            last = expand.finish()?;
            out.extend_from_slice(&last);
        }
        out.truncate(length);
        Ok(buffer(out))
    }))
}

/// `argon2(name, message, nonce, lanes, length, memory, passes, secret, data)`.
fn argon2<'s>(scope: &mut v8::PinScope<'s, '_>, args: &Args<'_, 's>) -> CryptoResult<Job> {
    let name = args.text(scope, 0)?;
    let message = args.secret(scope, 1)?;
    let nonce = args.bytes(2)?.to_vec();
    let (mut lanes, length) = (args.u32(3), args.usize(4));
    let (mut memory, mut passes) = (args.u32(5), args.u32(6));
    let secret = match args.is_nullish(7) {
        true => Vec::new(),
        false => args.secret(scope, 7)?,
    };
    let data = args.maybe_bytes(8).unwrap_or_default().to_vec();
    let name = match &*name {
        "argon2d" => c"ARGON2D",
        "argon2i" => c"ARGON2I",
        _ => c"ARGON2ID",
    };
    Ok(Box::new(move || {
        // SAFETY: what the params point to lives until the end of the block.
        let out = unsafe {
            let mut params = vec![
                octets(c"pass", &message),
                octets(c"salt", &nonce),
                more::OSSL_PARAM_construct_uint32(c"lanes".as_ptr(), &mut lanes),
                more::OSSL_PARAM_construct_uint32(c"memcost".as_ptr(), &mut memory),
                more::OSSL_PARAM_construct_uint32(c"iter".as_ptr(), &mut passes),
            ];
            if !secret.is_empty() {
                params.push(octets(c"secret", &secret));
            }
            if !data.is_empty() {
                params.push(octets(c"ad", &data));
            }
            derive(name, &params, length)
        };
        Ok(buffer(out?))
    }))
}
