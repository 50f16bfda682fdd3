//! The two clocks of an event, in microseconds.

/// When something happened.
#[derive(Clone, Copy)]
pub(crate) struct Moment {
    /// The system's monotonic clock, as `process.hrtime()` and V8 read it.
    pub(crate) wall: u64,
    /// The time that this thread has computed.
    pub(crate) cpu: u64,
}

/// This moment, on this thread.
pub(crate) fn now() -> Moment {
    Moment {
        wall: read(libc::CLOCK_MONOTONIC),
        cpu: read(libc::CLOCK_THREAD_CPUTIME_ID),
    }
}

fn read(clock: libc::clockid_t) -> u64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: `time` lives through the call, which fills it.
    unsafe { libc::clock_gettime(clock, &raw mut time) };
    time.tv_sec as u64 * 1_000_000 + time.tv_nsec as u64 / 1000
}
