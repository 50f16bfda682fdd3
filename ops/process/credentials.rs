//! The uid and gid family (<https://nodejs.org/api/process.html#processgetuid>).

use std::ffi::CString;

use deno_core::op2;

use crate::errno_exception::ErrnoException;

#[op2(fast)]
pub fn op_process_getuid() -> u32 {
    // SAFETY: has no arguments and cannot fail.
    unsafe { libc::getuid() }
}

#[op2(fast)]
pub fn op_process_geteuid() -> u32 {
    // SAFETY: has no arguments and cannot fail.
    unsafe { libc::geteuid() }
}

#[op2(fast)]
pub fn op_process_getgid() -> u32 {
    // SAFETY: has no arguments and cannot fail.
    unsafe { libc::getgid() }
}

#[op2(fast)]
pub fn op_process_getegid() -> u32 {
    // SAFETY: has no arguments and cannot fail.
    unsafe { libc::getegid() }
}

/// The supplementary groups, the effective one among them.
#[op2]
#[serde]
pub fn op_process_getgroups() -> Result<Vec<u32>, ErrnoException> {
    // SAFETY: with size 0 nothing is written; it returns the number of groups.
    let count = unsafe { libc::getgroups(0, std::ptr::null_mut()) };
    if count < 0 {
        return Err(ErrnoException::last("getgroups"));
    }
    let mut groups = vec![0; count as usize];
    // SAFETY: the vector has room for `count` ids.
    let count = unsafe { libc::getgroups(count, groups.as_mut_ptr()) };
    if count < 0 {
        return Err(ErrnoException::last("getgroups"));
    }
    groups.truncate(count as usize);
    // SAFETY: has no arguments and cannot fail.
    let effective = unsafe { libc::getegid() };
    if !groups.contains(&effective) {
        groups.push(effective);
    }
    Ok(groups)
}

const NAME_BUFFER: usize = 8192;

/// The uid of a user name, or -1.
#[op2(fast)]
pub fn op_process_find_user(#[string] name: &str) -> f64 {
    let Ok(name) = CString::new(name) else {
        return -1.0;
    };
    let mut buffer = [0; NAME_BUFFER];
    let mut found = std::ptr::null_mut();
    // SAFETY: `entry` is only read when `found` points to it; all pointers live through the call.
    unsafe {
        let mut entry: libc::passwd = std::mem::zeroed();
        libc::getpwnam_r(
            name.as_ptr(),
            &mut entry,
            buffer.as_mut_ptr(),
            buffer.len(),
            &mut found,
        );
        if found.is_null() {
            -1.0
        } else {
            f64::from(entry.pw_uid)
        }
    }
}

/// The gid of a group name, or -1.
#[op2(fast)]
pub fn op_process_find_group(#[string] name: &str) -> f64 {
    let Ok(name) = CString::new(name) else {
        return -1.0;
    };
    let mut buffer = [0; NAME_BUFFER];
    let mut found = std::ptr::null_mut();
    // SAFETY: `entry` is only read when `found` points to it; all pointers live through the call.
    unsafe {
        let mut entry: libc::group = std::mem::zeroed();
        libc::getgrnam_r(
            name.as_ptr(),
            &mut entry,
            buffer.as_mut_ptr(),
            buffer.len(),
            &mut found,
        );
        if found.is_null() {
            -1.0
        } else {
            f64::from(entry.gr_gid)
        }
    }
}

fn check(result: i32, syscall: &'static str) -> Result<(), ErrnoException> {
    if result == 0 {
        Ok(())
    } else {
        Err(ErrnoException::last(syscall))
    }
}

#[op2(fast)]
pub fn op_process_setuid(id: u32) -> Result<(), ErrnoException> {
    // SAFETY: takes a plain number.
    check(unsafe { libc::setuid(id) }, "setuid")
}

#[op2(fast)]
pub fn op_process_seteuid(id: u32) -> Result<(), ErrnoException> {
    // SAFETY: takes a plain number.
    check(unsafe { libc::seteuid(id) }, "seteuid")
}

#[op2(fast)]
pub fn op_process_setgid(id: u32) -> Result<(), ErrnoException> {
    // SAFETY: takes a plain number.
    check(unsafe { libc::setgid(id) }, "setgid")
}

#[op2(fast)]
pub fn op_process_setegid(id: u32) -> Result<(), ErrnoException> {
    // SAFETY: takes a plain number.
    check(unsafe { libc::setegid(id) }, "setegid")
}

#[op2(fast)]
pub fn op_process_setgroups(#[buffer] ids: &[u32]) -> Result<(), ErrnoException> {
    // SAFETY: the slice holds `len` ids.
    check(
        unsafe { libc::setgroups(ids.len(), ids.as_ptr()) },
        "setgroups",
    )
}

#[op2(fast)]
pub fn op_process_initgroups(#[string] user: &str, gid: u32) -> Result<(), ErrnoException> {
    let user = CString::new(user).map_err(|_| ErrnoException::new(libc::EINVAL, "initgroups"))?;
    // SAFETY: `user` is a C string that lives through the call.
    check(
        unsafe { libc::initgroups(user.as_ptr(), gid) },
        "initgroups",
    )
}

/// The name of a uid, for `initgroups(uid, ...)`; `null` when there is none.
#[op2]
#[string]
pub fn op_process_user_name(uid: u32) -> Option<String> {
    let mut buffer = [0; NAME_BUFFER];
    let mut found = std::ptr::null_mut();
    // SAFETY: `entry` is only read when `found` points to it, and then its name is a C string inside `buffer`.
    unsafe {
        let mut entry: libc::passwd = std::mem::zeroed();
        libc::getpwuid_r(
            uid,
            &mut entry,
            buffer.as_mut_ptr(),
            buffer.len(),
            &mut found,
        );
        if found.is_null() {
            return None;
        }
        Some(
            std::ffi::CStr::from_ptr(entry.pw_name)
                .to_string_lossy()
                .into_owned(),
        )
    }
}
