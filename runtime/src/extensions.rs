//! The one list of extensions: the build script (snapshot) and the running program use this file.

use deno_core::Extension;

/// Every extension, in the order that the snapshot and the program share.
pub fn all() -> Vec<Extension> {
    vec![
        ops_core::ops_core::init(),
        ops_buffer::ops_buffer::init(),
        ops_child_process::ops_child_process::init(),
        ops_encoding::ops_encoding::init(),
        ops_fs::ops_fs::init(),
        ops_messaging::ops_messaging::init(),
        ops_module::ops_module::init(),
        ops_dns::ops_dns::init(),
        ops_net::ops_net::init(),
        ops_http::ops_http::init(),
        ops_os::ops_os::init(),
        ops_perf::ops_perf::init(),
        ops_process::ops_process::init(),
        ops_timers::ops_timers::init(),
        ops_url::ops_url::init(),
        ops_util::ops_util::init(),
        ops_vm::ops_vm::init(),
        ops_v8::ops_v8::init(),
        ops_worker::ops_worker::init(),
        ops_zlib::ops_zlib::init(),
        crate::builtins::extension(),
    ]
}
