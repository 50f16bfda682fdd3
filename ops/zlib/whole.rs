//! A whole stream in one go: what `gzipSync(bytes)` and `gzip(bytes, callback)` need.

use deno_core::v8;
use ops_core::bytes;

use crate::codec::{Codec, Failure, Io};

/// Up to this length a result is copied into V8's own memory, which is collected sooner.
const COPIED: usize = 64 << 10;

/// What came out of a stream.
pub enum Outcome {
    /// All of it, and how many bytes of input were not wanted.
    Done { bytes: Vec<u8>, left: usize },
    /// More than was allowed.
    TooLong,
}

/// The input of a run.
pub struct Input(*const u8, usize);

impl Input {
    /// # Safety
    /// The range is allocated until [`run`] has returned.
    pub unsafe fn new(start: *const u8, length: usize) -> Self {
        Self(start, length)
    }
}

/// Runs `codec` to its end. `limit` is the most bytes that may come out.
pub fn run(
    codec: &mut dyn Codec,
    flush: i32,
    input: Input,
    limit: f64,
) -> Result<Outcome, Failure> {
    let Input(mut next_in, mut left) = input;
    let limit = if limit >= usize::MAX as f64 {
        usize::MAX
    } else {
        limit as usize
    };
    let mut bytes: Vec<u8> = Vec::new();
    // One byte more than the limit shows that there is more.
    let guess = codec.guess(left).min(limit.saturating_add(1)).min(64 << 20);
    reserve(&mut bytes, guess)?;
    loop {
        let spare = bytes.spare_capacity_mut();
        let (start, room) = (spare.as_mut_ptr().cast::<u8>(), spare.len());
        // SAFETY: the caller vouches for the input; the output is the vector's own memory.
        let mut io = unsafe { Io::new((next_in, left), (start, room)) };
        codec.step(flush, &mut io);
        codec.check(flush, &io)?;
        let full = io.avail_out() == 0;
        (next_in, left) = (io.next_in(), io.avail_in());
        let length = bytes.len() + (room - io.avail_out());
        // SAFETY: the stream has written so many bytes.
        unsafe { bytes.set_len(length) };
        if length > limit {
            return Ok(Outcome::TooLong);
        }
        if !full {
            return Ok(Outcome::Done { bytes, left });
        }
        let more = length.max(1024);
        reserve(&mut bytes, more)?;
    }
}

fn reserve(bytes: &mut Vec<u8>, more: usize) -> Result<(), Failure> {
    bytes
        .try_reserve_exact(more.max(1))
        .map_err(|_| Failure::no_memory())
}

/// The bytes as a `Uint8Array`; `None` when they are more than one can hold.
pub fn to_js<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: Vec<u8>,
) -> Option<v8::Local<'s, v8::Uint8Array>> {
    if bytes.len() <= COPIED {
        bytes::uint8_array_of(scope, &bytes)
    } else {
        bytes::uint8_array(scope, bytes)
    }
}
