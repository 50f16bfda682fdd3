//! Writes the startup snapshot and the code caches of the builtins outside it, from runs of the program itself.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=snapshot_modules.txt");
    println!("cargo::rerun-if-changed=../js/bootstrap/realm.js");
    println!("cargo::rerun-if-changed=open_bootstrap.js");
    println!("cargo::rerun-if-changed=warm_up.js");
    println!("cargo::rerun-if-changed=warm_up.mjs");
    println!("cargo::rerun-if-changed=src");
    #[cfg(feature = "snapshot")]
    snapshot::write();
}

#[cfg(feature = "snapshot")]
#[path = "src/bootstrap.rs"]
mod bootstrap;
#[cfg(feature = "snapshot")]
#[path = "src/builtins.rs"]
mod builtins;
#[cfg(feature = "snapshot")]
#[path = "src/event_loop.rs"]
mod event_loop;
#[cfg(feature = "snapshot")]
#[path = "src/extensions.rs"]
mod extensions;
#[cfg(feature = "snapshot")]
#[path = "src/isolate.rs"]
mod isolate;
#[cfg(feature = "snapshot")]
#[path = "src/lazy_ops.rs"]
mod lazy_ops;
#[cfg(feature = "snapshot")]
#[path = "src/lazy_property.rs"]
mod lazy_property;
#[cfg(feature = "snapshot")]
#[path = "src/main_thread.rs"]
#[expect(dead_code, reason = "the command line's part of it")]
mod main_thread;
#[cfg(feature = "snapshot")]
#[path = "src/op_functions.rs"]
mod op_functions;
#[cfg(feature = "snapshot")]
#[path = "src/platform.rs"]
mod platform;
#[cfg(feature = "snapshot")]
#[path = "src/snapshot.rs"]
mod snapshot;
#[cfg(feature = "snapshot")]
#[path = "src/stack_trace.rs"]
mod stack_trace;
#[cfg(feature = "snapshot")]
#[path = "src/tracing.rs"]
#[expect(dead_code, reason = "the command line's part of it")]
mod tracing;
#[cfg(feature = "snapshot")]
#[path = "src/v8_flags.rs"]
mod v8_flags;
#[cfg(feature = "snapshot")]
#[path = "src/worker_threads.rs"]
mod worker_threads;

/// The code caches that were made before, in the place of those of the finished program.
#[cfg(feature = "snapshot")]
mod code_cache {
    pub(crate) fn find(id: &str) -> Option<&'static [u8]> {
        crate::snapshot::warm_cache(id)
    }
}

/// The snapshot that was just made.
#[cfg(feature = "snapshot")]
mod startup_snapshot {
    pub(crate) fn has_builtins() -> bool {
        crate::snapshot::has_builtins()
    }

    pub(crate) fn bytes() -> Option<&'static [u8]> {
        crate::snapshot::made()
    }
}
