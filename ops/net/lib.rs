//! Sockets, pipes and terminals. JS: `js/node/net.js`, `js/node/dgram.js`, `js/node/tty.js`, `js/internal/net/`.
//! Tests: `tests/node/net/`, `tests/node/dgram/`, `tests/node/tty/`.
//!
//! Other rooms take a stream's bytes by [`StreamInner::set_reader`], write by [`StreamInner::write`], find the stream
//! of a JS handle by [`stream_of`] and make a JS handle for a descriptor by [`stream_object`] or [`wrap_descriptor`].

mod accept;
mod active;
mod connect;
mod guess;
mod multicast;
mod passed;
mod pending;
mod pipe;
mod sockaddr;
pub mod state;
mod stream;
mod strings;
mod sync_write;
mod sys;
mod tcp;
mod tty;
mod udp;
mod udp_inner;
mod wrap;
mod write;

pub use guess::{HandleType, guess};
pub use passed::wrap as wrap_descriptor;
pub use pending::{Pending, call_on, context_of};
pub use pipe::Pipe;
pub use stream::{StreamInner, StreamKind, StreamReader};
pub use strings::{Encoding, append as append_string};
pub use sys::EOF;
pub use tcp::TCP;
pub use tty::{TTY, reset_tty_mode};
pub use udp::{UDP, descriptor_of, udp_object};
pub use udp_inner::UdpInner;
pub use wrap::{LibuvStreamWrap, stream_object, stream_of};
pub use write::{NativeDone, Written};

deno_core::extension!(
    ops_net,
    ops = [
        active::op_net_active_handles,
        guess::op_net_guess_handle_type,
        guess::op_net_is_tty,
        state::op_net_stream_base_state,
        sync_write::op_net_write_string_sync,
        sync_write::op_net_write_bytes_sync,
        udp_inner::op_net_udp_queue_sends,
    ],
    objects = [
        wrap::LibuvStreamWrap,
        tcp::TCP,
        pipe::Pipe,
        tty::TTY,
        udp::UDP
    ],
);
