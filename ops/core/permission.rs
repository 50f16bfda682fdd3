//! The permission model (<https://nodejs.org/api/permissions.html#permission-model>). It belongs to the process: the command
//! line fills it in before the first isolate, every op with an effect asks, and what was dropped does not come back.
//! Without `--permission` a question is one read of a flag.

use std::path::{Component, Path, PathBuf};
use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::SysError;

/// The number of an error that says that the permission is missing: no system error has it.
pub const ACCESS_DENIED: i32 = -i32::MAX;

static ENABLED: AtomicBool = AtomicBool::new(false);
static GRANTS: RwLock<Grants> = RwLock::new(Grants::NONE);

/// What code may ask for besides the file system. The names are those that errors show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Permission {
    ChildProcess,
    WorkerThreads,
    Inspector,
    Wasi,
    Net,
    Addon,
    Ffi,
}

const NAMES: [(&str, Permission, &str, &str); 7] = [
    (
        "child",
        Permission::ChildProcess,
        "ChildProcess",
        "--allow-child-process",
    ),
    (
        "worker",
        Permission::WorkerThreads,
        "WorkerThreads",
        "--allow-worker",
    ),
    (
        "inspector",
        Permission::Inspector,
        "Inspector",
        "--allow-inspector",
    ),
    ("wasi", Permission::Wasi, "WASI", "--allow-wasi"),
    ("net", Permission::Net, "Net", "--allow-net"),
    ("addon", Permission::Addon, "Addon", "--allow-addons"),
    ("ffi", Permission::Ffi, "FFI", "--allow-ffi"),
];

const READ: &str = "FileSystemRead";
const WRITE: &str = "FileSystemWrite";

/// Files that a door of the file system lets through.
#[derive(Default, Debug)]
struct Paths {
    all: bool,
    exact: Vec<Vec<u8>>,
    /// Everything that begins so.
    prefixes: Vec<Vec<u8>>,
}

impl Paths {
    const NONE: Paths = Paths {
        all: false,
        exact: Vec::new(),
        prefixes: Vec::new(),
    };

    /// `*` is everything, what stands before a `*` a beginning, a folder stands for what is in it.
    fn grant(&mut self, pattern: &str) {
        use std::os::unix::ffi::OsStrExt as _;
        if pattern == "*" {
            self.all = true;
            return;
        }
        if let Some((before, _)) = pattern.split_once('*') {
            let mut prefix = resolve(Path::new(before)).as_os_str().as_bytes().to_vec();
            if before.ends_with('/') && !prefix.ends_with(b"/") {
                prefix.push(b'/');
            }
            self.prefixes.push(prefix);
            return;
        }
        let path = resolve(Path::new(pattern));
        let bytes = path.as_os_str().as_bytes().to_vec();
        if path.is_dir() {
            let mut inside = bytes;
            if !inside.ends_with(b"/") {
                inside.push(b'/');
            }
            self.prefixes.push(inside);
        } else {
            self.exact.push(bytes);
        }
    }

    fn revoke(&mut self, pattern: &str) {
        let mut other = Paths::NONE;
        other.grant(pattern);
        self.exact.retain(|path| !other.exact.contains(path));
        self.prefixes
            .retain(|prefix| !other.prefixes.contains(prefix));
    }

    fn allow(&self, path: &[u8]) -> bool {
        use std::os::unix::ffi::OsStrExt as _;
        if self.all {
            return true;
        }
        let resolved = resolve(Path::new(std::ffi::OsStr::from_bytes(path)));
        let path = resolved.as_os_str().as_bytes();
        self.exact.iter().any(|exact| exact == path)
            || self.prefixes.iter().any(|prefix| {
                path.starts_with(prefix) || prefix.strip_suffix(b"/").is_some_and(|dir| dir == path)
            })
    }
}

#[derive(Debug)]
struct Grants {
    read: Paths,
    write: Paths,
    others: u8,
    /// Only looked at, never refused.
    audit: bool,
}

impl Grants {
    const NONE: Grants = Grants {
        read: Paths::NONE,
        write: Paths::NONE,
        others: 0,
        audit: false,
    };
}

/// An absolute path without `.`, `..` and doubled slashes; links are not followed.
fn resolve(path: &Path) -> PathBuf {
    let mut out = if path.is_absolute() {
        PathBuf::new()
    } else {
        std::env::current_dir().unwrap_or_default()
    };
    for part in path.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            other => out.push(other),
        }
    }
    out
}

/// What the command line grants.
pub struct Granted<'a> {
    pub read: Vec<&'a str>,
    pub write: Vec<&'a str>,
    pub others: Vec<Permission>,
    pub audit: bool,
}

impl Permission {
    /// By the option that grants it.
    pub fn by_flag(flag: &str) -> Option<Permission> {
        let found = NAMES.iter().find(|(.., known)| *known == flag);
        found.map(|(_, permission, ..)| *permission)
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }

    fn name(self) -> &'static str {
        let found = NAMES.iter().find(|(_, permission, ..)| *permission == self);
        found.map_or("", |(_, _, name, _)| *name)
    }
}

/// Turns the model on, before any isolate.
pub fn enable(granted: &Granted) {
    if let Ok(mut grants) = GRANTS.write() {
        for pattern in &granted.read {
            grants.read.grant(pattern);
        }
        for pattern in &granted.write {
            grants.write.grant(pattern);
        }
        for permission in &granted.others {
            grants.others |= permission.bit();
        }
        grants.audit = granted.audit;
    }
    ENABLED.store(true, Ordering::Release);
}

/// Whether the model is on.
#[inline]
pub fn is_enabled() -> bool {
    ENABLED.load(Ordering::Relaxed)
}

fn denied(permission: &'static str, resource: &[u8]) -> SysError {
    SysError {
        errno: ACCESS_DENIED,
        syscall: permission,
        path: Some(String::from_utf8_lossy(resource).into_owned()),
        dest: None,
    }
}

/// What an error that names `permission` says, and the permission as it shows.
pub(crate) fn words(permission: &'static str) -> (String, &'static str) {
    let other = || NAMES.iter().find(|(_, _, name, _)| *name == permission);
    let flag = match permission {
        READ => Some("--allow-fs-read"),
        WRITE => Some("--allow-fs-write"),
        _ => other().map(|(.., flag)| *flag),
    };
    match flag {
        Some(flag) => (
            format!("Access to this API has been restricted. Use {flag} to manage permissions."),
            permission,
        ),
        None if permission == "symlink" => (
            "fs.symlink API requires full fs.read and fs.write permissions.".to_owned(),
            "",
        ),
        None => (
            format!("{permission} API is disabled when Permission Model is enabled."),
            "",
        ),
    }
}

#[cold]
fn check_path(path: &[u8], write: bool) -> Result<(), SysError> {
    let Ok(grants) = GRANTS.read() else {
        return Ok(());
    };
    let (paths, name) = if write {
        (&grants.write, WRITE)
    } else {
        (&grants.read, READ)
    };
    if grants.audit || paths.allow(path) {
        Ok(())
    } else {
        Err(denied(name, path))
    }
}

/// Whether a path may be read.
#[inline]
pub fn read(path: &[u8]) -> Result<(), SysError> {
    if is_enabled() {
        check_path(path, false)
    } else {
        Ok(())
    }
}

/// Whether a path may be written.
#[inline]
pub fn write(path: &[u8]) -> Result<(), SysError> {
    if is_enabled() {
        check_path(path, true)
    } else {
        Ok(())
    }
}

/// Whether a file may be opened with these flags of `open(2)`.
#[inline]
pub fn open(path: &[u8], flags: i32) -> Result<(), SysError> {
    if !is_enabled() {
        return Ok(());
    }
    let mode = flags & libc::O_ACCMODE;
    if mode != libc::O_WRONLY {
        check_path(path, false)?;
    }
    let side_effects = libc::O_APPEND | libc::O_CREAT | libc::O_TRUNC;
    if mode != libc::O_RDONLY || flags & side_effects != 0 {
        check_path(path, true)?;
    }
    Ok(())
}

/// A change of what is already open, which the model cannot tell apart from others and refuses as a whole.
#[inline]
pub fn by_descriptor(name: &'static str) -> Result<(), SysError> {
    if is_enabled() && !GRANTS.read().is_ok_and(|grants| grants.audit) {
        Err(denied(name, b""))
    } else {
        Ok(())
    }
}

/// Whether links may be made: one leads to whatever is there later.
#[inline]
pub fn symlink() -> Result<(), SysError> {
    let all = |grants: &Grants| grants.audit || grants.read.all && grants.write.all;
    if !is_enabled() || GRANTS.read().is_ok_and(|grants| all(&grants)) {
        Ok(())
    } else {
        Err(denied("symlink", b""))
    }
}

/// Whether `permission` is there; `resource` is what the error names.
#[inline]
pub fn check(permission: Permission, resource: &str) -> Result<(), SysError> {
    if !is_enabled() || may(permission) {
        Ok(())
    } else {
        Err(denied(permission.name(), resource.as_bytes()))
    }
}

/// As [`check`], as the number that handles of the network answer with: 0 or [`ACCESS_DENIED`].
#[inline]
pub fn net() -> i32 {
    if !is_enabled() || may(Permission::Net) {
        0
    } else {
        ACCESS_DENIED
    }
}

fn may(permission: Permission) -> bool {
    GRANTS
        .read()
        .is_ok_and(|grants| grants.audit || grants.others & permission.bit() != 0)
}

/// `process.permission.has`, as far as `scope` is known.
pub fn has(scope: &str, reference: Option<&[u8]>) -> bool {
    let Ok(grants) = GRANTS.read() else {
        return false;
    };
    let paths = |paths: &Paths| reference.map_or(paths.all, |path| paths.allow(path));
    match scope {
        "fs" => paths(&grants.read) && paths(&grants.write),
        "fs.read" => paths(&grants.read),
        "fs.write" => paths(&grants.write),
        _ => NAMES
            .iter()
            .any(|(name, permission, ..)| *name == scope && grants.others & permission.bit() != 0),
    }
}

/// `process.permission.drop`: takes a grant back, for good.
pub fn drop(scope: &str, reference: Option<&str>) {
    let Ok(mut grants) = GRANTS.write() else {
        return;
    };
    let take = |paths: &mut Paths| match reference {
        Some(pattern) => paths.revoke(pattern),
        None => *paths = Paths::NONE,
    };
    if scope == "fs" || scope == "fs.read" {
        take(&mut grants.read);
    }
    if scope == "fs" || scope == "fs.write" {
        take(&mut grants.write);
    }
    for (name, permission, ..) in NAMES {
        if name == scope {
            grants.others &= !permission.bit();
        }
    }
}
