//! How Node writes views of memory: the number of their class, the count of their bytes, the bytes.

use deno_core::v8;

/// The class number of a `Buffer`.
pub(crate) const BUFFER: u32 = 10;

/// The class number of a view that is no `Buffer`; `None` for what is no view that Node's format knows.
pub(crate) fn class_of(view: v8::Local<v8::Value>) -> Option<u32> {
    Some(if view.is_uint8_array() {
        1
    } else if view.is_int8_array() {
        0
    } else if view.is_uint8_clamped_array() {
        2
    } else if view.is_int16_array() {
        3
    } else if view.is_uint16_array() {
        4
    } else if view.is_int32_array() {
        5
    } else if view.is_uint32_array() {
        6
    } else if view.is_float32_array() {
        7
    } else if view.is_float64_array() {
        8
    } else if view.is_data_view() {
        9
    } else if view.is_big_int64_array() {
        11
    } else if view.is_big_uint64_array() {
        12
    } else if view.is_float16_array() {
        13
    } else {
        return None;
    })
}

/// The name of the class of this number.
pub(crate) fn class_name(class: u32) -> &'static str {
    const NAMES: [&str; 14] = [
        "Int8Array",
        "Uint8Array",
        "Uint8ClampedArray",
        "Int16Array",
        "Uint16Array",
        "Int32Array",
        "Uint32Array",
        "Float32Array",
        "Float64Array",
        "DataView",
        "Uint8Array",
        "BigInt64Array",
        "BigUint64Array",
        "Float16Array",
    ];
    NAMES.get(class as usize).copied().unwrap_or("Object")
}

/// The size of an element of the class, which the place of the bytes must be a multiple of.
pub(crate) fn element_size(class: u32) -> Option<usize> {
    Some(match class {
        0 | 1 | 2 | 9 | 10 => 1,
        3 | 4 | 13 => 2,
        5..=7 => 4,
        8 | 11 | 12 => 8,
        _ => return None,
    })
}

/// A view of the class, which is not [`BUFFER`], on `length` bytes of `buffer`.
pub(crate) fn make<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    class: u32,
    buffer: v8::Local<'s, v8::ArrayBuffer>,
    offset: usize,
    length: usize,
) -> Option<v8::Local<'s, v8::Object>> {
    let count = length / element_size(class)?;
    Some(match class {
        0 => v8::Int8Array::new(scope, buffer, offset, count)?.into(),
        1 => v8::Uint8Array::new(scope, buffer, offset, count)?.into(),
        2 => v8::Uint8ClampedArray::new(scope, buffer, offset, count)?.into(),
        3 => v8::Int16Array::new(scope, buffer, offset, count)?.into(),
        4 => v8::Uint16Array::new(scope, buffer, offset, count)?.into(),
        5 => v8::Int32Array::new(scope, buffer, offset, count)?.into(),
        6 => v8::Uint32Array::new(scope, buffer, offset, count)?.into(),
        7 => v8::Float32Array::new(scope, buffer, offset, count)?.into(),
        8 => v8::Float64Array::new(scope, buffer, offset, count)?.into(),
        9 => v8::DataView::new(scope, buffer, offset, count).into(),
        11 => v8::BigInt64Array::new(scope, buffer, offset, count)?.into(),
        12 => v8::BigUint64Array::new(scope, buffer, offset, count)?.into(),
        13 => {
            let array = v8::Float16Array::new(scope, buffer, offset, count)?;
            // SAFETY: a typed array is an object.
            unsafe { v8::Local::<v8::Object>::cast_unchecked(array) }
        }
        _ => return None,
    })
}

/// Throws a plain `Error` or, where `type_error`, a `TypeError`.
pub(crate) fn throw(scope: &mut v8::PinScope, type_error: bool, message: &str) {
    let message = v8::String::new(scope, message).unwrap_or_else(|| v8::String::empty(scope));
    let exception = if type_error {
        v8::Exception::type_error(scope, message)
    } else {
        v8::Exception::error(scope, message)
    };
    scope.throw_exception(exception);
}
