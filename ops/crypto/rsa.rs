//! Encrypting with keys: `publicEncrypt`, `privateDecrypt`, `privateEncrypt`, `publicDecrypt`.

use std::ptr;

use deno_core::v8;
use openssl_sys as ffi;

use crate::args::Args;
use crate::digest::Algorithm;
use crate::error::{CryptoError, CryptoResult};
use crate::ffi as more;
use crate::keygen::Context;
use crate::pkey::Pkey;
use crate::{key, text};

const PUBLIC_ENCRYPT: i32 = 0;
const PRIVATE_DECRYPT: i32 = 1;
const PRIVATE_ENCRYPT: i32 = 2;

/// `rsa(operation, key x 4, data, padding, hash | undefined, label | undefined)`.
pub fn call<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Args<'_, 's>,
) -> CryptoResult<v8::Local<'s, v8::Value>> {
    let operation = args.i32(0);
    let data = args.bytes(5)?.to_vec();
    let hash =
        match args.string(scope, 7) {
            None => None,
            Some(name) => Some(Algorithm::by_name(&name).ok_or_else(|| {
                CryptoError::error("ERR_OSSL_EVP_INVALID_DIGEST", "Invalid digest")
            })?),
        };
    let key = match operation {
        PRIVATE_DECRYPT | PRIVATE_ENCRYPT => key::private(scope, args, 1)?,
        _ => key::any(scope, args, 1)?,
    };
    let label = args.maybe_bytes(8).map(<[u8]>::to_vec);
    let out = run(operation, &key, &data, args.i32(6), hash, label.as_deref())?;
    text::raw(scope, &out)
}

pub fn run(
    operation: i32,
    key: &Pkey,
    data: &[u8],
    padding: i32,
    hash: Option<Algorithm>,
    label: Option<&[u8]>,
) -> CryptoResult<Vec<u8>> {
    type Init = unsafe extern "C" fn(*mut ffi::EVP_PKEY_CTX) -> i32;
    type Step =
        unsafe extern "C" fn(*mut ffi::EVP_PKEY_CTX, *mut u8, *mut usize, *const u8, usize) -> i32;
    let (init, step): (Init, Step) = match operation {
        PUBLIC_ENCRYPT => (ffi::EVP_PKEY_encrypt_init, ffi::EVP_PKEY_encrypt),
        PRIVATE_DECRYPT => (ffi::EVP_PKEY_decrypt_init, ffi::EVP_PKEY_decrypt),
        PRIVATE_ENCRYPT => (ffi::EVP_PKEY_sign_init, ffi::EVP_PKEY_sign),
        _ => (
            ffi::EVP_PKEY_verify_recover_init,
            ffi::EVP_PKEY_verify_recover,
        ),
    };
    crate::error::clear();
    let context = Context::of_key(key).ok_or_else(CryptoError::openssl)?;
    // SAFETY: the context lives; the label goes over to it.
    unsafe {
        let mut ready =
            init(context.0) > 0 && ffi::EVP_PKEY_CTX_set_rsa_padding(context.0, padding) > 0;
        if let (true, Some(hash)) = (ready, hash) {
            ready = more::EVP_PKEY_CTX_set_rsa_oaep_md(context.0, hash.md()) > 0;
        }
        if let (true, Some(label)) = (ready, label)
            && !label.is_empty()
        {
            let copy = more::CRYPTO_memdup(label.as_ptr().cast(), label.len(), ptr::null(), 0);
            ready = more::EVP_PKEY_CTX_set0_rsa_oaep_label(context.0, copy, label.len() as i32) > 0;
        }
        let mut length = 0;
        let start = match data.is_empty() {
            true => c"".as_ptr().cast(),
            false => data.as_ptr(),
        };
        ready = ready && step(context.0, ptr::null_mut(), &mut length, start, data.len()) > 0;
        let mut out = vec![0; length.max(1)];
        ready = ready && step(context.0, out.as_mut_ptr(), &mut length, start, data.len()) > 0;
        if !ready {
            return Err(CryptoError::openssl());
        }
        out.truncate(length);
        Ok(out)
    }
}
