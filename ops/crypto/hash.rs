//! The handle of a running hash, and a whole hash in one call.

use std::cell::RefCell;
use std::ffi::CStr;

use deno_core::{GarbageCollected, op2, v8};

use crate::error::{CryptoError, CryptoResult, settle};
use crate::handle::Told;
use crate::text;

/// Bytes of native memory of a running hash, about.
const MEMORY: i64 = 512;

#[cfg(feature = "openssl")]
use crate::digest::{Algorithm, Digest, numbered};

#[cfg(feature = "openssl")]
struct State {
    algorithm: Algorithm,
    digest: Digest,
    length: usize,
    /// The result, once it has been asked for.
    result: Option<Vec<u8>>,
}

#[cfg(not(feature = "openssl"))]
struct State;

/// A running hash.
pub struct Hash {
    state: RefCell<Option<State>>,
    told: Told,
}

// SAFETY: nothing in it is traced: it holds no reference into V8's heap.
unsafe impl GarbageCollected for Hash {
    fn trace(&self, _visitor: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static CStr {
        c"Hash"
    }
}

#[cfg(feature = "openssl")]
fn length_of(algorithm: &Algorithm, length: f64) -> CryptoResult<usize> {
    if length < 0.0 {
        return Ok(algorithm.size);
    }
    let length = length as usize;
    if length != algorithm.size && !algorithm.xof {
        // SAFETY: the numbers are OpenSSL's for `EVP_R_NOT_XOF_OR_INVALID_LENGTH`, without a text of ours.
        unsafe {
            openssl_sys::ERR_new();
            openssl_sys::ERR_set_error(6, 178, std::ptr::null());
        }
        return Err(CryptoError::queue("Digest method not supported"));
    }
    Ok(length)
}

#[cfg(feature = "openssl")]
impl State {
    fn new(number: i32, length: f64) -> CryptoResult<Self> {
        let algorithm = numbered(number).ok_or_else(CryptoError::arguments)?;
        let length = length_of(&algorithm, length)?;
        let digest = Digest::new(&algorithm)?;
        Ok(Self {
            algorithm,
            digest,
            length,
            result: None,
        })
    }

    fn copy(&self, length: f64) -> CryptoResult<Self> {
        Ok(Self {
            algorithm: self.algorithm,
            digest: self.digest.copy()?,
            length: length_of(&self.algorithm, length)?,
            result: None,
        })
    }

    /// Whether its memory counts: the usual ones are as small as the objects of JS.
    fn is_large(&self) -> bool {
        matches!(self.digest, Digest::Other(_))
    }

    fn update(&mut self, bytes: &[u8]) -> bool {
        self.result.is_none() && self.digest.update(bytes)
    }

    fn finish(&mut self) -> CryptoResult<&[u8]> {
        if self.result.is_none() {
            let mut out = vec![0; self.length];
            self.digest.finish(&self.algorithm, &mut out)?;
            self.result = Some(out);
        }
        Ok(self.result.as_deref().unwrap_or_default())
    }
}

#[cfg(not(feature = "openssl"))]
impl State {
    fn new(_: i32, _: f64) -> CryptoResult<Self> {
        Err(CryptoError::arguments())
    }

    fn copy(&self, _: f64) -> CryptoResult<Self> {
        Err(CryptoError::arguments())
    }

    fn is_large(&self) -> bool {
        false
    }

    fn update(&mut self, _: &[u8]) -> bool {
        false
    }

    fn finish(&mut self) -> CryptoResult<&[u8]> {
        Err(CryptoError::arguments())
    }
}

#[op2]
impl Hash {
    #[constructor]
    #[cppgc]
    fn new() -> Hash {
        Hash {
            state: RefCell::default(),
            told: Told::default(),
        }
    }

    /// `open(number, length)`: the number of a digest; a length below 0 is the digest's own.
    fn open<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[smi] number: i32,
        length: f64,
    ) -> v8::Local<'s, v8::Value> {
        let result = State::new(number, length).map(|state| {
            if state.is_large() {
                self.told.tell(scope, MEMORY);
            }
            *self.state.borrow_mut() = Some(state);
            v8::undefined(scope).into()
        });
        settle(scope, result)
    }

    /// `from(hash, length)`: a copy of another one.
    fn from<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[cppgc] other: &Hash,
        length: f64,
    ) -> v8::Local<'s, v8::Value> {
        let result = match &*other.state.borrow() {
            Some(state) => state.copy(length),
            None => Err(CryptoError::arguments()),
        };
        let result = result.map(|state| {
            if state.is_large() {
                self.told.tell(scope, MEMORY);
            }
            *self.state.borrow_mut() = Some(state);
            v8::undefined(scope).into()
        });
        settle(scope, result)
    }

    /// Adds the UTF-8 of a string or the bytes of a view.
    #[fast]
    fn update(&self, scope: &mut v8::PinScope, data: v8::Local<v8::Value>) -> bool {
        let mut state = self.state.borrow_mut();
        let Some(state) = state.as_mut() else {
            return false;
        };
        text::with_bytes(scope, data, |bytes| state.update(bytes)).unwrap_or(false)
    }

    /// The result in an encoding.
    fn digest<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[smi] encoding: i32,
    ) -> v8::Local<'s, v8::Value> {
        let mut state = self.state.borrow_mut();
        let result = match state.as_mut() {
            Some(state) => state
                .finish()
                .and_then(|bytes| text::encoded(scope, bytes, encoding)),
            None => Err(CryptoError::arguments()),
        };
        drop(state);
        settle(scope, result)
    }
}

/// `op_crypto_hash(number, data, encoding, length)`: a whole hash.
#[op2]
pub fn op_crypto_hash<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[smi] number: i32,
    data: v8::Local<'s, v8::Value>,
    #[smi] encoding: i32,
    length: f64,
) -> v8::Local<'s, v8::Value> {
    let result = whole(scope, number, data, encoding, length);
    settle(scope, result)
}

#[cfg(feature = "openssl")]
fn whole<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    number: i32,
    data: v8::Local<'s, v8::Value>,
    encoding: i32,
    length: f64,
) -> CryptoResult<v8::Local<'s, v8::Value>> {
    let algorithm = numbered(number).ok_or_else(CryptoError::arguments)?;
    let length = length_of(&algorithm, length)?;
    let mut small = [0; 64];
    let mut large = Vec::new();
    let out = match small.get_mut(..length) {
        Some(small) => small,
        None => {
            large.resize(length, 0);
            &mut large[..]
        }
    };
    text::with_bytes(scope, data, |bytes| hash_into(&algorithm, bytes, out))??;
    text::encoded(scope, out, encoding)
}

#[cfg(feature = "openssl")]
fn hash_into(algorithm: &Algorithm, bytes: &[u8], out: &mut [u8]) -> CryptoResult<()> {
    if algorithm.once(bytes, out) {
        return Ok(());
    }
    let mut digest = Digest::new(algorithm)?;
    digest.update(bytes);
    digest.finish(algorithm, out)
}

#[cfg(not(feature = "openssl"))]
fn whole<'s>(
    _: &mut v8::PinScope<'s, '_>,
    _: i32,
    _: v8::Local<'s, v8::Value>,
    _: i32,
    _: f64,
) -> CryptoResult<v8::Local<'s, v8::Value>> {
    Err(CryptoError::arguments())
}

/// `digest(name, data, length)` as a job: what `subtle.digest` needs.
#[cfg(feature = "openssl")]
pub fn job<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &crate::args::Args<'_, 's>,
) -> CryptoResult<crate::call::Job> {
    let name = args.text(scope, 0)?;
    let data = args.bytes(1)?.to_vec();
    let length = args.number(2).unwrap_or(-1.0);
    let algorithm = Algorithm::by_name(&name)
        .ok_or_else(|| CryptoError::type_error("ERR_CRYPTO_INVALID_DIGEST", "Invalid digest"))?;
    let length = length_of(&algorithm, length)?;
    Ok(Box::new(move || {
        let mut out = vec![0; length];
        hash_into(&algorithm, &data, &mut out)?;
        Ok(crate::call::buffer(out))
    }))
}
