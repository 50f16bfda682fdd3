//! HMAC and the other message authentication codes.

use std::ffi::CString;
use std::ptr;

use deno_core::v8;
use openssl_sys as ffi;

use crate::args::Args;
use crate::digest::{Algorithm, Digest};
use crate::error::{CryptoError, CryptoResult};
use crate::ffi as more;
use crate::handle::Handle;
use crate::text;

/// Methods of the handle.
const UPDATE: i32 = 0;
const DIGEST: i32 = 1;

/// HMAC over a running digest, <https://www.rfc-editor.org/rfc/rfc2104>: for the usual digests it costs no allocation in
/// OpenSSL.
pub struct Hmac {
    algorithm: Algorithm,
    inner: Digest,
    outer: Digest,
}

impl Hmac {
    pub fn new(algorithm: Algorithm, key: &[u8]) -> CryptoResult<Self> {
        let block = algorithm.block_size();
        if block == 0 || algorithm.xof {
            return Err(CryptoError::openssl());
        }
        let mut pad = vec![0; block.max(key.len())];
        if key.len() > block {
            let mut digest = Digest::new(&algorithm)?;
            digest.update(key);
            digest.finish(&algorithm, &mut pad[..algorithm.size])?;
            pad.truncate(block);
        } else {
            pad[..key.len()].copy_from_slice(key);
        }
        let mut inner = Digest::new(&algorithm)?;
        let mut outer = Digest::new(&algorithm)?;
        pad.iter_mut().for_each(|byte| *byte ^= 0x36);
        inner.update(&pad);
        pad.iter_mut().for_each(|byte| *byte ^= 0x36 ^ 0x5c);
        outer.update(&pad);
        pad.fill(0);
        Ok(Self {
            algorithm,
            inner,
            outer,
        })
    }

    pub fn update(&mut self, bytes: &[u8]) -> bool {
        self.inner.update(bytes)
    }

    pub fn finish(&mut self) -> CryptoResult<Vec<u8>> {
        let mut out = vec![0; self.algorithm.size];
        self.inner.finish(&self.algorithm, &mut out)?;
        self.outer.update(&out);
        self.outer.finish(&self.algorithm, &mut out)?;
        Ok(out)
    }
}

impl Handle for Hmac {
    fn call<'s>(
        &mut self,
        scope: &mut v8::PinScope<'s, '_>,
        method: i32,
        args: &Args<'_, 's>,
    ) -> CryptoResult<v8::Local<'s, v8::Value>> {
        match method {
            UPDATE => {
                let done = text::with_bytes(scope, args.get(0), |bytes| self.update(bytes))?;
                Ok(v8::Boolean::new(scope, done).into())
            }
            DIGEST => {
                let out = self.finish()?;
                text::encoded(scope, &out, args.i32(0))
            }
            _ => Err(CryptoError::arguments()),
        }
    }
}

/// `open(number, key)`.
pub fn open_hmac<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Args<'_, 's>,
) -> CryptoResult<Box<dyn Handle>> {
    let algorithm = crate::digest::numbered(args.i32(0)).ok_or_else(CryptoError::arguments)?;
    let key = args.secret(scope, 1)?;
    Ok(Box::new(Hmac::new(algorithm, &key)?))
}

/// KMAC of some length, <https://nvlpubs.nist.gov/nistpubs/SpecialPublications/NIST.SP.800-185.pdf>.
pub fn keccak(
    name: &str,
    key: &[u8],
    data: &[u8],
    length: usize,
    custom: Option<&[u8]>,
) -> CryptoResult<Vec<u8>> {
    let name = CString::new(name).map_err(|_| CryptoError::arguments())?;
    let mut size = length;
    let mut out = vec![0; length];
    // SAFETY: what the params point to lives until the calls have returned; what is made here is freed here.
    unsafe {
        let mut params = vec![more::OSSL_PARAM_construct_size_t(
            c"size".as_ptr(),
            &mut size,
        )];
        if let Some(custom) = custom {
            params.push(ffi::OSSL_PARAM_construct_octet_string(
                c"custom".as_ptr(),
                custom.as_ptr().cast_mut().cast(),
                custom.len(),
            ));
        }
        params.push(ffi::OSSL_PARAM_construct_end());
        let mac = ffi::EVP_MAC_fetch(ptr::null_mut(), name.as_ptr(), ptr::null());
        let context = match mac.is_null() {
            true => ptr::null_mut(),
            false => ffi::EVP_MAC_CTX_new(mac),
        };
        let mut written = 0;
        let done = !context.is_null()
            && ffi::EVP_MAC_init(context, key.as_ptr(), key.len(), params.as_ptr()) == 1
            && ffi::EVP_MAC_update(context, data.as_ptr(), data.len()) == 1
            && ffi::EVP_MAC_final(context, out.as_mut_ptr(), &mut written, length) == 1;
        ffi::EVP_MAC_CTX_free(context);
        ffi::EVP_MAC_free(mac);
        match done {
            true => Ok(out),
            false => Err(CryptoError::openssl()),
        }
    }
}

/// A code of any of OpenSSL's algorithms.
pub struct Mac(*mut ffi::EVP_MAC_CTX);

impl Drop for Mac {
    fn drop(&mut self) {
        // SAFETY: it is ours.
        unsafe { ffi::EVP_MAC_CTX_free(self.0) };
    }
}

/// `open(name, key, digest, cipher, iv, length, customization, salt)`, `undefined` for what there is not.
pub fn open_mac<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Args<'_, 's>,
) -> CryptoResult<Box<dyn Handle>> {
    let name = args.text(scope, 0)?;
    let key = args.secret(scope, 1)?;
    let mut length = args.number(5).map(|number| number as usize);
    let mut params = Vec::new();
    let c_name = CString::new(&*name).map_err(|_| CryptoError::arguments())?;
    let mut texts = Vec::new();
    for (index, param) in [(2, c"digest"), (3, c"cipher")] {
        if let Some(text) = args.string(scope, index) {
            let text = CString::new(text).map_err(|_| CryptoError::arguments())?;
            texts.push((param, text));
        }
    }
    // SAFETY: what the params point to lives until the calls have returned, which copy it; the context is ours.
    unsafe {
        let mac = ffi::EVP_MAC_fetch(ptr::null_mut(), c_name.as_ptr(), ptr::null());
        if mac.is_null() {
            crate::error::clear();
            return Err(CryptoError::type_error(
                "ERR_CRYPTO_INVALID_MAC",
                format!("Invalid MAC: {name}"),
            ));
        }
        let context = Mac(ffi::EVP_MAC_CTX_new(mac));
        ffi::EVP_MAC_free(mac);
        for (param, text) in &texts {
            params.push(more::OSSL_PARAM_construct_utf8_string(
                param.as_ptr(),
                text.as_ptr().cast_mut(),
                0,
            ));
        }
        for (index, param) in [(4, c"iv"), (6, c"custom"), (7, c"salt")] {
            if let Some(bytes) = args.maybe_bytes(index) {
                params.push(ffi::OSSL_PARAM_construct_octet_string(
                    param.as_ptr(),
                    bytes.as_ptr().cast_mut().cast(),
                    bytes.len(),
                ));
            }
        }
        if let Some(length) = &mut length {
            params.push(more::OSSL_PARAM_construct_size_t(c"size".as_ptr(), length));
        }
        params.push(ffi::OSSL_PARAM_construct_end());
        let begun = ffi::EVP_MAC_init(context.0, key.as_ptr(), key.len(), params.as_ptr());
        match begun {
            1 => Ok(Box::new(context)),
            _ => Err(CryptoError::openssl()),
        }
    }
}

impl Handle for Mac {
    fn call<'s>(
        &mut self,
        scope: &mut v8::PinScope<'s, '_>,
        method: i32,
        args: &Args<'_, 's>,
    ) -> CryptoResult<v8::Local<'s, v8::Value>> {
        match method {
            UPDATE => {
                let done = text::with_bytes(scope, args.get(0), |bytes| {
                    // SAFETY: the bytes are good for their length.
                    unsafe { ffi::EVP_MAC_update(self.0, bytes.as_ptr(), bytes.len()) }
                })?;
                Ok(v8::Boolean::new(scope, done == 1).into())
            }
            DIGEST => {
                // SAFETY: the output has the length that the context tells.
                let out = unsafe {
                    let mut length = ffi::EVP_MAC_CTX_get_mac_size(self.0);
                    let mut out = vec![0; length];
                    let room = out.len();
                    if ffi::EVP_MAC_final(self.0, out.as_mut_ptr(), &mut length, room) != 1 {
                        return Err(CryptoError::openssl());
                    }
                    out.truncate(length);
                    out
                };
                text::encoded(scope, &out, args.i32(0))
            }
            _ => Err(CryptoError::arguments()),
        }
    }
}
