//! Memory for buffers that are not zeroed and for what is on its way to a string. A new page costs more than the writing
//! into it, so what V8 gives back is kept for a while, and V8 is asked for garbage before much of it has gathered.

use std::alloc::{Layout, alloc, dealloc};
use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::sync::atomic::{AtomicUsize, Ordering};

use deno_core::v8;

use crate::pieces::Pieces;

/// Pieces of these lengths are kept.
const KEEPING: std::ops::RangeInclusive<usize> = 8 * 1024..=2 << 20;
/// The step of their lengths.
const STEP: usize = 4096;
/// The most that is kept, in bytes.
const KEPT: usize = 8 << 20;
/// So many bytes are handed out before V8 is asked for young garbage. V8 counts them among the old objects: at some
/// megabytes more it begins to mark the whole heap, which costs a hundred times what a young collection does.
const GARBAGE: usize = 4 << 20;
/// Text up to this length is put together in memory that stays.
pub const SCRATCH: usize = 256 * 1024;

/// V8 zeroes as little as this sooner than it takes memory over.
const SMALL: usize = 2048;

/// The kernel copies from and to memory that begins at such a place a quarter faster than from where `malloc` leaves it.
const ALIGNMENT: usize = 64;

fn layout(capacity: usize) -> Option<Layout> {
    let is_long = capacity >= *KEEPING.start();
    Layout::from_size_align(capacity, if is_long { ALIGNMENT } else { 16 }).ok()
}

/// The bytes that V8 holds in such buffers.
static HELD: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// The least that `HELD` was since the last request for garbage.
    static LEAST_HELD: Cell<usize> = const { Cell::new(0) };
    static SPARE: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

static POOL: Pieces = Pieces::new(KEPT, release);

/// The capacity of a piece of `length` bytes.
fn rounded(length: usize) -> usize {
    if KEEPING.contains(&length) {
        length.next_multiple_of(STEP)
    } else {
        length
    }
}

/// `length` bytes with whatever was there before; null when there is no memory.
fn take(length: usize) -> *mut u8 {
    let capacity = rounded(length);
    if KEEPING.contains(&length)
        && let Some(start) = POOL.take(capacity)
    {
        return start as *mut u8;
    }
    match layout(capacity) {
        // SAFETY: the layout is not empty: nobody asks for nothing.
        Some(layout) if capacity > 0 => unsafe { alloc(layout) },
        _ => std::ptr::null_mut(),
    }
}

fn release(start: usize, capacity: usize) {
    if let Some(layout) = layout(capacity) {
        // SAFETY: `take` allocated it with this very layout.
        unsafe { dealloc(start as *mut u8, layout) };
    }
}

fn give(start: usize, length: usize) {
    let capacity = rounded(length);
    if KEEPING.contains(&length) {
        POOL.give(start, capacity);
    } else {
        release(start, capacity);
    }
}

/// Counts a buffer that V8 gets. Before it gets too many, those that are garbage are collected: V8 sees only small
/// objects and would wait until many of them fill its young heap.
fn hand_over(isolate: &mut v8::Isolate, length: usize) {
    let held = HELD.load(Ordering::Relaxed);
    let least = LEAST_HELD.get().min(held);
    let due = held - least >= GARBAGE.max(least / 2);
    if due {
        crate::collect_young(isolate);
    }
    LEAST_HELD.set(if due { held } else { least });
    HELD.fetch_add(length, Ordering::Relaxed);
}

unsafe extern "C" fn free(data: *mut c_void, length: usize, _: *mut c_void) {
    HELD.fetch_sub(length, Ordering::Relaxed);
    give(data as usize, length);
}

/// An `ArrayBuffer` of `length` bytes, which are not zeroed where that would cost more; `None` when there is no memory.
pub fn array_buffer<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    length: usize,
) -> Option<v8::Local<'s, v8::ArrayBuffer>> {
    if length <= SMALL {
        return Some(v8::ArrayBuffer::new(scope, length));
    }
    hand_over(scope, length);
    let data = take(length);
    if data.is_null() {
        HELD.fetch_sub(length, Ordering::Relaxed);
        return None;
    }
    // SAFETY: `data` is `length` bytes of ours, given away here, and `free` gives them back.
    let store = unsafe {
        v8::ArrayBuffer::new_backing_store_from_ptr(data.cast(), length, free, std::ptr::null_mut())
    };
    Some(v8::ArrayBuffer::with_backing_store(
        scope,
        &store.make_shared(),
    ))
}

/// Calls `f` with `length` bytes, which hold anything. Long ones are the same memory each time.
pub fn with_scratch<R>(length: usize, f: impl FnOnce(&mut [u8]) -> R) -> R {
    let units = length.div_ceil(8);
    if length > SCRATCH {
        return f(&mut bytes_of(&mut vec![0; units])[..length]);
    }
    if length <= 64 {
        return f(&mut bytes_of(&mut [0; 8])[..length]);
    }
    if length <= 512 {
        return f(&mut bytes_of(&mut [0; 64])[..length]);
    }
    SPARE.with(|spare| match spare.try_borrow_mut() {
        Ok(mut spare) => {
            if spare.len() < units {
                *spare = vec![0; units.next_power_of_two()];
            }
            f(&mut bytes_of(&mut spare)[..length])
        }
        Err(_) => f(&mut bytes_of(&mut vec![0; units])[..length]),
    })
}

/// As [`with_scratch`], of two-byte units.
pub fn with_scratch_units<R>(length: usize, f: impl FnOnce(&mut [u16]) -> R) -> R {
    with_scratch(length * 2, |bytes| {
        // SAFETY: the memory of `with_scratch` begins where a u64 may, and any bytes are units.
        let (_, units, _) = unsafe { bytes.align_to_mut::<u16>() };
        f(units)
    })
}

fn bytes_of(words: &mut [u64]) -> &mut [u8] {
    // SAFETY: any memory is bytes.
    unsafe { std::slice::from_raw_parts_mut(words.as_mut_ptr().cast(), words.len() * 8) }
}
