//! `worker_threads`: the handle of a worker in its parent, and what a worker knows of itself.
//!
//! The room does not start isolates: `runtime/` lends it a [`Host`].
//! JS: `js/node/worker_threads.js`, `js/internal/worker.js`. Tests: `tests/node/worker_threads/`.

mod current;
mod handle;
mod host;

pub use current::{Current, enter};
pub use handle::stop_children;
pub use host::{Ending, Host, Limits, Link, PortTransfer, Spec, set_host, set_port_transfer};

deno_core::extension!(
    ops_worker,
    deps = [ops_core],
    ops = [
        current::op_worker_is_main_thread,
        current::op_worker_take_port,
        current::op_worker_thread_id,
    ],
    objects = [handle::Worker],
);
