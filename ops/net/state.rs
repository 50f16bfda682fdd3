//! What one call of a stream method tells JS besides its result: the array `streamBaseState`.

use std::cell::RefCell;
use std::mem::size_of;

use deno_core::{op2, v8};

/// Bytes that were read, or a negative error.
pub const READ_BYTES_OR_ERROR: usize = 0;
/// Bytes that the last write call took over.
pub const BYTES_WRITTEN: usize = 2;
/// 1 when the last write call did not finish at once.
pub const LAST_WRITE_WAS_ASYNC: usize = 3;

const FIELDS: usize = 5;

thread_local! {
    static STORE: RefCell<Option<v8::SharedRef<v8::BackingStore>>> = const { RefCell::new(None) };
}

/// The `Float64Array` that every stream of this thread writes to.
#[op2]
pub fn op_net_stream_base_state<'s>(
    scope: &mut v8::PinScope<'s, '_>,
) -> Option<v8::Local<'s, v8::Float64Array>> {
    let store = STORE.with(|cell| cell.borrow_mut().get_or_insert_with(new_store).clone());
    let buffer = v8::ArrayBuffer::with_backing_store(scope, &store);
    v8::Float64Array::new(scope, buffer, 0, FIELDS)
}

fn new_store() -> v8::SharedRef<v8::BackingStore> {
    v8::ArrayBuffer::new_backing_store_from_vec(vec![0u8; FIELDS * size_of::<f64>()]).make_shared()
}

/// Sets one field. JS may ask for the array only after it.
pub fn set(field: usize, value: f64) {
    STORE.with(|cell| {
        let mut slot = cell.borrow_mut();
        let Some(data) = slot.get_or_insert_with(new_store).data() else {
            return;
        };
        if field < FIELDS {
            // SAFETY: the store has `FIELDS` numbers and only this thread uses it; unaligned, as it began as bytes.
            unsafe {
                data.as_ptr()
                    .cast::<f64>()
                    .add(field)
                    .write_unaligned(value)
            };
        }
    });
}
