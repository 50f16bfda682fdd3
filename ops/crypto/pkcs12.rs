//! Bundles of a key and certificates: `parsePKCS12`.

use std::ffi::c_char;
use std::ptr;

use deno_core::v8;
use openssl_sys as ffi;

use crate::args::Args;
use crate::error::{CryptoError, CryptoResult};
use crate::ffi as more;
use crate::handle::CryptoHandle;
use crate::key::Key;
use crate::pkey::Pkey;
use crate::x509::Certificate;

/// `pkcs12(bytes, passphrase | undefined)`: `[key, certificate, ...others]`, `undefined` for what is not in it.
pub fn call<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Args<'_, 's>,
) -> CryptoResult<v8::Local<'s, v8::Value>> {
    crate::error::clear();
    let bytes = args.bytes(0)?;
    let mut secret = args.maybe_bytes(1).unwrap_or_default().to_vec();
    secret.push(0);
    let mut start = bytes.as_ptr();
    let mut key: *mut ffi::EVP_PKEY = ptr::null_mut();
    let mut certificate: *mut ffi::X509 = ptr::null_mut();
    let mut others: *mut ffi::stack_st_X509 = ptr::null_mut();
    // SAFETY: the bytes and the passphrase outlive the calls; what is found is ours.
    let done = unsafe {
        let bundle = ffi::d2i_PKCS12(ptr::null_mut(), &mut start, bytes.len() as _);
        if bundle.is_null() {
            crate::error::clear();
            return Err(CryptoError::error(
                "ERR_CRYPTO_OPERATION_FAILED",
                "Input is not a valid PKCS#12 structure",
            ));
        }
        let done = ffi::PKCS12_parse(
            bundle,
            secret.as_ptr().cast::<c_char>(),
            &mut key,
            &mut certificate,
            &mut others,
        );
        ffi::PKCS12_free(bundle);
        done
    };
    secret.fill(0);
    if done != 1 {
        return Err(CryptoError::queue("Failed to parse PKCS#12"));
    }
    crate::error::clear();
    let mut list: Vec<v8::Local<v8::Value>> = Vec::new();
    // SAFETY: the references are ours; each goes over to its handle.
    unsafe {
        list.push(match Pkey::own(key) {
            Some(key) => CryptoHandle::make(scope, Key::Private(key)).into(),
            None => v8::undefined(scope).into(),
        });
        list.push(match Certificate::own(certificate) {
            Some(certificate) => CryptoHandle::make(scope, certificate).into(),
            None => v8::undefined(scope).into(),
        });
        if !others.is_null() {
            let stack = others.cast::<std::ffi::c_void>();
            for index in 0..more::OPENSSL_sk_num(stack) {
                if let Some(other) = Certificate::own(more::OPENSSL_sk_value(stack, index).cast()) {
                    list.push(CryptoHandle::make(scope, other).into());
                }
            }
            more::OPENSSL_sk_free(stack);
        }
    }
    Ok(v8::Array::new_with_elements(scope, &list).into())
}
