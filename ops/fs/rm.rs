//! `fs.rm`: removes files and whole trees, with retries.

use std::ffi::{CStr, CString};
use std::time::Duration;

use deno_core::v8;
use ops_core::SysError;

use crate::args::PathArg;
use crate::door::doors;
use crate::sys::check;

/// How often, and after which pause that grows with each attempt, a failed removal is tried again.
#[derive(Clone, Copy)]
struct Retries {
    count: u32,
    pause: u32,
}

fn patiently(
    retries: Retries,
    mut attempt: impl FnMut() -> Result<(), SysError>,
) -> Result<(), SysError> {
    let mut tries = 0;
    loop {
        match attempt() {
            Err(error)
                if tries < retries.count
                    && [
                        libc::EBUSY,
                        libc::EMFILE,
                        libc::ENFILE,
                        libc::ENOTEMPTY,
                        libc::EPERM,
                    ]
                    .contains(&-error.errno) =>
            {
                tries += 1;
                std::thread::sleep(Duration::from_millis(
                    u64::from(retries.pause) * u64::from(tries),
                ));
            }
            result => return result,
        }
    }
}

fn with_name(error: SysError, path: &CStr) -> SysError {
    error.with_path(String::from_utf8_lossy(path.to_bytes()).as_ref())
}

/// A name that has gone meanwhile counts as removed.
fn unless_missing(result: Result<i32, SysError>, path: &CStr) -> Result<(), SysError> {
    match result {
        Err(error) if error.errno != -libc::ENOENT => Err(with_name(error, path)),
        _ => Ok(()),
    }
}

fn is_dir(path: &CStr) -> bool {
    // SAFETY: all-zero bytes are a valid `stat`.
    let mut stat: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: the path ends in a null byte, and both live through the call.
    unsafe {
        libc::lstat(path.as_ptr(), &mut stat) == 0 && stat.st_mode & libc::S_IFMT == libc::S_IFDIR
    }
}

fn unlink(path: &CStr) -> Result<(), SysError> {
    // SAFETY: the path ends in a null byte and lives through the call.
    unless_missing(
        check(unsafe { libc::unlink(path.as_ptr()) }, "unlink"),
        path,
    )
}

fn rmdir(path: &CStr) -> Result<(), SysError> {
    // SAFETY: the path ends in a null byte and lives through the call.
    unless_missing(check(unsafe { libc::rmdir(path.as_ptr()) }, "rmdir"), path)
}

fn children(path: &CStr) -> Result<Vec<CString>, SysError> {
    // SAFETY: the path ends in a null byte and lives through the call.
    let stream = unsafe { libc::opendir(path.as_ptr()) };
    if stream.is_null() {
        let error = SysError::last("scandir");
        return if error.errno == -libc::ENOENT {
            Ok(Vec::new())
        } else {
            Err(with_name(error, path))
        };
    }
    let mut list = Vec::new();
    loop {
        // SAFETY: the stream is open, and the name is copied before the next call.
        let name = unsafe {
            let entry = libc::readdir(stream);
            if entry.is_null() {
                break;
            }
            CStr::from_ptr((*entry).d_name.as_ptr()).to_bytes()
        };
        if name != b"." && name != b".." {
            let mut child = path.to_bytes().to_vec();
            child.push(b'/');
            child.extend_from_slice(name);
            list.extend(CString::new(child).ok());
        }
    }
    // SAFETY: the stream is open and not used any more.
    unsafe { libc::closedir(stream) };
    Ok(list)
}

/// Without recursion in the program: a tree may be deeper than the stack.
fn remove_tree(root: &CStr, retries: Retries) -> Result<(), SysError> {
    let mut rest = vec![(root.to_owned(), false)];
    while let Some((path, emptied)) = rest.pop() {
        if emptied {
            patiently(retries, || rmdir(&path))?;
        } else if is_dir(&path) {
            let inside = children(&path)?;
            rest.push((path, true));
            rest.extend(inside.into_iter().map(|child| (child, false)));
        } else {
            patiently(retries, || unlink(&path))?;
        }
    }
    Ok(())
}

/// JS has looked already whether `path` is there and whether a folder may be removed.
fn rm(path: PathArg, recursive: bool, count: u32, pause: u32) -> Result<(), SysError> {
    path.may_write()?;
    let retries = Retries { count, pause };
    match recursive {
        true => remove_tree(path.c_str(), retries),
        false => patiently(retries, || unlink(path.c_str())),
    }
}

doors! {
    /// `fs.rm`.
    op_fs_rm_sync, op_fs_rm(#[scoped] path: PathArg, recursive: bool, count: u32, pause: u32) = rm;
}
