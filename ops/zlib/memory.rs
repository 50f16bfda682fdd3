//! Memory of JS that another thread reads or writes.

use deno_core::v8;
use ops_core::bytes;

/// A part of a view's memory. It stays allocated while this lives, even when JS detaches the buffer.
pub struct Region {
    start: *mut u8,
    length: usize,
    _store: Option<v8::SharedRef<v8::BackingStore>>,
    _copy: Vec<u8>,
}

// SAFETY: the backing store is reference-counted across threads. JS that changes the bytes meanwhile changes what is
// compressed, as in Node; it cannot take the memory away.
unsafe impl Send for Region {}

impl Region {
    /// The part `[offset, offset + length)` of a view; nothing for `null`. `None` when it does not lie inside.
    pub fn new(value: v8::Local<v8::Value>, offset: usize, length: usize) -> Option<Self> {
        let mut region = Self {
            start: std::ptr::null_mut(),
            length,
            _store: None,
            _copy: Vec::new(),
        };
        if value.is_null_or_undefined() {
            return (length == 0).then_some(region);
        }
        let view = v8::Local::<v8::ArrayBufferView>::try_from(value).ok()?;
        let store = view.get_backing_store();
        let resizable = store
            .as_ref()
            .is_some_and(|store| store.is_resizable_by_user_javascript());
        // After the store was made: small arrays move out of the heap for it.
        let bytes = bytes::slice_mut(bytes::view_mut(value)?, offset, length)?;
        if resizable {
            // Memory that JS can give back to the system must not be read elsewhere.
            region._copy = bytes.to_vec();
            region.start = region._copy.as_mut_ptr();
        } else {
            region.start = bytes.as_mut_ptr();
            region._store = store;
        }
        Some(region)
    }

    /// To read from.
    pub fn input(&self) -> (*const u8, usize) {
        (self.start.cast_const(), self.length)
    }

    /// To write to. `None` when what is written would not reach JS.
    pub fn output(&self) -> Option<(*mut u8, usize)> {
        (self._store.is_some() || self.length == 0).then_some((self.start, self.length))
    }
}
