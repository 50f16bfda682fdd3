//! The user of this process.

use std::ffi::CStr;

use deno_core::{op2, v8};
use ops_core::{SysError, bytes};

/// A row of the user database.
struct User {
    name: Vec<u8>,
    uid: u32,
    gid: u32,
    home: Vec<u8>,
    shell: Vec<u8>,
}

fn current(syscall: &'static str) -> Result<User, SysError> {
    let mut buffer = vec![0 as libc::c_char; 16 * 1024];
    // SAFETY: the row points into `buffer`, which lives until its strings are copied.
    unsafe {
        let mut row: libc::passwd = std::mem::zeroed();
        let mut found = std::ptr::null_mut();
        let code = libc::getpwuid_r(
            libc::geteuid(),
            &mut row,
            buffer.as_mut_ptr(),
            buffer.len(),
            &mut found,
        );
        if code != 0 || found.is_null() {
            return Err(SysError::new(
                if code == 0 { libc::ENOENT } else { code },
                syscall,
            ));
        }
        let copy = |text: *const libc::c_char| {
            if text.is_null() {
                Vec::new()
            } else {
                CStr::from_ptr(text).to_bytes().to_vec()
            }
        };
        Ok(User {
            name: copy(row.pw_name),
            uid: row.pw_uid,
            gid: row.pw_gid,
            home: copy(row.pw_dir),
            shell: copy(row.pw_shell),
        })
    }
}

/// `HOME`, or the home of the user database.
#[op2]
#[string]
pub fn op_os_home_dir() -> Result<String, SysError> {
    match std::env::var_os("HOME") {
        Some(home) => Ok(home.to_string_lossy().into_owned()),
        None => Ok(String::from_utf8_lossy(&current("uv_os_homedir")?.home).into_owned()),
    }
}

/// `[uid, gid, username, homedir, shell]`, the texts as `Uint8Array`s.
#[op2]
pub fn op_os_user_info<'s>(
    scope: &mut v8::PinScope<'s, '_>,
) -> Result<v8::Local<'s, v8::Array>, SysError> {
    let user = current("uv_os_get_passwd")?;
    let mut row: Vec<v8::Local<v8::Value>> = Vec::new();
    for id in [user.uid, user.gid] {
        row.push(v8::Integer::new_from_unsigned(scope, id).into());
    }
    for text in [user.name, user.home, user.shell] {
        let text = bytes::uint8_array(scope, text).map(Into::into);
        row.push(text.unwrap_or_else(|| v8::null(scope).into()));
    }
    Ok(v8::Array::new_with_elements(scope, &row))
}
