//! Paths that lately were found to be in the kernel's caches: they still are, and need not be looked up with care again.
//! Programs ask about the same paths over and over.

use std::cell::RefCell;

/// Bits, of which each path sets two: one path in fifty is taken for another when the set is full.
const BITS: usize = 1 << 17;
const WORDS: usize = BITS / 64;
/// How many paths are remembered, and for how many milliseconds.
const MOST: usize = 10_000;
const LONGEST: u64 = 2000;

struct Set {
    words: Box<[u64; WORDS]>,
    count: usize,
    since: u64,
}

thread_local! {
    static SET: RefCell<Option<Set>> = const { RefCell::new(None) };
}

/// What stands for a path.
#[derive(Clone, Copy)]
pub struct Mark(u64);

impl Mark {
    pub fn of(path: &[u8], link: bool) -> Self {
        let mut hash = path.len() as u64 * 2 + u64::from(link);
        let (chunks, rest) = path.as_chunks::<8>();
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        for chunk in chunks.iter().chain([&last]) {
            let mixed = u128::from(hash ^ u64::from_ne_bytes(*chunk)) * 0x9e37_79b9_7f4a_7c15_u128;
            hash = (mixed as u64) ^ ((mixed >> 64) as u64);
        }
        Self(hash)
    }

    /// The words and the bits in them.
    fn places(self) -> [(usize, u64); 2] {
        [self.0, self.0 >> 32].map(|part| {
            let bit = part as usize % BITS;
            (bit / 64, 1 << (bit % 64))
        })
    }
}

/// Milliseconds, of the clock that costs least.
fn now() -> u64 {
    let mut now = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: `now` lives through the call.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC_COARSE, &mut now) };
    now.tv_sec as u64 * 1000 + now.tv_nsec as u64 / 1_000_000
}

/// Whether the path was added lately.
pub fn has(mark: Mark) -> bool {
    SET.with_borrow_mut(|set| {
        let Some(known) = set else {
            return false;
        };
        if known.count > MOST || now().wrapping_sub(known.since) > LONGEST {
            *set = None;
            return false;
        }
        let places = mark.places();
        places
            .iter()
            .all(|(word, bit)| known.words[*word] & bit != 0)
    })
}

pub fn add(mark: Mark) {
    SET.with_borrow_mut(|set| {
        let known = set.get_or_insert_with(|| Set {
            words: Box::new([0; WORDS]),
            count: 0,
            since: now(),
        });
        known.count += 1;
        for (word, bit) in mark.places() {
            known.words[word] |= bit;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_was_added() {
        let mark = |index: usize| Mark::of(format!("/some/folder/file_{index}").as_bytes(), false);
        for index in 0..1000 {
            add(mark(index));
        }
        assert!((0..1000).all(|index| has(mark(index))));
        let others = (1000..2000).filter(|index| has(mark(*index))).count();
        assert!(others < 20, "{others} of 1000");
        assert!(!has(Mark::of(b"/some/folder/file_1", true)));
    }
}
