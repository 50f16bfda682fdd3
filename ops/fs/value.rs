//! Results on their way to JS.

use deno_core::v8;

use crate::args::{Numbers, Text};
use crate::door::IntoJs;

impl IntoJs for () {
    fn into_js<'s>(self, _: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        None
    }
}

impl IntoJs for bool {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        Some(v8::Boolean::new(scope, self).into())
    }
}

impl IntoJs for i32 {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        Some(v8::Integer::new(scope, self).into())
    }
}

impl IntoJs for usize {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        Some(v8::Number::new(scope, self as f64).into())
    }
}

/// An empty string for one that V8 refuses (longer than its limit): names of files never are.
pub fn string<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: &[u8]) -> v8::Local<'s, v8::Value> {
    v8::String::new_from_utf8(scope, bytes, v8::NewStringType::Normal)
        .unwrap_or_else(|| v8::String::empty(scope))
        .into()
}

/// The bytes of a path.
pub struct Name(pub Vec<u8>, pub Text);

impl IntoJs for Name {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        Some(name(scope, self.0, self.1))
    }
}

pub fn name<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: Vec<u8>,
    text: Text,
) -> v8::Local<'s, v8::Value> {
    match text {
        Text::Utf8 => string(scope, &bytes),
        Text::Raw => match ops_core::bytes::uint8_array(scope, bytes) {
            Some(array) => array.into(),
            None => v8::undefined(scope).into(),
        },
    }
}

/// What a `mkdir` made first, or nothing.
impl IntoJs for Option<Vec<u8>> {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        self.map(|bytes| string(scope, &bytes))
    }
}

/// A row of 64-bit numbers: a `Float64Array` or a `BigInt64Array`.
pub struct Row<const N: usize>(pub [i64; N], pub Numbers);

impl<const N: usize> Row<N> {
    /// The elements of the typed array, as bits.
    fn words(&self) -> [u64; N] {
        match self.1 {
            Numbers::Big => self.0.map(|value| value as u64),
            Numbers::Double => self.0.map(|value| (value as f64).to_bits()),
        }
    }

    /// Writes the numbers into a typed array of JS, when it has room for them.
    pub fn write_into(&self, view: v8::Local<v8::ArrayBufferView>) {
        let Some((start, length)) = ops_core::bytes::parts(view.into()) else {
            return;
        };
        if length < N * 8 {
            return;
        }
        let words = self.words();
        // SAFETY: V8 has the view's `length` bytes, which are enough, there; nothing else runs meanwhile.
        unsafe { std::ptr::copy_nonoverlapping(words.as_ptr().cast::<u8>(), start, N * 8) };
    }
}

impl<const N: usize> IntoJs for Row<N> {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        let bytes = self
            .words()
            .iter()
            .flat_map(|word| word.to_ne_bytes())
            .collect();
        let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes).make_shared();
        let buffer = v8::ArrayBuffer::with_backing_store(scope, &store);
        match self.1 {
            Numbers::Big => v8::BigInt64Array::new(scope, buffer, 0, N).map(Into::into),
            Numbers::Double => v8::Float64Array::new(scope, buffer, 0, N).map(Into::into),
        }
    }
}
