//! Memory that was given back and waits for whoever asks next: a new page costs more than the writing into it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What was not asked for in this time goes back to the system.
const IDLE: Duration = Duration::from_secs(1);

/// Pieces of memory of one kind, for all threads.
pub struct Pieces {
    kept: Mutex<Kept>,
    /// The most that is kept, in bytes.
    most: usize,
    /// Gives a piece, its start and its capacity, back to where it came from.
    release: fn(usize, usize),
}

struct Kept {
    /// Start and capacity, the warmest last.
    list: Vec<(usize, usize)>,
    bytes: usize,
    /// Whether something was asked for since the last look.
    used: bool,
    /// Whether a thread looks after it.
    watched: bool,
}

impl Pieces {
    /// Keeps up to `most` bytes; `release` frees a piece.
    pub const fn new(most: usize, release: fn(usize, usize)) -> Self {
        Self {
            kept: Mutex::new(Kept {
                list: Vec::new(),
                bytes: 0,
                used: false,
                watched: false,
            }),
            most,
            release,
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The start of a piece of `capacity` bytes, the warmest one; it holds whatever was there.
    pub fn take(&self, capacity: usize) -> Option<usize> {
        let mut kept = self.kept();
        kept.used = true;
        let index = kept.list.iter().rposition(|piece| piece.1 == capacity)?;
        kept.bytes -= capacity;
        Some(kept.list.remove(index).0)
    }

    /// Releases what was given back longest ago, `bytes` of it or a little more.
    pub fn drop_oldest(&self, bytes: usize) {
        let mut kept = self.kept();
        let mut count = 0;
        let mut dropped = 0;
        while dropped < bytes && count < kept.list.len() {
            dropped += kept.list[count].1;
            count += 1;
        }
        kept.bytes -= dropped;
        let oldest: Vec<_> = kept.list.drain(..count).collect();
        drop(kept);
        self.release_all(oldest);
    }

    /// Keeps a piece that nobody uses any more, or releases it.
    pub fn give(&'static self, start: usize, capacity: usize) {
        let mut kept = self.kept();
        if kept.bytes + capacity > self.most {
            drop(kept);
            (self.release)(start, capacity);
            return;
        }
        kept.list.push((start, capacity));
        kept.bytes += capacity;
        if !kept.watched {
            let watch = std::thread::Builder::new()
                .name("heddle-memory".into())
                .stack_size(64 * 1024);
            kept.watched = watch.spawn(|| self.release_when_idle()).is_ok();
        }
    }

    fn release_when_idle(&self) {
        loop {
            std::thread::sleep(IDLE);
            let mut kept = self.kept();
            if std::mem::take(&mut kept.used) {
                continue;
            }
            let list = std::mem::take(&mut kept.list);
            kept.bytes = 0;
            kept.watched = false;
            drop(kept);
            self.release_all(list);
            return;
        }
    }

    fn release_all(&self, list: Vec<(usize, usize)>) {
        for (start, capacity) in list {
            (self.release)(start, capacity);
        }
    }
}
