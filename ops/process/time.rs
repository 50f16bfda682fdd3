//! `process.hrtime` (<https://nodejs.org/api/process.html#processhrtimetime>).

use deno_core::op2;

/// The monotonic clock. Fills `[seconds, high word; seconds, low word; nanoseconds]`, or with `as_bigint` the first
/// two words with all nanoseconds as one 64-bit number.
#[op2(fast)]
pub fn op_process_hrtime(#[buffer] out: &mut [u32], as_bigint: bool) {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the structure lives through the call.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut time) };
    let (seconds, nanoseconds) = (time.tv_sec as u64, time.tv_nsec as u64);
    let words = if as_bigint {
        let bytes = (seconds * 1_000_000_000 + nanoseconds).to_ne_bytes();
        let word = |at: usize| {
            u32::from_ne_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        [word(0), word(4), 0]
    } else {
        [(seconds >> 32) as u32, seconds as u32, nanoseconds as u32]
    };
    for (slot, word) in out.iter_mut().zip(words) {
        *slot = word;
    }
}
