//! Waiting a moment for another thread without sleeping. To be woken takes some 5 to 20 microseconds, and as much of the
//! other thread's time; a short request is answered sooner.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// The longest wait: about what it costs to sleep and to be woken.
const LONGEST: Duration = Duration::from_micros(50);
/// So long no other thread is let onto this processor.
const ALONE: Duration = Duration::from_micros(20);
/// A thread that has not looked for so long had no processor.
const LOST: Duration = Duration::from_micros(500);
/// So long nobody waits then.
const PAUSE: Duration = Duration::from_millis(100);
/// How many looks there are, of some 30 nanoseconds each, between two at the clock.
const LOOKS: usize = 32;

/// The threads of loops and of the pool that are awake: with work, or waiting for some.
static AWAKE: AtomicUsize = AtomicUsize::new(0);

/// How many processors the process may use, as it was at the first question.
pub fn processors() -> usize {
    static COUNT: OnceLock<usize> = OnceLock::new();
    *COUNT.get_or_init(|| std::thread::available_parallelism().map_or(1, |count| count.get()))
}

/// Whether each of them can have a processor.
fn is_room() -> bool {
    AWAKE.load(Ordering::Relaxed) <= processors()
}

/// Until when the processors have others to work for, in microseconds since the first question.
static BUSY: AtomicU64 = AtomicU64::new(0);

fn micros(now: Instant) -> u64 {
    static BEGINNING: OnceLock<Instant> = OnceLock::new();
    (now - *BEGINNING.get_or_init(|| now)).as_micros() as u64
}

fn is_quiet(now: Instant) -> bool {
    micros(now) >= BUSY.load(Ordering::Relaxed)
}

/// A thread that waits has lost its processor. Who sleeps gets one sooner, when he is woken.
fn note_loss(now: Instant) {
    let until = micros(now) + PAUSE.as_micros() as u64;
    BUSY.store(until, Ordering::Relaxed);
}

/// Held by such a thread while it is awake.
pub struct Awake(());

impl Awake {
    /// From now on, until it is dropped.
    pub fn begin() -> Self {
        AWAKE.fetch_add(1, Ordering::Relaxed);
        Self(())
    }

    /// Runs `sleep`, meanwhile the thread is not awake.
    pub fn except_for<R>(&self, sleep: impl FnOnce() -> R) -> R {
        AWAKE.fetch_sub(1, Ordering::Relaxed);
        let result = sleep();
        AWAKE.fetch_add(1, Ordering::Relaxed);
        result
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        AWAKE.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Whether a thread has reason to wait without sleeping: the last time what it waited for came soon.
#[derive(Clone, Copy, Default)]
pub struct Patience(bool);

impl Patience {
    /// Whether `has_come`, now or in a moment. The thread is one of those that are [`Awake`].
    pub fn wait(&mut self, has_come: impl Fn() -> bool) -> bool {
        if has_come() {
            return true;
        }
        if !self.0 || !is_room() {
            return false;
        }
        let since = Instant::now();
        if !is_quiet(since) {
            return false;
        }
        let mut last = since;
        loop {
            for _ in 0..LOOKS {
                if has_come() {
                    return true;
                }
                std::hint::spin_loop();
            }
            let now = Instant::now();
            if now - last > LOST {
                note_loss(now);
                return has_come();
            }
            last = now;
            if now - since >= LONGEST {
                self.0 = false;
                return false;
            }
            if !is_room() {
                return false;
            }
            // A thread of another program may want this processor, or one of V8's that is waited for.
            if now - since >= ALONE {
                std::thread::yield_now();
            }
        }
    }

    /// Whether the last wait was a short one.
    pub fn has(&self) -> bool {
        self.0
    }

    /// After a sleep that ended because it has come.
    pub fn slept(&mut self, time: Duration) {
        self.0 = time < LONGEST;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_only_after_a_short_sleep() {
        let mut patience = Patience::default();
        assert!(!patience.wait(|| false));
        assert!(patience.wait(|| true));
        patience.slept(LONGEST);
        assert!(!patience.has());
        patience.slept(Duration::ZERO);
        assert!(patience.has());
        assert!(!patience.wait(|| false));
        assert!(!patience.has());
    }
}
