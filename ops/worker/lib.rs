//! `worker_threads`: the handle of a worker in its parent, and what a worker knows of itself.
//!
//! The room does not start isolates: `runtime/` lends it a [`Host`].
//! JS: `js/node/worker_threads.js`, `js/internal/worker.js`. Tests: `tests/node/worker_threads/`.

mod current;
mod handle;
mod host;
mod inspect;
mod mail;

pub use current::{Current, enter};
pub use handle::stop_children;
pub use host::{
    Ending, Host, Limits, Link, LoopUsage, PortTransfer, Spec, set_host, set_port_transfer,
};

/// Forgets what this thread keeps for its isolate: before that goes.
pub fn uninstall() {
    mail::uninstall();
    inspect::uninstall();
}

deno_core::extension!(
    ops_worker,
    deps = [ops_core],
    ops = [
        current::op_worker_is_main_thread,
        current::op_worker_take_port,
        current::op_worker_thread_id,
        mail::op_worker_listen_for_threads,
        mail::op_worker_post_to_thread,
    ],
    objects = [handle::Worker],
);
