//! Builds one JS world and turns its event loop.

pub mod bootstrap;
pub mod builtins;
mod code_cache;
pub mod event_loop;
mod extensions;
pub mod isolate;
mod lazy_ops;
mod lazy_property;
mod main_thread;
mod op_functions;
mod platform;
mod stack_trace;
mod startup_snapshot;
mod tracing;
pub mod v8_flags;
mod worker_threads;

pub use main_thread::{disable_debug_signal, run_main};
/// The permission model, which the command line fills in.
pub use ops_core::permission;
pub use ops_process::available_memory;
/// The parser of `.env` files.
pub use ops_process::dotenv::parse as parse_env_file;
pub use tracing::request as trace_events;

#[cfg(test)]
mod tests;
