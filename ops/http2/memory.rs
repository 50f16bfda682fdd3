//! What nghttp2 asks for, counted: a session's limit (`maxSessionMemory`) holds for it too.

use std::cell::Cell;
use std::ffi::c_void;

use libnghttp2_sys as ffi;

/// The bytes of one session, inside nghttp2 and outside. It lives longer than the `nghttp2_session`.
#[derive(Default)]
pub struct Memory {
    inside: Cell<usize>,
    outside: Cell<usize>,
}

impl Memory {
    pub fn used(&self) -> usize {
        self.inside.get() + self.outside.get()
    }

    pub fn add(&self, size: usize) {
        self.outside.set(self.outside.get() + size);
    }

    pub fn sub(&self, size: usize) {
        self.outside.set(self.outside.get().saturating_sub(size));
    }

    /// The allocator that counts into `self`, which must not move or go before the session does.
    pub fn allocator(&self) -> ffi::nghttp2_mem {
        ffi::nghttp2_mem {
            mem_user_data: std::ptr::from_ref(self).cast_mut().cast(),
            malloc: Some(malloc),
            free: Some(free),
            calloc: Some(calloc),
            realloc: Some(realloc),
        }
    }
}

/// Counts the block `new` and no more the block of `old` bytes.
///
/// # Safety
/// `memory` is what `Memory::allocator` gave, `new` a live block or null.
unsafe fn count(memory: *mut c_void, old: usize, new: *mut c_void) -> *mut c_void {
    // SAFETY: the caller's.
    unsafe {
        let size = libc::malloc_usable_size(new);
        if let Some(memory) = memory.cast::<Memory>().cast_const().as_ref() {
            let inside = memory.inside.get() + size;
            memory.inside.set(inside.saturating_sub(old));
        }
    }
    new
}

unsafe extern "C" fn malloc(size: usize, memory: *mut c_void) -> *mut c_void {
    // SAFETY: libc's allocator; nghttp2 hands the pointer of the session back.
    unsafe { count(memory, 0, libc::malloc(size)) }
}

unsafe extern "C" fn calloc(number: usize, size: usize, memory: *mut c_void) -> *mut c_void {
    // SAFETY: as above.
    unsafe { count(memory, 0, libc::calloc(number, size)) }
}

unsafe extern "C" fn realloc(block: *mut c_void, size: usize, memory: *mut c_void) -> *mut c_void {
    // SAFETY: the block is one of these functions', or null.
    unsafe {
        let old = libc::malloc_usable_size(block);
        let new = libc::realloc(block, size);
        // Nothing has changed when there was no memory.
        let old = if new.is_null() { 0 } else { old };
        count(memory, old, new)
    }
}

unsafe extern "C" fn free(block: *mut c_void, memory: *mut c_void) {
    // SAFETY: as above.
    unsafe {
        count(
            memory,
            libc::malloc_usable_size(block),
            std::ptr::null_mut(),
        );
        libc::free(block);
    }
}
