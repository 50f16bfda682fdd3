//! The arguments of a call whose number and types depend on its kind.

use deno_core::v8;
use ops_core::bytes;

use crate::error::{CryptoError, CryptoResult};

/// The arguments behind the kind.
pub struct Args<'a, 's> {
    args: &'a v8::FunctionCallbackArguments<'s>,
    skip: i32,
}

impl<'a, 's> Args<'a, 's> {
    pub fn new(args: &'a v8::FunctionCallbackArguments<'s>, skip: i32) -> Self {
        Self { args, skip }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        (self.args.length() - self.skip).max(0) as usize
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The argument, `undefined` when there are fewer.
    pub fn get(&self, index: i32) -> v8::Local<'s, v8::Value> {
        self.args.get(index + self.skip)
    }

    /// Whether it is `null` or `undefined`.
    pub fn is_nullish(&self, index: i32) -> bool {
        self.get(index).is_null_or_undefined()
    }

    /// A number; 0 for anything else.
    pub fn f64(&self, index: i32) -> f64 {
        v8::Local::<v8::Number>::try_from(self.get(index)).map_or(0.0, |number| number.value())
    }

    pub fn i32(&self, index: i32) -> i32 {
        self.f64(index) as i32
    }

    pub fn u32(&self, index: i32) -> u32 {
        self.f64(index) as u32
    }

    pub fn usize(&self, index: i32) -> usize {
        self.f64(index) as usize
    }

    /// A number, `None` for anything else.
    pub fn number(&self, index: i32) -> Option<f64> {
        v8::Local::<v8::Number>::try_from(self.get(index))
            .ok()
            .map(|number| number.value())
    }

    pub fn bool(&self, index: i32) -> bool {
        self.get(index).is_true()
    }

    /// A string, `None` for anything else.
    pub fn string(&self, scope: &mut v8::PinScope, index: i32) -> Option<String> {
        let text = v8::Local::<v8::String>::try_from(self.get(index)).ok()?;
        Some(text.to_rust_string_lossy(scope))
    }

    /// A string; an error for anything else.
    pub fn text(&self, scope: &mut v8::PinScope, index: i32) -> CryptoResult<String> {
        self.string(scope, index).ok_or_else(CryptoError::arguments)
    }

    /// The bytes of a view or a buffer, good until JS runs again; `None` for anything else.
    pub fn maybe_bytes(&self, index: i32) -> Option<&'s [u8]> {
        bytes::view(self.get(index))
    }

    /// As [`Args::maybe_bytes`], with an error for anything else.
    pub fn bytes(&self, index: i32) -> CryptoResult<&'s [u8]> {
        self.maybe_bytes(index).ok_or_else(CryptoError::arguments)
    }

    /// The same, to write into.
    pub fn bytes_mut(&self, index: i32) -> CryptoResult<&'s mut [u8]> {
        bytes::view_mut(self.get(index)).ok_or_else(CryptoError::arguments)
    }

    /// The bytes of a secret key: a view, a buffer or the handle of a secret `KeyObject`.
    pub fn secret(&self, scope: &mut v8::PinScope, index: i32) -> CryptoResult<Vec<u8>> {
        let value = self.get(index);
        if let Some(bytes) = bytes::view(value) {
            return Ok(bytes.to_vec());
        }
        crate::handle::secret_of(scope, value).ok_or_else(CryptoError::arguments)
    }
}
