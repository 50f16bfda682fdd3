//! Descriptors that a worker opened with `fs.open()` and has not closed: they end with it (`trackUnmanagedFds`).

use std::cell::RefCell;
use std::collections::BTreeSet;

use deno_core::op2;

thread_local! {
    static OPEN: RefCell<BTreeSet<i32>> = const { RefCell::new(BTreeSet::new()) };
}

/// Notes that `fd` was opened or is about to be closed. Whether that was to be expected.
#[op2(fast)]
pub fn op_worker_track_fd(fd: i32, open: bool) -> bool {
    OPEN.with(|set| {
        let mut set = set.borrow_mut();
        if open {
            set.insert(fd)
        } else {
            set.remove(&fd)
        }
    })
}

/// Closes what the worker has left open: at its end.
pub(crate) fn uninstall() {
    let left = OPEN.with(|set| std::mem::take(&mut *set.borrow_mut()));
    for fd in left {
        // SAFETY: the program opened the descriptor by its number and nothing else owns it.
        unsafe { libc::close(fd) };
    }
}
