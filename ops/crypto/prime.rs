//! Primes: making and checking them.

use std::ptr;

use openssl_sys as ffi;

use crate::args::Args;
use crate::call::{Job, buffer, truth};
use crate::error::{CryptoError, CryptoResult};

/// A number of OpenSSL's, wiped when it goes.
struct Number(*mut ffi::BIGNUM);

// SAFETY: it belongs to one thread at a time.
unsafe impl Send for Number {}

impl Drop for Number {
    fn drop(&mut self) {
        // SAFETY: it is ours, or null.
        unsafe { ffi::BN_clear_free(self.0) };
    }
}

impl Number {
    fn from(bytes: &[u8]) -> CryptoResult<Self> {
        let length = i32::try_from(bytes.len()).map_err(|_| CryptoError::arguments())?;
        // SAFETY: the bytes are good for their length.
        let number = Self(unsafe { ffi::BN_bin2bn(bytes.as_ptr(), length, ptr::null_mut()) });
        match number.0.is_null() {
            true => Err(CryptoError::openssl()),
            false => Ok(number),
        }
    }
}

/// The job of a kind: 6 makes a prime, 7 checks one.
pub fn job(kind: i32, args: &Args) -> CryptoResult<Job> {
    match kind {
        6 => generate(args),
        _ => check(args),
    }
}

fn out_of_range(message: &'static str) -> CryptoError {
    CryptoError::range_error("ERR_OUT_OF_RANGE", message)
}

/// `generatePrime(bits, safe, add | undefined, rem | undefined)`: its bytes, the highest first.
fn generate(args: &Args) -> CryptoResult<Job> {
    let (bits, safe) = (args.i32(0), args.bool(1));
    let add = args.maybe_bytes(2).map(Number::from).transpose()?;
    let rem = args.maybe_bytes(3).map(Number::from).transpose()?;
    if let Some(add) = &add {
        // SAFETY: both are numbers.
        unsafe {
            if ffi::BN_num_bits(add.0) > bits {
                return Err(out_of_range("invalid options.add"));
            }
            if let Some(rem) = &rem
                && crate::ffi::BN_cmp(add.0, rem.0) != 1
            {
                return Err(out_of_range("invalid options.rem"));
            }
        }
    }
    Ok(Box::new(move || {
        let (add, rem) = (add, rem);
        // SAFETY: the numbers live on; null is no condition.
        unsafe {
            let prime = Number(crate::ffi::BN_secure_new());
            let done = ffi::BN_generate_prime_ex(
                prime.0,
                bits,
                i32::from(safe),
                add.as_ref().map_or(ptr::null(), |n| n.0.cast_const()),
                rem.as_ref().map_or(ptr::null(), |n| n.0.cast_const()),
                ptr::null_mut(),
            );
            if done != 1 {
                return Err(CryptoError::openssl());
            }
            let length = (bits as usize).div_ceil(8);
            let mut out = vec![0; length];
            if ffi::BN_bn2binpad(prime.0, out.as_mut_ptr(), length as i32) < 0 {
                return Err(CryptoError::openssl());
            }
            Ok(buffer(out))
        }
    }))
}

/// `checkPrime(candidate, checks)`.
fn check(args: &Args) -> CryptoResult<Job> {
    let candidate = Number::from(args.bytes(0)?)?;
    let checks = args.i32(1);
    Ok(Box::new(move || {
        let candidate = candidate;
        // SAFETY: the context is freed here.
        let found = unsafe {
            let context = ffi::BN_CTX_new();
            let found = ffi::BN_is_prime_ex(candidate.0, checks, context, ptr::null_mut());
            ffi::BN_CTX_free(context);
            found
        };
        match found {
            0 | 1 => Ok(truth(found == 1)),
            _ => Err(CryptoError::openssl()),
        }
    }))
}
