//! The one guarded way from an offset and a length that JS gave to bytes.

use deno_core::v8;

/// The bytes `[offset, offset + length)` of `buffer`, or `None` when they do not lie inside it.
pub fn slice(buffer: &[u8], offset: usize, length: usize) -> Option<&[u8]> {
    buffer.get(offset..offset.checked_add(length)?)
}

/// As [`slice`], to write into.
pub fn slice_mut(buffer: &mut [u8], offset: usize, length: usize) -> Option<&mut [u8]> {
    buffer.get_mut(offset..offset.checked_add(length)?)
}

/// A `Uint8Array` over its own memory: the vector moves into V8's heap without a copy. `None` when it is longer than
/// V8's longest typed array.
pub fn uint8_array<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: Vec<u8>,
) -> Option<v8::Local<'s, v8::Uint8Array>> {
    let length = bytes.len();
    let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes).make_shared();
    let buffer = v8::ArrayBuffer::with_backing_store(scope, &store);
    v8::Uint8Array::new(scope, buffer, 0, length)
}

/// A `Uint8Array` over a copy of `bytes`. The memory is V8's own, which collects young garbage when much of it has been
/// asked for; memory that is handed over, as by [`uint8_array`], waits for the heap to fill up.
pub fn uint8_array_of<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: &[u8],
) -> Option<v8::Local<'s, v8::Uint8Array>> {
    let buffer = v8::ArrayBuffer::new(scope, bytes.len());
    if let Some(data) = buffer.data() {
        // SAFETY: the buffer is new, as long as `bytes`, and nobody else knows it.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), data.as_ptr().cast(), bytes.len()) };
    }
    v8::Uint8Array::new(scope, buffer, 0, bytes.len())
}

/// Start and length of the bytes of an `ArrayBufferView`, an `ArrayBuffer` or a `SharedArrayBuffer`; `None` for anything
/// else. The length is 0 when it is detached or when the view lies outside of a buffer that shrank.
pub fn parts(value: v8::Local<v8::Value>) -> Option<(*mut u8, usize)> {
    if let Ok(view) = v8::Local::<v8::ArrayBufferView>::try_from(value) {
        // SAFETY: nothing is read through the pair here. One call finds both, of a detached buffer as well; there is no
        // storage to copy to because V8 is built without arrays whose bytes lie in its heap.
        return Some(unsafe { view.get_contents_raw_parts(&mut []) });
    }
    if let Ok(buffer) = v8::Local::<v8::ArrayBuffer>::try_from(value) {
        let data = buffer
            .data()
            .map_or(std::ptr::null_mut(), |data| data.as_ptr().cast());
        return Some((data, buffer.byte_length()));
    }
    let shared = v8::Local::<v8::SharedArrayBuffer>::try_from(value).ok()?;
    let data = shared
        .get_backing_store()
        .data()
        .map_or(std::ptr::null_mut(), |data| data.as_ptr().cast());
    Some((data, shared.byte_length()))
}

/// The bytes that [`parts`] finds.
///
/// The slice is good until JS runs again: who holds one neither runs JS nor allocates in the heap. Memory that other
/// threads share can change under it, as it can under a program.
pub fn view(value: v8::Local<'_, v8::Value>) -> Option<&[u8]> {
    let (data, length) = parts(value)?;
    if length == 0 || data.is_null() {
        return Some(&[]);
    }
    // SAFETY: V8 gave start and length of live memory, which the handle keeps alive.
    Some(unsafe { std::slice::from_raw_parts(data, length) })
}

/// As [`view`], to write into. The caller holds no other slice of the same memory.
pub fn view_mut(value: v8::Local<'_, v8::Value>) -> Option<&mut [u8]> {
    let (data, length) = parts(value)?;
    if length == 0 || data.is_null() {
        return Some(&mut []);
    }
    // SAFETY: as in `view`.
    Some(unsafe { std::slice::from_raw_parts_mut(data, length) })
}

/// A copy of the bytes of `view`: for who runs JS or compiles while the bytes are in use, or keeps them.
pub fn copy(view: v8::Local<v8::ArrayBufferView>) -> Vec<u8> {
    let mut bytes = vec![0; view.byte_length()];
    let copied = view.copy_contents(&mut bytes);
    bytes.truncate(copied);
    bytes
}
