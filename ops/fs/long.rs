//! Reading long regular files. Copying them out of the kernel's cache is work for a processor and not waiting: so many are
//! read at a time as there are processors, or the loop's thread would get none, and two threads share a very long one
//! when a processor is free.

use std::sync::{Condvar, Mutex, OnceLock, PoisonError};

use deno_core::v8;
use ops_core::SysError;

use crate::memory::Piece;
use crate::sys;

/// From this length on a file is long.
pub const LONG: usize = 1 << 20;
/// From this length on two threads may share it.
const SHARED: usize = 8 << 20;
/// Text is looked through in steps, while it is in the processor's cache.
const STEP: usize = 512 * 1024;

static BUSY: Mutex<usize> = Mutex::new(0);
static LEFT: Condvar = Condvar::new();

fn processors() -> usize {
    static COUNT: OnceLock<usize> = OnceLock::new();
    *COUNT.get_or_init(|| std::thread::available_parallelism().map_or(1, |count| count.get()))
}

/// One of the readers.
pub struct Reader(());

impl Reader {
    /// When there are fewer readers than processors.
    pub fn wait() -> Self {
        let busy = BUSY.lock().unwrap_or_else(PoisonError::into_inner);
        let mut busy = LEFT
            .wait_while(busy, |busy| *busy >= processors())
            .unwrap_or_else(PoisonError::into_inner);
        *busy += 1;
        Self(())
    }

    /// At once: the loop's thread waits for nobody.
    pub fn now() -> Self {
        *BUSY.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        Self(())
    }

    fn second() -> Option<Self> {
        let mut busy = BUSY.lock().unwrap_or_else(PoisonError::into_inner);
        if *busy >= processors() {
            return None;
        }
        *busy += 1;
        Some(Self(()))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        *BUSY.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
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
    /// Whether to find out if all of it is ASCII.
    is_text: bool,
}

struct Got {
    count: usize,
    is_ascii: bool,
}

fn read(part: Part) -> Result<Got, SysError> {
    let mut got = Got {
        count: 0,
        is_ascii: true,
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

/// Two threads read one half each.
fn read_shared(whole: Part) -> Result<Got, SysError> {
    let half = (whole.length / 2).next_multiple_of(STEP);
    let first = Part {
        length: half,
        ..whole
    };
    let second = Part {
        from: Some(half),
        room: whole.room + half,
        length: whole.length - half,
        ..whole
    };
    let (first, second) = std::thread::scope(|scope| {
        let helper = std::thread::Builder::new()
            .name("heddle-read".into())
            .stack_size(64 * 1024)
            .spawn_scoped(scope, || read(second));
        let first = read(first);
        let second = match helper {
            Ok(helper) => helper
                .join()
                .unwrap_or_else(|_| Err(SysError::new(libc::EIO, "read"))),
            Err(_) => read(second),
        };
        (first, second)
    });
    let first = first?;
    // The file has become shorter.
    if first.count < half {
        return Ok(first);
    }
    let second = second?;
    Ok(Got {
        count: first.count + second.count,
        is_ascii: first.is_ascii && second.is_ascii,
    })
}

/// Reads `size` bytes, or what is left of them, into an empty piece; whether they are ASCII when that `is_text`. With
/// `is_own` nobody else has the descriptor, which is at the file's beginning.
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
        room: piece.end() as usize,
        length: size,
        is_text,
    };
    let helper = if is_own && size >= SHARED {
        Reader::second()
    } else {
        None
    };
    let got = match helper {
        Some(_) => read_shared(whole)?,
        None => read(whole)?,
    };
    drop(helper);
    // SAFETY: that many bytes have been written from the piece's start.
    unsafe { piece.set_len(got.count) };
    Ok(got.is_ascii)
}
