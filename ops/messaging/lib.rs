//! Values between isolates: `structuredClone()`, `MessagePort`, `BroadcastChannel`
//! (<https://nodejs.org/api/worker_threads.html#class-messageport>).
//!
//! JS: `js/internal/worker/io.js`, `js/internal/worker/broadcast_channel.js`, `js/internal/structured_clone.js`.
//! Tests: `tests/web/messaging/`, `tests/node/worker_threads/`.
//!
//! # For native code that starts an isolate
//!
//! ```ignore
//! // On the first thread: two ends, or the end behind a `MessagePort` of JS (which closes there).
//! let (mine, theirs): (PortEnd, PortEnd) = ops_messaging::channel();
//! let theirs: Option<PortEnd> = ops_messaging::detach_port(scope, js_port);
//! // A `PortEnd` is `Send`: move it. Dropped anywhere, it closes its peer. On the other thread, inside its isolate:
//! let js_port: Option<v8::Local<v8::Object>> = ops_messaging::attach_port(scope, theirs);
//! // A value without a port:
//! let message: Option<Message> = ops_messaging::serialize(scope, value, None, None);
//! let value: Option<v8::Local<v8::Value>> = ops_messaging::deserialize(scope, message).map(|read| read.value);
//! ```
//!
//! `None` with an exception pending is what JS threw. [`attach_port`], [`serialize`] of anything but a primitive, and
//! [`deserialize`] need the functions that `js/internal/worker/hooks.js` registers: evaluate that builtin first.
//! [`uninstall`] closes every port of this thread, before its isolate goes.

mod channel;
mod clone;
mod error;
mod hooks;
mod kind;
mod mark;
mod message;
mod port;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub use channel::{PortEnd, channel};
pub use message::Message;
pub use port::{attach_port, detach_port, uninstall};
pub use read::{Read, deserialize};
pub use write::serialize;

deno_core::extension!(
    ops_messaging,
    deps = [ops_core],
    ops = [
        clone::op_messaging_structured_clone,
        error::op_messaging_fail,
        hooks::op_messaging_set_hooks,
        kind::op_messaging_kind,
        mark::op_messaging_mark,
        mark::op_messaging_mode,
        port::op_messaging_broadcast,
        port::op_messaging_channel,
        port::op_messaging_close,
        port::op_messaging_drain,
        port::op_messaging_is_open,
        port::op_messaging_is_port,
        port::op_messaging_move,
        port::op_messaging_post,
        port::op_messaging_receive,
        port::op_messaging_ref,
        port::op_messaging_ref_state,
        port::op_messaging_start,
        port::op_messaging_stop,
    ],
    objects = [port::MessagePort],
);
