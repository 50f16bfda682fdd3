//! Memory for the contents of files that are not small. A new page costs ten times what the copying into it costs, so
//! what V8 gives back is kept for a while, and V8 is asked for garbage before much of it has gathered; long pieces lie in
//! huge pages.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ffi::c_void;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::LocalKey;

use deno_core::v8;
use ops_core::Pieces;

/// From this length on a file's content lies in memory from here.
pub const LEAST: usize = 32 * 1024;
/// Text from this length on stays outside of V8's heap. V8 counts the string that holds it among its old objects, so that
/// only a collection of everything frees it.
pub const EXTERNAL: usize = 1 << 20;
/// The same for text that a promise brings: whoever has awaited it keeps it until he waits again, which is longer than
/// V8 keeps its young strings of this length, so that it would be old in any case.
const AWAITED: usize = 128 * 1024;
/// The step of lengths.
const STEP: usize = 32 * 1024;
/// From this length on memory is mapped in huge pages.
const HUGE: usize = 2 << 20;
/// The most that is kept.
const KEPT: usize = 256 << 20;
/// So many bytes of buffers are handed out before V8 is asked for young garbage: a collection costs as much as the
/// copying of some hundred kilobytes, and what has left the processor's caches is slower to write.
const YOUNG: usize = 8 << 20;
/// So many bytes are handed out before V8 is asked for all garbage: strings, which it counts among its old objects, and
/// buffers that have become old.
const OLD: usize = 128 << 20;
/// The same for the shorter strings of promises.
const OLD_AWAITED: usize = 48 << 20;
/// That is done only for so many times as many bytes as V8's heap has: it costs less than new memory then.
const TIMES: usize = 8;
/// Strings of promises below this length are asked for sooner.
const LARGE: usize = 1 << 20;

/// What V8 holds.
struct Held {
    bytes: AtomicUsize,
    /// The least that it was since the last request for garbage, on this thread.
    least: &'static LocalKey<Cell<Least>>,
}

#[derive(Clone, Copy)]
struct Least {
    young: usize,
    old: usize,
}

impl Least {
    const NOTHING: Self = Self { young: 0, old: 0 };
}

thread_local! {
    static LEAST_BUFFERS: Cell<Least> = const { Cell::new(Least::NOTHING) };
    static LEAST_STRINGS: Cell<Least> = const { Cell::new(Least::NOTHING) };
}

static BUFFERS: Held = Held {
    bytes: AtomicUsize::new(0),
    least: &LEAST_BUFFERS,
};
static STRINGS: Held = Held {
    bytes: AtomicUsize::new(0),
    least: &LEAST_STRINGS,
};

fn heap_size(isolate: &mut v8::Isolate) -> usize {
    isolate.get_heap_statistics().used_heap_size()
}

fn is_due(held: usize, least: usize, garbage: usize) -> bool {
    held - least >= garbage.max(least / 2)
}

impl Held {
    fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Counts what V8 gets from `hand_over`. Before it gets too much, it is asked for garbage: it sees only small objects
    /// and would wait for more of them.
    fn add<'s, 'i, R>(
        &self,
        scope: &mut v8::PinScope<'s, 'i>,
        capacity: usize,
        are_young: bool,
        hand_over: impl FnOnce(&mut v8::PinScope<'s, 'i>) -> R,
    ) -> R {
        let are_awaited = !are_young && capacity < LARGE;
        // V8 would begin to mark a small heap for a few pieces already, and then for every further one.
        let unmarked = heap_size(scope) <= OLD / TIMES;
        let mut held = self.bytes();
        let mut least = self.least.get();
        least.young = least.young.min(held);
        if are_young && is_due(held, least.young, YOUNG) {
            match unmarked {
                true => ops_core::collect_young_only(scope),
                false => ops_core::collect_young(scope),
            }
            held = self.bytes();
            least.young = held;
        }
        least.old = least.old.min(held);
        // A few very long pieces are as much memory as many others.
        let old = match are_awaited {
            true => OLD_AWAITED,
            false => (OLD * 3 / 2).saturating_sub(8 * capacity).clamp(YOUNG, OLD),
        };
        // A collection of everything makes old what is alive: it would have to be followed by another one.
        let old = if are_young {
            old.max(2 * capacity)
        } else {
            old
        };
        if is_due(held, least.old, old) {
            let garbage = held - least.old;
            if unmarked || heap_size(scope) <= garbage / TIMES {
                ops_core::collect_all(scope);
            }
            held = self.bytes();
            least.old = held;
        }
        self.least.set(least);
        self.bytes.fetch_add(capacity, Ordering::Relaxed);
        match unmarked {
            true => ops_core::without_marking(|| hand_over(scope)),
            false => hand_over(scope),
        }
    }

    fn remove(&self, capacity: usize) {
        self.bytes.fetch_sub(capacity, Ordering::Relaxed);
    }
}

static POOL: Pieces = Pieces::new(KEPT, unmap);

/// The capacities of what external strings hold: V8 gives back their start and length only.
static OF_STRINGS: Mutex<BTreeMap<usize, usize>> = Mutex::new(BTreeMap::new());

fn of_strings() -> MutexGuard<'static, BTreeMap<usize, usize>> {
    OF_STRINGS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The capacity of a piece of `length` bytes.
fn rounded(length: usize) -> usize {
    let step = if length >= HUGE { HUGE } else { STEP };
    length.div_ceil(step).max(1) * step
}

fn map(capacity: usize) -> Option<usize> {
    let huge = capacity >= HUGE;
    let room = if huge { capacity + HUGE } else { capacity };
    // SAFETY: a new mapping at a place of the kernel's choice.
    let start = unsafe {
        libc::mmap(
            std::ptr::null_mut(),
            room,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
            -1,
            0,
        )
    };
    if start == libc::MAP_FAILED {
        return None;
    }
    let start = start as usize;
    if !huge {
        return Some(start);
    }
    let aligned = start.div_ceil(HUGE) * HUGE;
    let behind = start + room - (aligned + capacity);
    // SAFETY: the parts before and behind belong to the new mapping and are not used.
    unsafe {
        if aligned > start {
            libc::munmap(start as *mut c_void, aligned - start);
        }
        if behind > 0 {
            libc::munmap((aligned + capacity) as *mut c_void, behind);
        }
        libc::madvise(aligned as *mut c_void, capacity, libc::MADV_HUGEPAGE);
    }
    Some(aligned)
}

fn unmap(start: usize, capacity: usize) {
    // SAFETY: a whole mapping that `map` made and that nobody uses any more.
    unsafe { libc::munmap(start as *mut c_void, capacity) };
}

fn take(capacity: usize) -> Option<usize> {
    POOL.take(capacity).or_else(|| {
        // What is mapped now takes the place of what nobody asks for.
        POOL.drop_oldest(capacity);
        map(capacity)
    })
}

/// A piece of memory with one owner, filled from its start.
pub struct Piece {
    start: usize,
    length: usize,
    capacity: usize,
}

impl Piece {
    /// Room for `length` bytes; `None` when there is no memory.
    pub fn with_room(length: usize) -> Option<Self> {
        let capacity = rounded(length);
        take(capacity).map(|start| Self {
            start,
            length: 0,
            capacity,
        })
    }

    /// The end of what is there.
    pub fn end(&mut self) -> *mut u8 {
        (self.start + self.length) as *mut u8
    }

    pub fn len(&self) -> usize {
        self.length
    }

    /// Appends what there is room for.
    pub fn put(&mut self, bytes: &[u8]) {
        let count = bytes.len().min(self.capacity - self.length);
        // SAFETY: so many bytes lie behind the end, and nobody else knows them.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), self.end(), count) };
        self.length += count;
    }

    /// # Safety
    /// The first `length` bytes have been written and lie inside the capacity.
    pub unsafe fn set_len(&mut self, length: usize) {
        self.length = length;
    }

    pub fn bytes(&self) -> &[u8] {
        // SAFETY: that many bytes have been written.
        unsafe { std::slice::from_raw_parts(self.start as *const u8, self.length) }
    }

    /// Leaves the bytes to the external string that `make` makes. Its end is [`free_string`].
    fn leave_to_string<'s>(
        self,
        scope: &mut v8::PinScope<'s, '_>,
        make: impl FnOnce(&mut v8::PinScope<'s, '_>, &Self) -> Option<v8::Local<'s, v8::String>>,
    ) -> Option<v8::Local<'s, v8::String>> {
        of_strings().insert(self.start, self.capacity);
        let this = std::mem::ManuallyDrop::new(self);
        STRINGS.add(scope, this.capacity, false, |scope| make(scope, &this))
    }

    pub fn into_array_buffer<'s>(
        self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> v8::Local<'s, v8::ArrayBuffer> {
        let this = std::mem::ManuallyDrop::new(self);
        // SAFETY: the bytes belong to the backing store from now on, which hands them to `free_buffer` once.
        let store = unsafe {
            v8::ArrayBuffer::new_backing_store_from_ptr(
                this.start as *mut c_void,
                this.length,
                free_buffer,
                this.capacity as *mut c_void,
            )
        };
        let store = store.make_shared();
        BUFFERS.add(scope, this.capacity, true, |scope| {
            v8::ArrayBuffer::with_backing_store(scope, &store)
        })
    }

    /// Whether a string shall hold the bytes where they are.
    fn stays_outside(&self, scope: &mut v8::Isolate, is_awaited: bool) -> bool {
        self.length >= EXTERNAL
            || is_awaited && self.length >= AWAITED && heap_size(scope) <= OLD_AWAITED / TIMES
    }

    /// A string of one-byte characters.
    pub fn into_one_byte<'s>(
        self,
        scope: &mut v8::PinScope<'s, '_>,
        is_awaited: bool,
    ) -> Option<v8::Local<'s, v8::String>> {
        if !self.stays_outside(scope, is_awaited) {
            return v8::String::new_from_one_byte(scope, self.bytes(), v8::NewStringType::Normal);
        }
        // SAFETY: the bytes belong to the string from now on, which hands them to `free_one_byte` once.
        self.leave_to_string(scope, |scope, this| unsafe {
            v8::String::new_external_onebyte_raw(
                scope,
                this.start as *mut _,
                this.length,
                free_one_byte,
            )
        })
    }

    /// A string of two-byte characters.
    pub fn into_two_byte<'s>(
        self,
        scope: &mut v8::PinScope<'s, '_>,
        is_awaited: bool,
    ) -> Option<v8::Local<'s, v8::String>> {
        if !self.stays_outside(scope, is_awaited) {
            // SAFETY: pieces begin at the start of a page, and as many units have been written.
            let units =
                unsafe { std::slice::from_raw_parts(self.start as *const u16, self.length / 2) };
            return v8::String::new_from_two_byte(scope, units, v8::NewStringType::Normal);
        }
        // SAFETY: the bytes belong to the string from now on, which hands them to `free_two_byte` once; pieces begin at
        // the start of a page.
        self.leave_to_string(scope, |scope, this| unsafe {
            v8::String::new_external_twobyte_raw(
                scope,
                this.start as *mut u16,
                this.length / 2,
                free_two_byte,
            )
        })
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        POOL.give(self.start, self.capacity);
    }
}

unsafe extern "C" fn free_buffer(start: *mut c_void, _: usize, capacity: *mut c_void) {
    BUFFERS.remove(capacity as usize);
    POOL.give(start as usize, capacity as usize);
}

unsafe extern "C" fn free_one_byte(start: *mut std::ffi::c_char, _: usize) {
    free_string(start as usize);
}

unsafe extern "C" fn free_two_byte(start: *mut u16, _: usize) {
    free_string(start as usize);
}

fn free_string(start: usize) {
    let capacity = of_strings().remove(&start);
    if let Some(capacity) = capacity {
        STRINGS.remove(capacity);
        POOL.give(start, capacity);
    }
}
