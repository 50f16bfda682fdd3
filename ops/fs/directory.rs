//! Folders: mkdir (recursive too), mkdtemp, rmdir. `listing.rs` has readdir.

use std::ffi::{CStr, CString};

use deno_core::v8;
use ops_core::SysError;

use crate::args::{PathArg, Text};
use crate::door::doors;
use crate::sys::check;
use crate::value::Name;

fn mkdir_once(path: &CStr, mode: u32) -> Result<(), SysError> {
    // SAFETY: the path ends in a null byte and lives through the call.
    check(unsafe { libc::mkdir(path.as_ptr(), mode) }, "mkdir").map(|_| ())
}

fn is_dir(path: &CStr) -> Result<bool, SysError> {
    // SAFETY: all-zero bytes are a valid `stat`.
    let mut stat: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: the path ends in a null byte, and both live through the call.
    check(unsafe { libc::stat(path.as_ptr(), &mut stat) }, "mkdir")?;
    Ok(stat.st_mode & libc::S_IFMT == libc::S_IFDIR)
}

fn parent(path: &[u8]) -> &[u8] {
    let end = path
        .iter()
        .rposition(|byte| *byte != b'/')
        .map_or(0, |last| last + 1);
    let trimmed = &path[..end];
    match trimmed.iter().rposition(|byte| *byte == b'/') {
        Some(0) => b"/",
        Some(slash) => &trimmed[..slash],
        None => b"",
    }
}

/// Makes the folder and those above it; the first one that was made, if any.
fn mkdir_all(path: &PathArg, mode: u32) -> Result<Option<Vec<u8>>, SysError> {
    let mut wanted: Vec<CString> = vec![path.c_str().to_owned()];
    let mut first = None;
    while let Some(next) = wanted.pop() {
        match mkdir_once(&next, mode) {
            Ok(()) => {
                first.get_or_insert_with(|| next.to_bytes().to_vec());
            }
            Err(error) if error.errno == -libc::ENOENT => {
                let up = parent(next.to_bytes());
                if up.is_empty() || up == next.to_bytes() {
                    return Err(error);
                }
                let up = CString::new(up).map_err(|_| SysError::new(libc::EINVAL, "mkdir"))?;
                wanted.push(next);
                wanted.push(up);
            }
            Err(error)
                if [libc::EACCES, libc::ENOSPC, libc::ENOTDIR, libc::EPERM]
                    .contains(&-error.errno) =>
            {
                return Err(error);
            }
            Err(error) => {
                if !is_dir(&next)? {
                    let between = error.errno == -libc::EEXIST && !wanted.is_empty();
                    return Err(SysError::new(
                        if between { libc::ENOTDIR } else { libc::EEXIST },
                        "mkdir",
                    ));
                }
            }
        }
    }
    Ok(first)
}

fn mkdir(path: PathArg, mode: u32, recursive: bool) -> Result<Option<Vec<u8>>, SysError> {
    path.may_write()?;
    let result = match recursive {
        true => mkdir_all(&path, mode),
        false => mkdir_once(path.c_str(), mode).map(|()| None),
    };
    result.map_err(|error| error.with_path(path.path()))
}

fn mkdtemp(prefix: PathArg, text: Text) -> Result<Name, SysError> {
    let mut template = prefix.bytes().to_vec();
    template.extend_from_slice(b"XXXXXX");
    ops_core::permission::write(&template)?;
    template.push(0);
    // SAFETY: the template ends in a null byte and is ours to be written to.
    let made = unsafe { libc::mkdtemp(template.as_mut_ptr().cast()) };
    let error = made.is_null().then(|| SysError::last("mkdtemp"));
    template.pop();
    match error {
        // glibc empties nothing, but the six letters may have been tried already.
        Some(error) => {
            let end = template.len() - 6;
            template[end..].copy_from_slice(b"XXXXXX");
            Err(error.with_path(String::from_utf8_lossy(&template).as_ref()))
        }
        None => Ok(Name(template, text)),
    }
}

fn rmdir(path: PathArg) -> Result<(), SysError> {
    path.may_write()?;
    // SAFETY: the path ends in a null byte and lives through the call.
    let result = check(unsafe { libc::rmdir(path.c_str().as_ptr()) }, "rmdir");
    result
        .map(|_| ())
        .map_err(|error| error.with_path(path.path()))
}

doors! {
    /// `fs.mkdir`: what was made first when `recursive`.
    op_fs_mkdir_sync, op_fs_mkdir(#[scoped] path: PathArg, mode: u32, recursive: bool) = mkdir, first path.may_write;
    /// `fs.mkdtemp`.
    op_fs_mkdtemp_sync, op_fs_mkdtemp(#[scoped] prefix: PathArg, #[scoped] text: Text) = mkdtemp;
    /// `fs.rmdir`.
    op_fs_rmdir_sync, op_fs_rmdir(#[scoped] path: PathArg) = rmdir;
}
