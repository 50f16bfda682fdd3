//! `process.execve` (<https://nodejs.org/api/process.html#processexecvefile-args-env>).

use std::ffi::CString;

use deno_core::op2;
use ops_core::SysError;
use ops_core::permission::{self, Permission};

fn c_strings(items: Vec<String>) -> Result<Vec<CString>, SysError> {
    items
        .into_iter()
        .map(|item| CString::new(item).map_err(|_| SysError::new(libc::EINVAL, "execve")))
        .collect()
}

/// Replaces the program. Returns only when that failed.
#[op2]
pub fn op_process_execve(
    #[string] path: String,
    #[serde] args: Vec<String>,
    #[serde] env: Vec<String>,
) -> Result<(), SysError> {
    permission::check(Permission::ChildProcess, &path)?;
    let path = CString::new(path).map_err(|_| SysError::new(libc::EINVAL, "execve"))?;
    let (args, env) = (c_strings(args)?, c_strings(env)?);
    let pointers = |list: &[CString]| -> Vec<*const libc::c_char> {
        list.iter()
            .map(|item| item.as_ptr())
            .chain([std::ptr::null()])
            .collect()
    };
    let (argv, envp) = (pointers(&args), pointers(&env));
    for fd in 0..3 {
        // SAFETY: changes one flag of a descriptor, which may be closed.
        unsafe {
            let flags = libc::fcntl(fd, libc::F_GETFD);
            if flags >= 0 {
                libc::fcntl(fd, libc::F_SETFD, flags & !libc::FD_CLOEXEC);
            }
        }
    }
    // SAFETY: both lists end with a null pointer, and their strings live until the call returns.
    unsafe { libc::execve(path.as_ptr(), argv.as_ptr(), envp.as_ptr()) };
    Err(SysError::last("execve"))
}
