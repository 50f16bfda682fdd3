//! Reading long regular files. Copying them out of the kernel's cache is work for a processor and not waiting: one
//! processor is left to the loop's thread, whose timers would be late else, and two threads share a very long file when no
//! other one waits.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use deno_core::v8;
use ops_core::{SysError, processors};

use crate::memory::Piece;
use crate::sys;

/// From this length on a file is long.
pub const LONG: usize = 1 << 20;
/// From this length on two threads may share it.
const SHARED: usize = 8 << 20;
/// What one of them takes at a time: a huge page, so that they do not wait for each other's new memory.
const PART: usize = 2 << 20;
/// Text is looked through in steps, while it is in the processor's cache.
const STEP: usize = 512 * 1024;

struct Readers {
    busy: usize,
    waiting: usize,
}

static READERS: Mutex<Readers> = Mutex::new(Readers {
    busy: 0,
    waiting: 0,
});
static LEFT: Condvar = Condvar::new();

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether so many bytes are worth a second thread, and there may be one.
pub fn may_share(length: usize) -> bool {
    length >= SHARED && processors() > 1
}

/// One of the readers.
pub struct Reader(());

impl Reader {
    /// When a processor is free for it beside the one for the loop's thread.
    pub fn wait() -> Self {
        let most = (processors() - 1).max(1);
        let mut readers = lock(&READERS);
        readers.waiting += 1;
        readers = LEFT
            .wait_while(readers, |readers| readers.busy >= most)
            .unwrap_or_else(PoisonError::into_inner);
        readers.waiting -= 1;
        readers.busy += 1;
        Self(())
    }

    /// At once: the loop's thread waits for nobody.
    pub fn now() -> Self {
        lock(&READERS).busy += 1;
        Self(())
    }

    /// For who helps another: nobody with a file of his own waits.
    pub fn second() -> Option<Self> {
        let mut readers = lock(&READERS);
        if readers.busy >= processors() || readers.waiting > 0 {
            return None;
        }
        readers.busy += 1;
        Some(Self(()))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        lock(&READERS).busy -= 1;
        LEFT.notify_one();
    }
}

/// A part of a file and its place in memory.
#[derive(Clone, Copy)]
struct Part {
    fd: i32,
    /// Where it begins in the file; `None` is the descriptor's position.
    from: Option<usize>,
    room: usize,
    length: usize,
    /// So many of its bytes are there.
    done: usize,
    /// Whether to find out if all of it is ASCII.
    is_text: bool,
}

struct Got {
    count: usize,
    is_ascii: bool,
}

fn read(part: Part) -> Result<Got, SysError> {
    // SAFETY: the caller has written `done` bytes there.
    let beginning = unsafe { std::slice::from_raw_parts(part.room as *const u8, part.done) };
    let mut got = Got {
        count: part.done,
        is_ascii: !part.is_text || v8::simdutf::validate_ascii(beginning),
    };
    let step = if part.is_text { STEP } else { usize::MAX };
    while got.count < part.length {
        let length = (part.length - got.count).min(step);
        let room = (part.room + got.count) as *mut u8;
        // SAFETY: `room` lies inside the caller's piece, with `length` bytes of it behind, and only this part is
        // written there.
        let count = sys::retry("read", || unsafe {
            match part.from {
                Some(from) => {
                    let at = (from + got.count) as i64;
                    libc::pread(part.fd, room.cast(), length, at)
                }
                None => libc::read(part.fd, room.cast(), length),
            }
        })?;
        if count == 0 {
            break;
        }
        got.count += count;
        if part.is_text && got.is_ascii {
            // SAFETY: the kernel has written `count` bytes there.
            let bytes = unsafe { std::slice::from_raw_parts(room, count) };
            got.is_ascii = v8::simdutf::validate_ascii(bytes);
        }
    }
    Ok(got)
}

/// A file that two threads read.
struct Shared {
    whole: Part,
    state: Mutex<State>,
    /// The helper has ended a part.
    ended: Condvar,
}

struct State {
    /// Where the next part begins; behind the end when nobody shall begin another.
    next: usize,
    helper_reads: bool,
    got: Result<Got, SysError>,
}

impl Shared {
    fn next(&self, is_helper: bool) -> Option<Part> {
        let mut state = lock(&self.state);
        let from = state.next;
        if from >= self.whole.length {
            return None;
        }
        state.next += PART;
        state.helper_reads |= is_helper;
        Some(Part {
            from: Some(from),
            room: self.whole.room + from,
            length: PART.min(self.whole.length - from),
            done: 0,
            ..self.whole
        })
    }

    fn end(&self, part: Part, result: Result<Got, SysError>, is_helper: bool) {
        let mut state = lock(&self.state);
        match (&mut state.got, result) {
            (Ok(got), Ok(more)) => {
                // The file has become shorter: what lies behind a gap is not of it.
                if more.count < part.length {
                    got.count = got.count.min(part.from.unwrap_or(0) + more.count);
                }
                got.is_ascii &= more.is_ascii;
            }
            (Ok(_), Err(error)) => state.got = Err(error),
            (Err(_), _) => {}
        }
        if state.got.is_err() {
            state.next = self.whole.length;
        }
        if is_helper {
            state.helper_reads = false;
            self.ended.notify_one();
        }
    }

    fn help(&self) {
        let Some(_reader) = Reader::second() else {
            return;
        };
        while let Some(part) = self.next(true) {
            self.end(part, read(part), true);
        }
    }
}

/// Another thread takes parts of the file as well, from when it comes until there are no more.
fn read_shared(whole: Part) -> Result<Got, SysError> {
    let shared = Arc::new(Shared {
        whole,
        state: Mutex::new(State {
            next: 0,
            helper_reads: false,
            got: Ok(Got {
                count: whole.length,
                is_ascii: true,
            }),
        }),
        ended: Condvar::new(),
    });
    let helper = Arc::clone(&shared);
    ops_core::assist(move || helper.help());
    while let Some(part) = shared.next(false) {
        shared.end(part, read(part), false);
    }
    // Nobody begins a part any more; the memory and the descriptor are free when the last one has ended.
    let mut state = shared
        .ended
        .wait_while(lock(&shared.state), |state| state.helper_reads)
        .unwrap_or_else(PoisonError::into_inner);
    let nothing = Ok(Got {
        count: 0,
        is_ascii: true,
    });
    std::mem::replace(&mut state.got, nothing)
}

/// Reads `size` bytes, or what is left of them, into a piece; whether they are ASCII when that `is_text`. With `is_own`
/// nobody else has the descriptor, and the piece may have the file's beginning already; else it is empty, and they are
/// those from the descriptor's position.
pub fn fill(
    piece: &mut Piece,
    fd: i32,
    is_own: bool,
    size: usize,
    is_text: bool,
) -> Result<bool, SysError> {
    let whole = Part {
        fd,
        from: is_own.then_some(0),
        room: piece.end() as usize - piece.len(),
        length: size,
        done: piece.len(),
        is_text,
    };
    let got = match is_own && may_share(size) {
        true => read_shared(whole)?,
        false => read(whole)?,
    };
    // SAFETY: that many bytes have been written from the piece's start.
    unsafe { piece.set_len(got.count) };
    Ok(got.is_ascii)
}
