//! Memory for the contents of files that are not small. A new page costs more than the copying of what goes into it, so
//! what V8 gives back is kept for a while; very long pieces lie in huge pages.

use std::ffi::c_void;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use deno_core::v8;

/// From this length on a file's content lies in memory from here.
pub const LEAST: usize = 32 * 1024;
/// Text from this length on stays outside of V8's heap. V8 counts the string that holds it among its old objects, so that
/// only a collection of everything frees it.
const EXTERNAL: usize = 1 << 20;
/// The step of lengths.
const STEP: usize = 32 * 1024;
/// From this length on memory is mapped in huge pages and never kept.
const HUGE: usize = 2 << 20;
/// How much is kept: as much as V8 gives back at once when it collects young garbage.
const KEPT: usize = 32 << 20;
/// What was not asked for in this time goes back to the system.
const IDLE: Duration = Duration::from_secs(1);

struct Kept {
    /// Start and capacity, the warmest last.
    pieces: Vec<(usize, usize)>,
    bytes: usize,
    /// Whether something was taken since the last look.
    used: bool,
    /// Whether a thread looks after it.
    watched: bool,
}

static POOL: Mutex<Kept> = Mutex::new(Kept {
    pieces: Vec::new(),
    bytes: 0,
    used: false,
    watched: false,
});

fn pool() -> std::sync::MutexGuard<'static, Kept> {
    POOL.lock().unwrap_or_else(PoisonError::into_inner)
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
    if capacity < HUGE {
        let mut kept = pool();
        kept.used = true;
        let found = kept.pieces.iter().rposition(|piece| piece.1 == capacity);
        if let Some(index) = found {
            kept.bytes -= capacity;
            return Some(kept.pieces.remove(index).0);
        }
    }
    map(capacity)
}

fn give(start: usize, capacity: usize) {
    let mut kept = pool();
    if capacity >= HUGE || kept.bytes + capacity > KEPT {
        drop(kept);
        unmap(start, capacity);
        return;
    }
    kept.pieces.push((start, capacity));
    kept.bytes += capacity;
    if !kept.watched {
        let watch = std::thread::Builder::new()
            .name("heddle-memory".into())
            .stack_size(64 * 1024);
        kept.watched = watch.spawn(release_when_idle).is_ok();
    }
}

fn release_when_idle() {
    loop {
        std::thread::sleep(IDLE);
        let mut kept = pool();
        if std::mem::take(&mut kept.used) {
            continue;
        }
        let pieces = std::mem::take(&mut kept.pieces);
        kept.bytes = 0;
        kept.watched = false;
        drop(kept);
        for (start, capacity) in pieces {
            unmap(start, capacity);
        }
        return;
    }
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

    /// # Safety
    /// The first `length` bytes have been written and lie inside the capacity.
    pub unsafe fn set_len(&mut self, length: usize) {
        self.length = length;
    }

    pub fn bytes(&self) -> &[u8] {
        // SAFETY: that many bytes have been written.
        unsafe { std::slice::from_raw_parts(self.start as *const u8, self.length) }
    }

    /// A piece whose capacity follows from its length, as an external string has to have it.
    fn fitting(self) -> Option<Self> {
        if rounded(self.length) == self.capacity {
            return Some(self);
        }
        let mut fitting = Self::with_room(self.length)?;
        // SAFETY: both have room for as many bytes, and they are two pieces.
        unsafe {
            std::ptr::copy_nonoverlapping(self.start as *const u8, fitting.end(), self.length);
            fitting.set_len(self.length);
        }
        Some(fitting)
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
        let buffer = v8::ArrayBuffer::with_backing_store(scope, &store.make_shared());
        fill_young(scope, this.length);
        buffer
    }

    /// A string of one-byte characters.
    pub fn into_one_byte<'s>(
        self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> Option<v8::Local<'s, v8::String>> {
        if self.length < EXTERNAL {
            return v8::String::new_from_one_byte(scope, self.bytes(), v8::NewStringType::Normal);
        }
        let this = std::mem::ManuallyDrop::new(self.fitting()?);
        // SAFETY: the bytes belong to the string from now on, which hands them to `free_one_byte` once.
        let text = unsafe {
            v8::String::new_external_onebyte_raw(
                scope,
                this.start as *mut _,
                this.length,
                free_one_byte,
            )
        };
        fill_young(scope, this.length);
        text
    }

    /// A string of two-byte characters.
    pub fn into_two_byte<'s>(
        self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> Option<v8::Local<'s, v8::String>> {
        if self.length < EXTERNAL {
            // SAFETY: pieces begin at the start of a page, and as many units have been written.
            let units =
                unsafe { std::slice::from_raw_parts(self.start as *const u16, self.length / 2) };
            return v8::String::new_from_two_byte(scope, units, v8::NewStringType::Normal);
        }
        let this = std::mem::ManuallyDrop::new(self.fitting()?);
        // SAFETY: the bytes belong to the string from now on, which hands them to `free_two_byte` once; pieces begin at
        // the start of a page.
        let text = unsafe {
            v8::String::new_external_twobyte_raw(
                scope,
                this.start as *mut u16,
                this.length / 2,
                free_two_byte,
            )
        };
        fill_young(scope, this.length);
        text
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        give(self.start, self.capacity);
    }
}

unsafe extern "C" fn free_buffer(start: *mut c_void, _: usize, capacity: *mut c_void) {
    give(start as usize, capacity as usize);
}

unsafe extern "C" fn free_one_byte(start: *mut std::ffi::c_char, length: usize) {
    give(start as usize, rounded(length));
}

unsafe extern "C" fn free_two_byte(start: *mut u16, length: usize) {
    give(start as usize, rounded(length * 2));
}

/// How many bytes of contents take a byte of V8's young heap with them.
const SHARE: usize = 4;
/// The most that one content takes.
const MOST: usize = 128 * 1024;
/// The length of one array in which it is taken.
const ARRAY: usize = 64 * 1024;

/// V8 collects young garbage when the young heap is full, and knows little of what its small objects hold outside of it.
/// Contents therefore fill the heap with empty arrays as well, or garbage of many megabytes would wait for long.
fn fill_young(scope: &mut v8::PinScope, length: usize) {
    v8::scope!(let scope, scope);
    let mut share = (length / SHARE).min(MOST);
    while share > 0 {
        let step = share.min(ARRAY);
        v8::Array::new(scope, (step / size_of::<usize>()) as i32);
        share -= step;
    }
}
