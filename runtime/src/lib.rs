//! Builds one JS world and turns its event loop.

pub mod bootstrap;
pub mod builtins;
mod code_cache;
pub mod event_loop;
mod extensions;
pub mod isolate;
mod main_thread;
mod stack_trace;
pub mod v8_flags;
mod worker_threads;

pub use main_thread::run_main;

#[cfg(test)]
mod tests;
