//! Signatures: the handles behind `Sign` and `Verify`, and whole signatures as jobs.

use std::ptr;

use deno_core::v8;
use openssl_sys as ffi;

use crate::args::Args;
use crate::call::{Job, buffer, truth};
use crate::digest::{Algorithm, Digest};
use crate::error::{CryptoError, CryptoResult};
use crate::ffi as more;
use crate::handle::Handle;
use crate::keygen::Context;
use crate::pkey::Pkey;
use crate::{key, text};

/// Methods of the handle.
const UPDATE: i32 = 0;
const SIGN: i32 = 1;
const VERIFY: i32 = 2;

/// A digest on the way to a signature.
pub struct Signer {
    algorithm: Algorithm,
    digest: Option<Digest>,
}

/// How a signature is made and written.
#[derive(Clone)]
struct Options {
    padding: Option<i32>,
    salt: Option<i32>,
    /// `r` and `s` behind each other instead of DER.
    plain: bool,
    context: Option<Vec<u8>>,
}

impl Options {
    /// From three or four arguments: padding, length of the salt, encoding, context.
    fn new(args: &Args, at: i32) -> Self {
        let number = |index| args.number(index).map(|n| n as i32);
        Self {
            padding: number(at),
            salt: number(at + 1),
            plain: args.i32(at + 2) == 1,
            context: args.maybe_bytes(at + 3).map(<[u8]>::to_vec),
        }
    }

    fn apply(&self, context: *mut ffi::EVP_PKEY_CTX, key: &Pkey) -> bool {
        if !matches!(key.id(), 6 | 912) {
            return true;
        }
        let own = if key.id() == 912 { 6 } else { 1 };
        let padding = self.padding.unwrap_or(own);
        // SAFETY: the context lives.
        unsafe {
            if ffi::EVP_PKEY_CTX_set_rsa_padding(context, padding) <= 0 {
                return false;
            }
            // As long as it can be, or found out; a key that is bound to a length has its own.
            let salt = self.salt.or((key.id() == 6).then_some(-2));
            match (padding, salt) {
                (6, Some(salt)) => ffi::EVP_PKEY_CTX_set_rsa_pss_saltlen(context, salt) > 0,
                _ => true,
            }
        }
    }
}

fn invalid_digest(name: &str) -> CryptoError {
    CryptoError::type_error(
        "ERR_CRYPTO_INVALID_DIGEST",
        format!("Invalid digest: {name}"),
    )
}

/// `open(digest)`.
pub fn open<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Args<'_, 's>,
) -> CryptoResult<Box<dyn Handle>> {
    let name = args.text(scope, 0)?;
    let algorithm = Algorithm::by_name(&name)
        .ok_or_else(|| CryptoError::type_error("ERR_CRYPTO_INVALID_DIGEST", "Invalid digest"))?;
    let digest = Digest::new(&algorithm)?;
    Ok(Box::new(Signer {
        algorithm,
        digest: Some(digest),
    }))
}

impl Signer {
    fn digest(&mut self) -> CryptoResult<Vec<u8>> {
        let Some(mut digest) = self.digest.take() else {
            return Err(CryptoError::error(
                "ERR_CRYPTO_INVALID_STATE",
                "Not initialised",
            ));
        };
        let mut out = vec![0; self.algorithm.size];
        digest.finish(&self.algorithm, &mut out)?;
        Ok(out)
    }

    /// A context that is ready to sign or to verify with.
    fn context(&self, key: &Pkey, options: &Options, signs: bool) -> CryptoResult<Context> {
        if is_one_shot(key) {
            return Err(CryptoError::error(
                "ERR_CRYPTO_UNSUPPORTED_OPERATION",
                "Unsupported crypto operation",
            ));
        }
        let context = Context::of_key(key).ok_or_else(CryptoError::openssl)?;
        // SAFETY: the context lives.
        let begun = unsafe {
            match signs {
                true => ffi::EVP_PKEY_sign_init(context.0),
                false => ffi::EVP_PKEY_verify_init(context.0),
            }
        };
        // SAFETY: as above.
        let ready = begun > 0
            && options.apply(context.0, key)
            && unsafe { ffi::EVP_PKEY_CTX_set_signature_md(context.0, self.algorithm.md()) > 0 };
        match ready {
            true => Ok(context),
            false => Err(CryptoError::openssl()),
        }
    }

    fn sign(&mut self, key: &Pkey, options: &Options) -> CryptoResult<Vec<u8>> {
        let digest = self.digest()?;
        let context = self.context(key, options, true)?;
        let mut length = 0;
        // SAFETY: the second call has room for what the first one told.
        unsafe {
            let (data, size) = (digest.as_ptr(), digest.len());
            let mut done = ffi::EVP_PKEY_sign(context.0, ptr::null_mut(), &mut length, data, size);
            let mut out = vec![0; length];
            if done > 0 {
                done = ffi::EVP_PKEY_sign(context.0, out.as_mut_ptr(), &mut length, data, size);
            }
            if done <= 0 {
                return Err(CryptoError::openssl());
            }
            out.truncate(length);
            finished(key, out, options)
        }
    }

    fn verify(&mut self, key: &Pkey, signature: &[u8], options: &Options) -> CryptoResult<bool> {
        let digest = self.digest()?;
        let Some(signature) = given(key, signature, options) else {
            return Ok(false);
        };
        let context = self.context(key, options, false)?;
        // SAFETY: each range is good for the length beside it.
        let good = unsafe {
            ffi::EVP_PKEY_verify(
                context.0,
                signature.as_ptr(),
                signature.len(),
                digest.as_ptr(),
                digest.len(),
            )
        };
        crate::error::clear();
        Ok(good == 1)
    }
}

/// Keys that sign a message as a whole and choose the digest themselves.
fn is_one_shot(key: &Pkey) -> bool {
    !matches!(key.id(), 6 | 912 | 116 | 408 | 1172)
}

impl Handle for Signer {
    fn call<'s>(
        &mut self,
        scope: &mut v8::PinScope<'s, '_>,
        method: i32,
        args: &Args<'_, 's>,
    ) -> CryptoResult<v8::Local<'s, v8::Value>> {
        match method {
            UPDATE => {
                let digest = self.digest.as_mut();
                let digest = digest.ok_or_else(|| {
                    CryptoError::error("ERR_CRYPTO_INVALID_STATE", "Not initialised")
                })?;
                let done = text::with_bytes(scope, args.get(0), |bytes| digest.update(bytes))?;
                Ok(v8::Boolean::new(scope, done).into())
            }
            SIGN => {
                let key = key::private(scope, args, 0)?;
                let out = self.sign(&key, &Options::new(args, 4))?;
                text::raw(scope, &out)
            }
            VERIFY => {
                let key = key::any(scope, args, 0)?;
                let good = self.verify(&key, args.bytes(7)?, &Options::new(args, 4))?;
                Ok(v8::Boolean::new(scope, good).into())
            }
            _ => Err(CryptoError::arguments()),
        }
    }
}

/// Bytes of each half of a signature; `None` for keys whose signatures have no halves.
fn half(key: &Pkey) -> Option<usize> {
    match key.id() {
        408 | 1172 => {
            let order = crate::key_export::number(key, c"order", 0);
            order.map(|order| order.len())
        }
        116 => crate::key_export::number(key, c"q", 0).map(|q| q.len()),
        _ => None,
    }
}

/// A signature in the encoding that is wanted.
fn finished(key: &Pkey, signature: Vec<u8>, options: &Options) -> CryptoResult<Vec<u8>> {
    let Some(length) = half(key).filter(|_| options.plain) else {
        return Ok(signature);
    };
    let mut start = signature.as_ptr();
    // SAFETY: what OpenSSL makes is freed here.
    unsafe {
        let parsed = ffi::d2i_ECDSA_SIG(
            ptr::null_mut(),
            &mut start,
            signature.len() as std::ffi::c_long,
        );
        if parsed.is_null() {
            return Err(CryptoError::openssl());
        }
        let (mut r, mut s) = (ptr::null(), ptr::null());
        ffi::ECDSA_SIG_get0(parsed, &mut r, &mut s);
        let mut out = vec![0; 2 * length];
        ffi::BN_bn2binpad(r, out.as_mut_ptr(), length as i32);
        ffi::BN_bn2binpad(s, out[length..].as_mut_ptr(), length as i32);
        ffi::ECDSA_SIG_free(parsed);
        Ok(out)
    }
}

/// A signature as OpenSSL takes it; `None` when it cannot be one.
fn given(key: &Pkey, signature: &[u8], options: &Options) -> Option<Vec<u8>> {
    let Some(length) = half(key).filter(|_| options.plain) else {
        return Some(signature.to_vec());
    };
    if signature.len() != 2 * length {
        return None;
    }
    // SAFETY: the numbers go over to the signature, which is freed here.
    unsafe {
        let made = ffi::ECDSA_SIG_new();
        let number =
            |bytes: &[u8]| ffi::BN_bin2bn(bytes.as_ptr(), bytes.len() as i32, ptr::null_mut());
        ffi::ECDSA_SIG_set0(
            made,
            number(&signature[..length]),
            number(&signature[length..]),
        );
        let mut start: *mut u8 = ptr::null_mut();
        let size = ffi::i2d_ECDSA_SIG(made, &mut start);
        ffi::ECDSA_SIG_free(made);
        let size = usize::try_from(size).ok().filter(|size| *size > 0)?;
        let out = std::slice::from_raw_parts(start, size).to_vec();
        more::CRYPTO_free(start.cast(), ptr::null(), 0);
        Some(out)
    }
}

/// A context of a digest with its key.
struct Message(*mut ffi::EVP_MD_CTX);

impl Drop for Message {
    fn drop(&mut self) {
        // SAFETY: it is ours.
        unsafe { ffi::EVP_MD_CTX_free(self.0) };
    }
}

fn begin(
    key: &Pkey,
    algorithm: Option<Algorithm>,
    options: &Options,
    signs: bool,
) -> CryptoResult<Message> {
    // SAFETY: no arguments.
    let message = Message(unsafe { ffi::EVP_MD_CTX_new() });
    let md = algorithm.map_or(ptr::null(), |algorithm| algorithm.md());
    let mut context: *mut ffi::EVP_PKEY_CTX = ptr::null_mut();
    // SAFETY: the key and the digest live on; the inner context belongs to the outer one.
    let begun = unsafe {
        match signs {
            true => {
                ffi::EVP_DigestSignInit(message.0, &mut context, md, ptr::null_mut(), key.raw())
            }
            false => {
                ffi::EVP_DigestVerifyInit(message.0, &mut context, md, ptr::null_mut(), key.raw())
            }
        }
    };
    if begun <= 0 || !options.apply(context, key) {
        return Err(CryptoError::openssl());
    }
    if let Some(bytes) = &options.context {
        // SAFETY: the bytes live until the call has returned, which copies them.
        let set = unsafe {
            let list = [
                ffi::OSSL_PARAM_construct_octet_string(
                    c"context-string".as_ptr(),
                    bytes.as_ptr().cast_mut().cast(),
                    bytes.len(),
                ),
                ffi::OSSL_PARAM_construct_end(),
            ];
            ffi::EVP_PKEY_CTX_set_params(context, list.as_ptr())
        };
        if set <= 0 {
            return Err(CryptoError::openssl());
        }
    }
    Ok(message)
}

/// `sign(key x 4, padding, salt, encoding, context, data, digest)` and `verify(..., signature)`.
pub fn job<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    signs: bool,
    args: &Args<'_, 's>,
) -> CryptoResult<Job> {
    let key = match signs {
        true => key::private(scope, args, 0)?,
        false => key::any(scope, args, 0)?,
    };
    let options = Options::new(args, 4);
    let data = args.bytes(8)?.to_vec();
    let algorithm = match args.string(scope, 9) {
        None => None,
        Some(name) => Some(Algorithm::by_name(&name).ok_or_else(|| invalid_digest(&name))?),
    };
    let signature = args.maybe_bytes(10).unwrap_or_default().to_vec();
    Ok(Box::new(move || {
        let algorithm = algorithm;
        let message = begin(&key, algorithm, &options, signs)?;
        let (start, size) = (data.as_ptr(), data.len());
        if !signs {
            let Some(signature) = given(&key, &signature, &options) else {
                return Ok(truth(false));
            };
            // SAFETY: each range is good for the length beside it.
            let good = unsafe {
                ffi::EVP_DigestVerify(message.0, signature.as_ptr(), signature.len(), start, size)
            };
            crate::error::clear();
            return Ok(truth(good == 1));
        }
        let mut length = 0;
        // SAFETY: the second call has room for what the first one told.
        unsafe {
            let mut done =
                ffi::EVP_DigestSign(message.0, ptr::null_mut(), &mut length, start, size);
            let mut out = vec![0; length];
            if done > 0 {
                done = ffi::EVP_DigestSign(message.0, out.as_mut_ptr(), &mut length, start, size);
            }
            if done <= 0 {
                return Err(CryptoError::openssl());
            }
            out.truncate(length);
            Ok(buffer(finished(&key, out, &options)?))
        }
    }))
}
