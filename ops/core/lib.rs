//! What every room shares: system errors, guarded byte ranges, and the event loop as a room sees it.
//!
//! JS: `js/internal/core` is the glue that the loader hands out. Tests: `tests/node/event_loop/`.

mod async_hooks;
pub mod bytes;
mod callback;
mod coded_error;
mod collect;
mod context_news;
mod debug_signal;
mod errno;
mod error;
mod event_loop;
mod exit;
pub mod memory;
mod patience;
pub mod permission;
mod pieces;
mod pool;
mod property;
pub mod text;
pub mod trace;
mod watchdog;

pub use async_hooks::{uninstall as uninstall_request_wrap, wrap_request};
pub use callback::{
    JsCallback, adopt, call_method, call_raw, drain, guarded, has_ticks, is_reported_by_caller,
    remembering_place, set_debugged, thrown_at, uninstall_callbacks,
};
pub use coded_error::CodedError;
pub use collect::{
    collect_all, collect_young, collect_young_only, note_v8_flag, set_v8_flags,
    with_steady_v8_flags, without_marking,
};
pub use context_news::{ContextListener, ContextNews, context_listener, listen_for_contexts};
pub use debug_signal::{is_debug_signal, watch_debug_signal};
pub use errno::{ERRNO_TABLE, errno_code, errno_message};
pub use error::{SysError, Syscall};
pub use event_loop::{Alive, Events, Loop, Remote, Sent, WAKE, Watch, Watcher, with_loop};
pub use exit::{
    ExitRequest, before_exit, is_stoppable, is_stopping, request_exit, run_before_exit,
};
pub use patience::{Awake, Patience, processors};
pub use pieces::Pieces;
pub use pool::{assist, forget_requests, submit, submit_named};
pub use property::{define, define_text, new_string};
pub use watchdog::{Watched, watched};

deno_core::extension!(
    ops_core,
    ops = [
        async_hooks::op_core_set_request_wrap,
        callback::op_core_call_remembering,
        callback::op_core_active_requests,
        callback::op_core_set_callbacks,
        callback::op_core_tick_info,
    ],
);
