//! Diffie-Hellman: the handle behind `DiffieHellman`, the named groups, and agreement between two keys.

use std::ptr;

use deno_core::v8;
use openssl_sys as ffi;

use crate::args::Args;
use crate::call::{Job, buffer};
use crate::error::{CryptoError, CryptoResult};
use crate::ffi as more;
use crate::handle::Handle;
use crate::keygen::Context;
use crate::{key, text};

/// Methods of the handle.
const GENERATE: i32 = 0;
const COMPUTE: i32 = 1;
const PRIME: i32 = 2;
const GENERATOR: i32 = 3;
const PUBLIC: i32 = 4;
const PRIVATE: i32 = 5;
const SET_PUBLIC: i32 = 6;
const SET_PRIVATE: i32 = 7;
const CHECK: i32 = 8;

/// `DH_R_*`.
const BAD_GENERATOR: i32 = 101;
const MODULUS_TOO_SMALL: i32 = 126;

/// One side of an exchange.
pub struct Dh(*mut ffi::DH);

impl Drop for Dh {
    fn drop(&mut self) {
        // SAFETY: it is ours, or null.
        unsafe { ffi::DH_free(self.0) };
    }
}

fn said(reason: i32) -> CryptoError {
    crate::error::clear();
    // SAFETY: 5 is the number of the library; there is no text of ours.
    unsafe {
        ffi::ERR_new();
        ffi::ERR_set_error(5, reason, ptr::null());
    }
    CryptoError::openssl()
}

fn number(bytes: &[u8]) -> *mut ffi::BIGNUM {
    // SAFETY: the bytes are good for their length.
    unsafe { ffi::BN_bin2bn(bytes.as_ptr(), bytes.len() as i32, ptr::null_mut()) }
}

fn bytes_of(number: *const ffi::BIGNUM) -> Vec<u8> {
    // SAFETY: it is a number.
    unsafe {
        let length = (ffi::BN_num_bits(number).max(0) as usize).div_ceil(8);
        let mut out = vec![0; length];
        ffi::BN_bn2binpad(number, out.as_mut_ptr(), length as i32);
        out
    }
}

/// `open(sizeOrPrime, generator)`: a number of bits or the bytes of a prime; the generator is a number or bytes.
pub fn open(args: &Args) -> CryptoResult<Box<dyn Handle>> {
    let generator = match args.maybe_bytes(1) {
        Some(bytes) => {
            let bytes: Vec<u8> = bytes
                .iter()
                .copied()
                .skip_while(|byte| *byte == 0)
                .collect();
            if bytes.is_empty() || bytes == [1] {
                return Err(said(BAD_GENERATOR));
            }
            bytes
        }
        None => {
            let generator = args.i32(1);
            if generator <= 1 {
                return Err(said(BAD_GENERATOR));
            }
            generator.to_be_bytes().to_vec()
        }
    };
    // SAFETY: no arguments.
    let dh = Dh(unsafe { ffi::DH_new() });
    let invalid = || CryptoError::type_error("ERR_INVALID_ARG_VALUE", "Invalid DH parameters");
    match args.maybe_bytes(0) {
        Some(prime) => {
            // SAFETY: the numbers go over to the parameters.
            let set = unsafe {
                ffi::DH_set0_pqg(dh.0, number(prime), ptr::null_mut(), number(&generator))
            };
            if set != 1 {
                return Err(invalid());
            }
        }
        None => {
            let bits = args.i32(0);
            if bits < 2 {
                return Err(said(MODULUS_TOO_SMALL));
            }
            let generator = generator
                .iter()
                .fold(0_i32, |sum, byte| sum << 8 | i32::from(*byte));
            // SAFETY: the parameters live; there is no callback.
            let made =
                unsafe { ffi::DH_generate_parameters_ex(dh.0, bits, generator, ptr::null_mut()) };
            if made != 1 {
                crate::error::clear();
                return Err(invalid());
            }
        }
    }
    Ok(Box::new(dh))
}

impl Dh {
    fn parameters(&self) -> (*const ffi::BIGNUM, *const ffi::BIGNUM) {
        let (mut p, mut q, mut g) = (ptr::null(), ptr::null(), ptr::null());
        // SAFETY: the numbers belong to the parameters.
        unsafe { ffi::DH_get0_pqg(self.0, &mut p, &mut q, &mut g) };
        (p, g)
    }

    fn keys(&self) -> (*const ffi::BIGNUM, *const ffi::BIGNUM) {
        let (mut public, mut private) = (ptr::null(), ptr::null());
        // SAFETY: the numbers belong to the parameters.
        unsafe { ffi::DH_get0_key(self.0, &mut public, &mut private) };
        (public, private)
    }

    fn public(&self) -> CryptoResult<Vec<u8>> {
        let (public, _) = self.keys();
        match public.is_null() {
            true => Err(CryptoError::error(
                "ERR_CRYPTO_INVALID_STATE",
                "No public key - did you forget to generate one?",
            )),
            false => Ok(bytes_of(public)),
        }
    }

    fn compute(&self, other: &[u8]) -> CryptoResult<Vec<u8>> {
        crate::error::clear();
        let wrong = |text| CryptoError::range_error("ERR_CRYPTO_INVALID_KEYLEN", text);
        let other = number(other);
        let mut codes = 0;
        // SAFETY: the number is freed here; the output has the size that the parameters tell.
        unsafe {
            let checked = more::DH_check_pub_key(self.0, other, &mut codes);
            let length = ffi::DH_size(self.0).max(0) as usize;
            let mut out = vec![0; length];
            // `DH_CHECK_PUBKEY_TOO_SMALL` and `..._TOO_LARGE`.
            let result = if checked != 1 || codes & 7 != 0 {
                match codes {
                    codes if codes & 1 != 0 => Err(wrong("Supplied key is too small")),
                    codes if codes & 2 != 0 => Err(wrong("Supplied key is too large")),
                    _ => Err(CryptoError::error(
                        "ERR_CRYPTO_OPERATION_FAILED",
                        "Unspecified validation error",
                    )),
                }
            } else {
                let done = more::DH_compute_key_padded(out.as_mut_ptr(), other, self.0);
                match done {
                    done if done < 0 => Err(CryptoError::queue("Failed to compute shared secret")),
                    _ => Ok(out),
                }
            };
            ffi::BN_free(other);
            crate::error::clear();
            result
        }
    }
}

impl Handle for Dh {
    fn call<'s>(
        &mut self,
        scope: &mut v8::PinScope<'s, '_>,
        method: i32,
        args: &Args<'_, 's>,
    ) -> CryptoResult<v8::Local<'s, v8::Value>> {
        let out = match method {
            GENERATE => {
                crate::error::clear();
                // SAFETY: the parameters live.
                if unsafe { ffi::DH_generate_key(self.0) } != 1 {
                    return Err(CryptoError::queue("Key generation failed"));
                }
                self.public()?
            }
            COMPUTE => self.compute(args.bytes(0)?)?,
            PRIME => bytes_of(self.parameters().0),
            GENERATOR => bytes_of(self.parameters().1),
            PUBLIC => self.public()?,
            PRIVATE => match self.keys().1 {
                private if private.is_null() => {
                    return Err(CryptoError::error(
                        "ERR_CRYPTO_INVALID_STATE",
                        "No private key - did you forget to generate one?",
                    ));
                }
                private => bytes_of(private),
            },
            SET_PUBLIC | SET_PRIVATE => {
                let value = number(args.bytes(0)?);
                // SAFETY: the number goes over to the parameters.
                unsafe {
                    match method {
                        SET_PUBLIC => ffi::DH_set0_key(self.0, value, ptr::null_mut()),
                        _ => ffi::DH_set0_key(self.0, ptr::null_mut(), value),
                    }
                };
                return Ok(v8::undefined(scope).into());
            }
            CHECK => {
                let mut codes = 0;
                // SAFETY: the parameters live.
                unsafe { ffi::DH_check(self.0, &mut codes) };
                crate::error::clear();
                return Ok(v8::Integer::new(scope, codes).into());
            }
            _ => return Err(CryptoError::arguments()),
        };
        text::raw(scope, &out)
    }
}

/// `groupPrime(name)`: the bytes of its prime, `undefined` when there is no such group.
pub fn group_prime<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Args<'_, 's>,
) -> CryptoResult<v8::Local<'s, v8::Value>> {
    type Prime = unsafe extern "C" fn(*mut ffi::BIGNUM) -> *mut ffi::BIGNUM;
    let name = args.text(scope, 0)?.to_ascii_lowercase();
    let prime: Prime = match &*name {
        "modp1" => more::BN_get_rfc2409_prime_768,
        "modp2" => more::BN_get_rfc2409_prime_1024,
        "modp5" => ffi::BN_get_rfc3526_prime_1536,
        "modp14" => ffi::BN_get_rfc3526_prime_2048,
        "modp15" => ffi::BN_get_rfc3526_prime_3072,
        "modp16" => ffi::BN_get_rfc3526_prime_4096,
        "modp17" => ffi::BN_get_rfc3526_prime_6144,
        "modp18" => ffi::BN_get_rfc3526_prime_8192,
        _ => return Ok(v8::undefined(scope).into()),
    };
    // SAFETY: the number is freed here.
    let bytes = unsafe {
        let number = prime(ptr::null_mut());
        let bytes = bytes_of(number);
        ffi::BN_free(number);
        bytes
    };
    text::raw(scope, &bytes)
}

/// `agree(private x 4, public x 4)`: the secret that both keys share.
pub fn agree<'s>(scope: &mut v8::PinScope<'s, '_>, args: &Args<'_, 's>) -> CryptoResult<Job> {
    let private = key::private(scope, args, 0)?;
    let public = key::any(scope, args, 4)?;
    Ok(Box::new(move || {
        crate::error::clear();
        let failed = || CryptoError::queue("Deriving bits failed");
        let context = Context::of_key(&private).ok_or_else(failed)?;
        let mut length = 0;
        // SAFETY: the second call has room for what the first one told.
        unsafe {
            let mut done = ffi::EVP_PKEY_derive_init(context.0) > 0
                && ffi::EVP_PKEY_derive_set_peer(context.0, public.raw()) > 0;
            if done && private.id() == 28 {
                done = more::EVP_PKEY_CTX_set_dh_pad(context.0, 1) > 0;
            }
            done = done && ffi::EVP_PKEY_derive(context.0, ptr::null_mut(), &mut length) > 0;
            let mut out = vec![0; length];
            done = done && ffi::EVP_PKEY_derive(context.0, out.as_mut_ptr(), &mut length) > 0;
            if !done {
                return Err(failed());
            }
            out.truncate(length);
            Ok(buffer(out))
        }
    }))
}
