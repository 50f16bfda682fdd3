//! What `fs.cp` does most: a whole folder to a place where nothing is yet, in one request.
//!
//! `js/internal/fs/cp.js` has the rules for everything else: a filter, links that are followed, names that are there
//! already. An entry that cannot be copied is handed back to it, and it makes the error.

use std::ffi::CString;
use std::os::unix::ffi::OsStrExt;

use deno_core::v8;
use ops_core::SysError;

use crate::args::{PathArg, Text};
use crate::dir_handle::Listing;
use crate::door::{IntoJs, doors};
use crate::entries;
use crate::sys::check;
use crate::value::string;

/// The times of files and folders are copied as well.
const PRESERVE_TIMES: i32 = 8;
/// The targets of symbolic links are copied as they are.
const VERBATIM: i32 = 16;
/// The bits of `copyFile`.
const COPY_MODE: i32 = 7;

/// The entry that cannot be copied, and where it was to go.
pub struct LeftOver(Option<(PathArg, PathArg)>);

impl IntoJs for LeftOver {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        let Some((from, to)) = self.0 else {
            return Some(v8::null(scope).into());
        };
        let pair = [string(scope, from.bytes()), string(scope, to.bytes())];
        Some(v8::Array::new_with_elements(scope, &pair).into())
    }
}

/// `path.join` of a folder whose path is normalized and a name in it.
fn join(folder: &PathArg, name: &[u8]) -> Result<PathArg, SysError> {
    let mut path = match folder.bytes() {
        b"." => Vec::new(),
        bytes => bytes.to_vec(),
    };
    if path.last().is_some_and(|last| *last != b'/') {
        path.push(b'/');
    }
    path.extend_from_slice(name);
    let path = CString::new(path).map_err(|_| SysError::new(libc::EINVAL, "scandir"))?;
    Ok(PathArg::new(path))
}

/// An absolute path for the target of a link that is relative to the folder of `link`.
fn resolve(link: &PathArg, target: &[u8]) -> Result<PathArg, SysError> {
    let failed = |error: &std::io::Error| SysError::from_io(error, "getcwd");
    let folder = link
        .path()
        .parent()
        .map(|parent| parent.as_os_str().as_bytes());
    let current = std::env::current_dir().map_err(|error| failed(&error))?;
    let mut parts: Vec<&[u8]> = Vec::new();
    for piece in [
        current.as_os_str().as_bytes(),
        folder.unwrap_or_default(),
        target,
    ] {
        if piece.first() == Some(&b'/') {
            parts.clear();
        }
        for part in piece.split(|byte| *byte == b'/') {
            match part {
                b"" | b"." => {}
                b".." => {
                    parts.pop();
                }
                part => parts.push(part),
            }
        }
    }
    let mut path = vec![b'/'];
    path.extend_from_slice(&parts.join(&b'/'));
    let path = CString::new(path).map_err(|_| SysError::new(libc::EINVAL, "symlink"))?;
    Ok(PathArg::new(path))
}

fn lstat(path: &PathArg) -> Result<libc::stat, SysError> {
    // SAFETY: all-zero bytes are a valid `stat`.
    let mut stat: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: the path ends in a null byte, and both live through the call.
    let result = check(
        unsafe { libc::lstat(path.c_str().as_ptr(), &mut stat) },
        "lstat",
    );
    result.map_err(|error| error.with_path(path.path()))?;
    Ok(stat)
}

/// Asked for anew: the copying has changed the time of the last access.
fn copy_times(from: &PathArg, to: &PathArg) -> Result<(), SysError> {
    let stat = lstat(from)?;
    let times = [
        libc::timespec {
            tv_sec: stat.st_atime,
            tv_nsec: stat.st_atime_nsec,
        },
        libc::timespec {
            tv_sec: stat.st_mtime,
            tv_nsec: stat.st_mtime_nsec,
        },
    ];
    // SAFETY: the path ends in a null byte, and both live through the call.
    let result = unsafe { libc::utimensat(libc::AT_FDCWD, to.c_str().as_ptr(), times.as_ptr(), 0) };
    check(result, "utime")
        .map(|_| ())
        .map_err(|error| error.with_path(to.path()))
}

fn copy_link(from: PathArg, to: PathArg, verbatim: bool) -> Result<(), SysError> {
    let target = entries::readlink(from.clone(), Text::Raw)?.0;
    let target = if verbatim || target.first() == Some(&b'/') {
        let target = CString::new(target).map_err(|_| SysError::new(libc::EINVAL, "symlink"))?;
        PathArg::new(target)
    } else {
        resolve(&from, &target)?
    };
    entries::symlink(target, to)
}

fn make_folder(path: &PathArg) -> Result<(), SysError> {
    // SAFETY: the path ends in a null byte and lives through the call.
    let result = check(
        unsafe { libc::mkdir(path.c_str().as_ptr(), 0o777) },
        "mkdir",
    );
    result
        .map(|_| ())
        .map_err(|error| error.with_path(path.path()))
}

/// A folder that was made, and what is left to be done in it.
struct Open {
    from: PathArg,
    to: PathArg,
    mode: u32,
    rest: std::vec::IntoIter<Vec<u8>>,
}

fn open_folder(from: PathArg, to: PathArg, mode: u32) -> Result<Open, SysError> {
    make_folder(&to)?;
    let list = Listing::open(&from, "scandir")?
        .all()
        .map_err(|error| error.with_path(from.path()))?;
    let mut names: Vec<Vec<u8>> = list.into_iter().map(|(name, _)| name).collect();
    names.sort();
    Ok(Open {
        from,
        to,
        mode,
        rest: names.into_iter(),
    })
}

fn finish_folder(folder: &Open, times: bool) -> Result<(), SysError> {
    if times {
        copy_times(&folder.from, &folder.to)?;
    }
    // SAFETY: the path ends in a null byte and lives through the call.
    let result = unsafe { libc::chmod(folder.to.c_str().as_ptr(), folder.mode & 0o7777) };
    check(result, "chmod")
        .map(|_| ())
        .map_err(|error| error.with_path(folder.to.path()))
}

/// Without recursion in the program: a tree may be deeper than the stack.
fn copy_folder(from: PathArg, to: PathArg, options: i32) -> Result<LeftOver, SysError> {
    let times = options & PRESERVE_TIMES != 0;
    let mode = lstat(&from)?.st_mode;
    let mut open = vec![open_folder(from, to, mode)?];
    while let Some(folder) = open.last_mut() {
        let Some(name) = folder.rest.next() else {
            finish_folder(folder, times)?;
            open.pop();
            continue;
        };
        let (from, to) = (join(&folder.from, &name)?, join(&folder.to, &name)?);
        let stat = lstat(&from)?;
        match stat.st_mode & libc::S_IFMT {
            libc::S_IFDIR => open.push(open_folder(from, to, stat.st_mode)?),
            libc::S_IFLNK => copy_link(from, to, options & VERBATIM != 0)?,
            libc::S_IFREG | libc::S_IFCHR | libc::S_IFBLK => {
                entries::copy_named(&from, &to, options & COPY_MODE)?;
                if times {
                    copy_times(&from, &to)?;
                }
            }
            _ => return Ok(LeftOver(Some((from, to)))),
        }
    }
    Ok(LeftOver(None))
}

doors! {
    /// `fs.cp` of a folder to where nothing is: `null`, or the entry that cannot be copied and where it was to go.
    op_fs_copy_folder_sync, op_fs_copy_folder(#[scoped] from: PathArg, #[scoped] to: PathArg, options: i32) = copy_folder;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> PathArg {
        PathArg::new(CString::new(text).unwrap_or_default())
    }

    #[test]
    fn joins_as_path_join_does() {
        let joined = |folder| join(&path(folder), b"x").map(|p| p.bytes().to_vec());
        assert_eq!(joined(".").ok(), Some(b"x".to_vec()));
        assert_eq!(joined("a").ok(), Some(b"a/x".to_vec()));
        assert_eq!(joined("a/").ok(), Some(b"a/x".to_vec()));
        assert_eq!(joined("/").ok(), Some(b"/x".to_vec()));
    }

    #[test]
    fn resolves_from_the_links_folder() {
        let resolved = resolve(&path("/a/b/link"), b"../c/./d").map(|p| p.bytes().to_vec());
        assert_eq!(resolved.ok(), Some(b"/a/c/d".to_vec()));
    }
}
