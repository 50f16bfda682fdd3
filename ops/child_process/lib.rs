//! Child processes: spawning, waiting, and the IPC channel.
//!
//! JS: `js/node/child_process.js`, `js/internal/child_process.js`. Tests: `tests/node/child_process/`.

mod channel;
mod process;
mod spawn;
mod spawn_sync;

deno_core::extension!(
    ops_child_process,
    deps = [ops_core],
    ops = [
        process::op_child_process_close_fd,
        process::op_child_process_socketpair,
        spawn_sync::op_child_process_spawn_sync
    ],
    objects = [channel::Channel, process::Process],
);
