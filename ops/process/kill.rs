//! Process ids and `kill(2)`.

use deno_core::{op2, v8};
use ops_core::{SysError, Syscall};

/// 0, or a negative libuv number.
#[op2(fast)]
pub fn op_process_kill(scope: &mut v8::PinScope, pid: i32, signal: i32) -> i32 {
    let own = std::process::id() as i32;
    // It may be the end: what is written before the end is written now.
    if signal > 0 && [0, -1, own, -own].contains(&pid) && !crate::signal::is_watched(signal) {
        ops_core::run_before_exit(scope);
    }
    // SAFETY: takes plain numbers.
    if unsafe { libc::kill(pid, signal) } == 0 {
        0
    } else {
        SysError::last("kill").errno
    }
}

#[op2(fast)]
pub fn op_process_pid() -> u32 {
    std::process::id()
}

#[op2(fast)]
pub fn op_process_ppid() -> i32 {
    // SAFETY: has no arguments and cannot fail.
    unsafe { libc::getppid() }
}

/// The absolute path of the program.
#[op2]
#[string]
pub fn op_process_exec_path() -> Result<String, SysError> {
    std::fs::read_link("/proc/self/exe")
        .syscall("readlink")
        .map(|path| path.to_string_lossy().into_owned())
}
