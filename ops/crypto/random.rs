//! Random bytes.

use deno_core::{op2, v8};
use ops_core::bytes;

/// `op_crypto_random(view, offset, size)`: fills a part of a view; `false` when there is no such part or no entropy.
#[op2(fast)]
pub fn op_crypto_random(view: v8::Local<v8::Value>, offset: f64, size: f64) -> bool {
    let Some(bytes) = bytes::view_mut(view) else {
        return false;
    };
    match bytes::slice_mut(bytes, offset as usize, size as usize) {
        Some(bytes) => fill(bytes),
        None => false,
    }
}

#[cfg(not(feature = "openssl"))]
fn fill(_: &mut [u8]) -> bool {
    false
}

#[cfg(feature = "openssl")]
mod pool {
    use std::cell::RefCell;
    use std::io::ErrorKind;

    const SIZE: usize = 4096;
    /// A request up to this length is served from the pool.
    const SMALL: usize = 256;

    struct Pool {
        bytes: [u8; SIZE],
        used: usize,
    }

    thread_local! {
        static POOL: RefCell<Box<Pool>> = RefCell::new(Box::new(Pool { bytes: [0; SIZE], used: SIZE }));
    }

    /// A call of the generator costs as much for some bytes as for hundreds, so that small requests share one. What has
    /// been given out is wiped.
    pub fn fill(out: &mut [u8]) -> bool {
        if out.len() > SMALL {
            return generate(out);
        }
        POOL.with(|pool| {
            let pool = &mut **pool.borrow_mut();
            if SIZE - pool.used < out.len() {
                if !generate(&mut pool.bytes) {
                    return false;
                }
                pool.used = 0;
            }
            let bytes = &mut pool.bytes[pool.used..][..out.len()];
            out.copy_from_slice(bytes);
            bytes.fill(0);
            pool.used += out.len();
            true
        })
    }

    fn from_system(mut out: &mut [u8]) -> bool {
        while !out.is_empty() {
            // SAFETY: the range is good for its length.
            let got = unsafe { libc::getrandom(out.as_mut_ptr().cast(), out.len(), 0) };
            match usize::try_from(got) {
                Ok(got) => out = &mut out[got..],
                Err(_) if std::io::Error::last_os_error().kind() == ErrorKind::Interrupted => {}
                Err(_) => return false,
            }
        }
        true
    }

    /// OpenSSL's generator, or the system's as long as nothing else has needed OpenSSL: that takes some milliseconds to
    /// start.
    fn generate(out: &mut [u8]) -> bool {
        if !crate::library::has_started() && std::env::var_os("OPENSSL_CONF").is_none() {
            return from_system(out);
        }
        crate::library::ensure();
        out.chunks_mut(1 << 30).all(|part| {
            // SAFETY: the part is good for its length, which fits.
            unsafe { openssl_sys::RAND_bytes(part.as_mut_ptr(), part.len() as i32) == 1 }
        })
    }
}

#[cfg(feature = "openssl")]
pub use pool::fill;

/// `random(size)` as a job: the bytes.
#[cfg(feature = "openssl")]
pub fn job(args: &crate::args::Args) -> crate::error::CryptoResult<crate::call::Job> {
    let size = args.usize(0);
    Ok(Box::new(move || {
        let mut out = vec![0; size];
        if fill(&mut out) {
            return Ok(crate::call::buffer(out));
        }
        Err(crate::error::CryptoError::openssl())
    }))
}
