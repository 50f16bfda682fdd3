//! Memory without a zero fill, for `Buffer.allocUnsafe()` and its kin.

use deno_core::{op2, v8};
use ops_core::memory;

use crate::BufferError;

/// An `ArrayBuffer` of `size` bytes with whatever was in the memory before.
#[op2]
pub fn op_buffer_uninitialized<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[number] size: usize,
) -> Result<v8::Local<'s, v8::ArrayBuffer>, BufferError> {
    memory::array_buffer(scope, size).ok_or(BufferError::Allocation)
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
