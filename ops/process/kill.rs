//! Process ids and `kill(2)`.

use deno_core::{op2, v8};
use ops_core::{CodedError, SysError, Syscall};

/// 0, or a negative libuv number.
#[op2(fast)]
pub fn op_process_kill(scope: &mut v8::PinScope, pid: i32, signal: i32) -> i32 {
    let own = std::process::id() as i32;
    // It may be the end: what is written before the end is written now.
    let caught = crate::signal::is_watched(signal) || ops_core::is_debug_signal(signal);
    if signal > 0 && [0, -1, own, -own].contains(&pid) && !caught {
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

/// What `process.debugPort` becomes when it is set to `value`: a port that needs no privilege, or 0.
#[op2(fast)]
pub fn op_process_debug_port(value: f64) -> Result<u32, CodedError> {
    // As JavaScript's ToInt32 for all that is a port; what is far from one is refused or, like NaN, 0.
    let port = if value.is_finite() {
        value.trunc()
    } else {
        0.0
    };
    if port != 0.0 && !(1024.0..=65535.0).contains(&port) {
        return Err(CodedError::new(
            "RangeError",
            "ERR_OUT_OF_RANGE",
            "process.debugPort must be 0 or in range 1024 to 65535",
        ));
    }
    Ok(port as u32)
}

/// The absolute path of the program.
#[op2]
#[string]
pub fn op_process_exec_path() -> Result<String, SysError> {
    std::fs::read_link("/proc/self/exe")
        .syscall("readlink")
        .map(|path| path.to_string_lossy().into_owned())
}
