//! Whole operations as jobs, as `subtle` and `encapsulate` need them: ciphers, codes, RSA, encapsulation.

use std::ptr;

use deno_core::v8;
use openssl_sys as ffi;

use crate::args::Args;
use crate::call::{Job, array_buffer, buffer, output};
use crate::cipher::Cipher;
use crate::cipher_algorithm::Algorithm;
use crate::error::{CryptoError, CryptoResult};
use crate::keygen::Context;
use crate::{digest, key, mac};

/// `cipher(encrypts, name, key, iv | undefined, data, tagLength, aad | undefined)`; the tag stands behind the data.
pub fn cipher<'s>(scope: &mut v8::PinScope<'s, '_>, args: &Args<'_, 's>) -> CryptoResult<Job> {
    let encrypts = args.bool(0);
    let name = args.text(scope, 1)?;
    let key = args.secret(scope, 2)?;
    let iv = args.maybe_bytes(3).map(<[u8]>::to_vec);
    let mut data = args.bytes(4)?.to_vec();
    let tag_length = args.number(5).map(|n| n as usize);
    let aad = args.maybe_bytes(6).map(<[u8]>::to_vec);
    let algorithm = Algorithm::by_name(&name)
        .ok_or_else(|| CryptoError::error("ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher"))?;
    Ok(Box::new(move || {
        let algorithm = algorithm;
        let mut cipher = Cipher::new(&name, algorithm, encrypts, &key, iv.as_deref(), tag_length)?;
        if let (false, Some(length)) = (encrypts, tag_length) {
            let Some(at) = data.len().checked_sub(length) else {
                return Err(CryptoError::operation_failed());
            };
            let tag = data.split_off(at);
            cipher.set_tag(&tag)?;
        }
        if let Some(aad) = aad.filter(|aad| !aad.is_empty())
            && !cipher.set_aad(&aad, None)?
        {
            return Err(CryptoError::operation_failed());
        }
        let mut out = cipher.update(&data)?;
        out.extend(cipher.finish()?);
        if encrypts && tag_length.is_some() {
            out.extend_from_slice(cipher.tag());
        }
        Ok(buffer(out))
    }))
}

/// `mac(name, key, data, digest | undefined, length | undefined, customization | undefined)`: HMAC with a digest, or KMAC.
pub fn code<'s>(scope: &mut v8::PinScope<'s, '_>, args: &Args<'_, 's>) -> CryptoResult<Job> {
    let name = args.text(scope, 0)?;
    let key = args.secret(scope, 1)?;
    let data = args.bytes(2)?.to_vec();
    if let Some(name) = args.string(scope, 3) {
        let algorithm = digest::Algorithm::by_name(&name).ok_or_else(CryptoError::openssl)?;
        return Ok(Box::new(move || {
            let algorithm = algorithm;
            let mut hmac = mac::Hmac::new(algorithm, &key)?;
            hmac.update(&data);
            Ok(buffer(hmac.finish()?))
        }));
    }
    let length = args.usize(4);
    let custom = args.maybe_bytes(5).map(<[u8]>::to_vec);
    Ok(Box::new(move || {
        let out = mac::keccak(&name, &key, &data, length, custom.as_deref())?;
        Ok(buffer(out))
    }))
}

/// `rsa(operation, key x 4, data, padding, hash, label)` as a job.
pub fn rsa<'s>(scope: &mut v8::PinScope<'s, '_>, args: &Args<'_, 's>) -> CryptoResult<Job> {
    let operation = args.i32(0);
    let key = match operation {
        1 | 2 => key::private(scope, args, 1)?,
        _ => key::any(scope, args, 1)?,
    };
    let data = args.bytes(5)?.to_vec();
    let padding = args.i32(6);
    let hash = args
        .string(scope, 7)
        .and_then(|name| digest::Algorithm::by_name(&name));
    let label = args.maybe_bytes(8).map(<[u8]>::to_vec);
    Ok(Box::new(move || {
        let hash = hash;
        let out = crate::rsa::run(operation, &key, &data, padding, hash, label.as_deref())?;
        Ok(buffer(out))
    }))
}

/// `encapsulate(key x 4)`: `[sharedKey, ciphertext]`.
pub fn encapsulate<'s>(scope: &mut v8::PinScope<'s, '_>, args: &Args<'_, 's>) -> CryptoResult<Job> {
    let key = key::any(scope, args, 0)?;
    Ok(Box::new(move || {
        crate::error::clear();
        let failed = || CryptoError::queue("Failed to perform encapsulation");
        let context = Context::of_key(&key).ok_or_else(failed)?;
        let (mut long, mut short) = (0, 0);
        // SAFETY: the second call has room for what the first one told.
        unsafe {
            let mut done = ffi::EVP_PKEY_encapsulate_init(context.0, ptr::null()) > 0;
            if done {
                set_kem_operation(&context, key.id());
            }
            done = done
                && ffi::EVP_PKEY_encapsulate(
                    context.0,
                    ptr::null_mut(),
                    &mut long,
                    ptr::null_mut(),
                    &mut short,
                ) > 0;
            let (mut text, mut secret) = (vec![0; long], vec![0; short]);
            done = done
                && ffi::EVP_PKEY_encapsulate(
                    context.0,
                    text.as_mut_ptr(),
                    &mut long,
                    secret.as_mut_ptr(),
                    &mut short,
                ) > 0;
            if !done {
                return Err(failed());
            }
            text.truncate(long);
            secret.truncate(short);
            Ok(output(move |scope| {
                let list = [
                    array_buffer(scope, secret).into(),
                    array_buffer(scope, text).into(),
                ];
                v8::Array::new_with_elements(scope, &list).into()
            }))
        }
    }))
}

/// RSA and the curves have more than one way; these are Node's.
///
/// # Safety
/// The context lives.
unsafe fn set_kem_operation(context: &Context, id: i32) {
    let name = match id {
        6 => c"RSASVE",
        408 | 1034 | 1035 => c"DHKEM",
        _ => return,
    };
    // SAFETY: the context lives.
    unsafe { crate::ffi::EVP_PKEY_CTX_set_kem_op(context.0, name.as_ptr()) };
}

/// `decapsulate(key x 4, ciphertext)`: the shared key.
pub fn decapsulate<'s>(scope: &mut v8::PinScope<'s, '_>, args: &Args<'_, 's>) -> CryptoResult<Job> {
    let key = key::private(scope, args, 0)?;
    let text = args.bytes(4)?.to_vec();
    Ok(Box::new(move || {
        crate::error::clear();
        let failed = || CryptoError::queue("Failed to perform decapsulation");
        let context = Context::of_key(&key).ok_or_else(failed)?;
        let mut length = 0;
        // SAFETY: the second call has room for what the first one told.
        unsafe {
            let mut done = ffi::EVP_PKEY_decapsulate_init(context.0, ptr::null()) > 0;
            if done {
                set_kem_operation(&context, key.id());
            }
            let (start, size) = (text.as_ptr(), text.len());
            done = done
                && ffi::EVP_PKEY_decapsulate(context.0, ptr::null_mut(), &mut length, start, size)
                    > 0;
            let mut out = vec![0; length];
            done = done
                && ffi::EVP_PKEY_decapsulate(context.0, out.as_mut_ptr(), &mut length, start, size)
                    > 0;
            if !done {
                return Err(failed());
            }
            out.truncate(length);
            Ok(buffer(out))
        }
    }))
}
