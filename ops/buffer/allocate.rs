//! Memory without a zero fill, for `Buffer.allocUnsafe()` and its kin.

use std::alloc::{Layout, alloc, dealloc};
use std::ffi::c_void;

use deno_core::{op2, v8};

use crate::BufferError;

unsafe extern "C" fn free(data: *mut c_void, length: usize, _: *mut c_void) {
    if let Ok(layout) = Layout::from_size_align(length, ALIGNMENT)
        && length > 0
    {
        // SAFETY: `data` was allocated with this very layout by `op_buffer_uninitialized`.
        unsafe { dealloc(data.cast(), layout) };
    }
}

const ALIGNMENT: usize = 16;

/// An `ArrayBuffer` of `size` bytes with whatever was in the memory before.
#[op2]
pub fn op_buffer_uninitialized<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[number] size: usize,
) -> Result<v8::Local<'s, v8::ArrayBuffer>, BufferError> {
    if size == 0 {
        return Ok(v8::ArrayBuffer::new(scope, 0));
    }
    let layout = Layout::from_size_align(size, ALIGNMENT).map_err(|_| BufferError::Memory)?;
    // SAFETY: the layout is not empty; null is checked.
    let data = unsafe { alloc(layout) };
    if data.is_null() {
        return Err(BufferError::Memory);
    }
    // SAFETY: `data` is `size` bytes of ours, given away here, and `free` gives them back.
    let store = unsafe {
        v8::ArrayBuffer::new_backing_store_from_ptr(data.cast(), size, free, std::ptr::null_mut())
    }
    .make_shared();
    Ok(v8::ArrayBuffer::with_backing_store(scope, &store))
}

/// How many bytes from the start of `buffer` the first address is that `alignment`, a power of two, divides.
#[op2(fast)]
pub fn op_buffer_aligned_offset(buffer: v8::Local<v8::Value>, alignment: u32) -> u32 {
    let Some(start) = v8::Local::<v8::ArrayBuffer>::try_from(buffer)
        .ok()
        .and_then(|b| b.data())
    else {
        return 0;
    };
    let mask = (alignment as usize).wrapping_sub(1);
    ((start.as_ptr() as usize).wrapping_neg() & mask) as u32
}

/// From now on nothing can detach `buffer`: the pool of `Buffer` is shared by many.
#[op2(nofast)]
pub fn op_buffer_set_detach_key(scope: &mut v8::PinScope, buffer: v8::Local<v8::ArrayBuffer>) {
    let key = v8::Symbol::new(scope, None);
    buffer.set_detach_key(key.into());
}
