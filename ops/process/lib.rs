//! The process: clocks, memory, ids, environment, signals, its end, and what uncaught exceptions need from V8.
//!
//! JS: `js/internal/process/`, `js/node/process.js`. Tests: `tests/node/process/`.

mod credentials;
mod cwd;
pub mod dotenv;
mod env;
mod errno_exception;
mod exception;
mod execve;
mod exit;
mod kill;
mod memory;
mod microtask;
mod permission;
mod promise_reject;
mod signal;
mod time;
mod title;
mod trace_sigint;
mod usage;

pub use env::uninstall as uninstall_env;
pub use memory::available as available_memory;
pub use memory::total as total_memory;
pub use microtask::uninstall as uninstall_messages;
pub use promise_reject::uninstall as uninstall_promise_reject;
pub use signal::uninstall as uninstall_signals;

deno_core::extension!(
    ops_process,
    deps = [ops_core],
    ops = [
        credentials::op_process_getuid,
        credentials::op_process_geteuid,
        credentials::op_process_getgid,
        credentials::op_process_getegid,
        credentials::op_process_getgroups,
        credentials::op_process_find_user,
        credentials::op_process_find_group,
        credentials::op_process_user_name,
        credentials::op_process_setuid,
        credentials::op_process_seteuid,
        credentials::op_process_setgid,
        credentials::op_process_setegid,
        credentials::op_process_setgroups,
        credentials::op_process_initgroups,
        cwd::op_process_cwd,
        cwd::op_process_chdir,
        cwd::op_process_umask,
        dotenv::op_process_parse_env,
        env::op_process_env_use_copy,
        env::op_process_env_object,
        exception::op_process_exception_message,
        exception::op_process_to_detail_string,
        execve::op_process_execve,
        exit::op_process_really_exit,
        exit::op_process_abort,
        exit::op_process_raw_debug,
        kill::op_process_kill,
        kill::op_process_pid,
        kill::op_process_debug_port,
        kill::op_process_ppid,
        kill::op_process_exec_path,
        permission::op_process_permission,
        memory::op_process_memory_usage,
        memory::op_process_rss,
        memory::op_process_constrained_memory,
        memory::op_process_available_memory,
        microtask::op_process_enqueue_microtask,
        microtask::op_process_listen_for_messages,
        promise_reject::op_process_set_promise_reject_callback,
        signal::op_process_signal_start,
        signal::op_process_signal_stop,
        signal::op_process_signal_ref,
        time::op_process_hrtime,
        title::op_process_title_get,
        title::op_process_title_set,
        trace_sigint::op_process_trace_sigint,
        usage::op_process_cpu_usage,
        usage::op_process_thread_cpu_usage,
        usage::op_process_resource_usage,
    ],
);
