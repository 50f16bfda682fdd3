//! Memory for streams. The large blocks come from the system and go back to it at once: between them lie the small ones
//! of handles that wait for the garbage collector, which would keep `malloc` from using the same place again.

use std::ffi::{c_uint, c_void};
use std::ptr;

/// From this size a block is the system's.
const LARGE: usize = 128 << 10;
/// Before each block: its whole length when it is the system's, else 0.
const HEADER: usize = 64;

/// # Safety
/// None is needed; the type is that of C.
pub unsafe extern "C" fn allocate(_opaque: *mut c_void, size: usize) -> *mut c_void {
    let Some(whole) = size.checked_add(HEADER) else {
        return ptr::null_mut();
    };
    let large = whole >= LARGE;
    // SAFETY: plain calls, whose results are checked; the header lies inside the block.
    unsafe {
        let start = if large {
            let protection = libc::PROT_READ | libc::PROT_WRITE;
            let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
            libc::mmap(ptr::null_mut(), whole, protection, flags, -1, 0)
        } else {
            libc::malloc(whole)
        };
        if start.is_null() || start == libc::MAP_FAILED {
            return ptr::null_mut();
        }
        start.cast::<usize>().write(if large { whole } else { 0 });
        start.cast::<u8>().add(HEADER).cast()
    }
}

/// # Safety
/// `block` is from [`allocate`], or null.
pub unsafe extern "C" fn release(_opaque: *mut c_void, block: *mut c_void) {
    if block.is_null() {
        return;
    }
    // SAFETY: the caller's promise; the header tells where the block came from.
    unsafe {
        let start = block.cast::<u8>().sub(HEADER).cast::<c_void>();
        match start.cast::<usize>().read() {
            0 => libc::free(start),
            whole => {
                libc::munmap(start, whole);
            }
        }
    }
}

/// # Safety
/// As for [`allocate`].
pub unsafe extern "C" fn zalloc(opaque: *mut c_void, items: c_uint, size: c_uint) -> *mut c_void {
    // SAFETY: none is needed. The product of two 32-bit numbers fits.
    unsafe { allocate(opaque, items as usize * size as usize) }
}

/// # Safety
/// As for [`release`].
pub unsafe extern "C" fn zfree(opaque: *mut c_void, block: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { release(opaque, block) }
}
