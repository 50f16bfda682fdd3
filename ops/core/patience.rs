//! Waiting a moment for another thread without sleeping. To be woken takes some 5 to 20 microseconds, and as much of the
//! other thread's time; a short request is answered sooner.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// The longest wait: about what it costs to sleep and to be woken.
const LONGEST: Duration = Duration::from_micros(50);
/// So long no other thread is let onto this processor.
const ALONE: Duration = Duration::from_micros(20);
/// How many looks there are, of some 30 nanoseconds each, between two at the clock.
const LOOKS: usize = 32;

/// The threads of this process that wait so.
static WAITING: AtomicUsize = AtomicUsize::new(0);

/// How many may: one processor is for what they wait for.
fn most() -> usize {
    static COUNT: OnceLock<usize> = OnceLock::new();
    *COUNT.get_or_init(|| {
        std::thread::available_parallelism().map_or(0, |processors| processors.get() - 1)
    })
}

/// Whether a thread has reason to wait without sleeping: the last time what it waited for came soon.
#[derive(Default)]
pub struct Patience(bool);

impl Patience {
    /// Whether `has_come`, now or in a moment.
    pub fn wait(&mut self, has_come: impl Fn() -> bool) -> bool {
        if has_come() {
            return true;
        }
        if !self.0 {
            return false;
        }
        if WAITING.fetch_add(1, Ordering::Relaxed) < most() {
            self.0 = watch(has_come);
        } else {
            self.0 = false;
        }
        WAITING.fetch_sub(1, Ordering::Relaxed);
        self.0
    }

    pub fn has(&self) -> bool {
        self.0
    }

    /// After a sleep that ended because it has come.
    pub fn slept(&mut self, time: Duration) {
        self.0 = time < LONGEST;
    }
}

fn watch(has_come: impl Fn() -> bool) -> bool {
    let since = Instant::now();
    loop {
        for _ in 0..LOOKS {
            if has_come() {
                return true;
            }
            std::hint::spin_loop();
        }
        let waited = since.elapsed();
        if waited >= LONGEST {
            return false;
        }
        // Another thread may want this processor, and be the one that is waited for.
        if waited >= ALONE {
            std::thread::yield_now();
        }
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
