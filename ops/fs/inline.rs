//! Requests that the kernel's caches can answer are done on the loop's thread, because a trip to the pool costs several
//! times as much. Their answers come in the poll phase of the next turn all the same, and one turn does only so much of
//! them: more would hold up the loop, and the pool has more cores.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use deno_core::v8;
use ops_core::{SysError, with_loop};

use crate::door::{IntoJs, Reply};

/// The longest request that is done so, and the longest file that is read there or in a crowd, in bytes.
pub const LONGEST: usize = 512 * 1024;
/// What one turn may do, in bytes that are copied.
const TURN: i64 = 256 << 10;
/// What a request counts beside its bytes.
const REQUEST: i64 = 4 * 1024;

thread_local! {
    /// What was done on this thread in this turn.
    static DONE: Cell<i64> = const { Cell::new(0) };
    /// The descriptors at whose position the pool reads or writes, each with the number of such requests.
    static ON_POOL: RefCell<HashMap<i32, usize>> = RefCell::default();
}

/// Whether the turn has not done enough, and the permission model has not to be asked.
pub fn is_open() -> bool {
    DONE.get() < TURN && !ops_core::permission::is_enabled()
}

/// Runs `work` when it may be done now.
pub fn try_now<T>(work: impl FnOnce() -> Option<T>) -> Option<T> {
    is_open().then(|| counted(work)).flatten()
}

/// Runs `work`, which counts as a request.
pub fn counted<T>(work: impl FnOnce() -> T) -> T {
    count(REQUEST);
    work()
}

/// Counts bytes that were copied.
pub fn count(bytes: i64) {
    if DONE.get() == 0 {
        with_loop(|event_loop| event_loop.complete(|_| DONE.set(0)));
    }
    DONE.set(DONE.get() + bytes);
}

/// Queues the answer.
pub fn deliver<'s, T: IntoJs + 'static>(
    scope: &mut v8::PinScope<'s, '_>,
    callback: v8::Local<'s, v8::Value>,
    result: Result<T, SysError>,
) -> v8::Local<'s, v8::Value> {
    let (reply, returned) = Reply::new(scope, callback);
    with_loop(|event_loop| {
        event_loop.complete(move |scope| reply.settle(scope, result));
    });
    returned
}

/// Whether the pool has reads or writes of an open file at its own position: what is done here would overtake them.
pub fn would_overtake(fd: i32) -> bool {
    ON_POOL.with_borrow(|on_pool| on_pool.contains_key(&fd))
}

/// Lets the pool read or write an open file, `at_own_position` or where that does not matter.
pub fn submit<'s, T: IntoJs + Send + 'static>(
    scope: &mut v8::PinScope<'s, '_>,
    callback: v8::Local<'s, v8::Value>,
    fd: i32,
    at_own_position: bool,
    work: impl FnOnce() -> Result<T, SysError> + Send + 'static,
) -> v8::Local<'s, v8::Value> {
    if !at_own_position {
        return crate::door::submit(scope, callback, work);
    }
    ON_POOL.with_borrow_mut(|on_pool| *on_pool.entry(fd).or_insert(0) += 1);
    let (reply, returned) = Reply::new(scope, callback);
    ops_core::submit(work, move |scope, result| {
        ON_POOL.with_borrow_mut(|on_pool| {
            if let Entry::Occupied(mut count) = on_pool.entry(fd) {
                *count.get_mut() -= 1;
                if *count.get() == 0 {
                    count.remove();
                }
            }
        });
        reply.settle(scope, result);
    });
    returned
}
