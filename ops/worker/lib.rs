//! `worker_threads`: the handle of a worker in its parent, and what a worker knows of itself.
//!
//! The room does not start isolates: `runtime/` lends it a [`Host`].
//! JS: `js/node/worker_threads.js`, `js/internal/worker.js`. Tests: `tests/node/worker_threads/`.

mod current;
mod handle;
mod host;
mod inspect;
mod locks;
mod mail;
mod unmanaged_fds;

pub use current::{Current, enter};
pub use handle::stop_children;
pub use host::{
    Ending, Host, Inspector, Limits, Link, LoopUsage, PortTransfer, Spec, set_host, set_inspector,
    set_port_transfer,
};
pub use inspect::set_context;

/// Forgets what this thread keeps for its isolate: before that goes.
pub fn uninstall() {
    mail::uninstall();
    inspect::uninstall();
    locks::uninstall();
    unmanaged_fds::uninstall();
}

deno_core::extension!(
    ops_worker,
    deps = [ops_core],
    ops = [
        current::op_worker_is_main_thread,
        current::op_worker_take_port,
        current::op_worker_thread_id,
        locks::op_worker_lock,
        locks::op_worker_locks,
        locks::op_worker_unlock,
        mail::op_worker_listen_for_threads,
        mail::op_worker_post_to_thread,
        unmanaged_fds::op_worker_track_fd,
    ],
    objects = [handle::Worker],
);
