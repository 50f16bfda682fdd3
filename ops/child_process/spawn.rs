//! Starting a program: `posix_spawn`, which never copies the address space of this process.
//!
//! Source of the rules: `uv_spawn` (<https://docs.libuv.org/en/v1.x/process.html>).

use std::ffi::{CString, OsStr};
use std::os::unix::ffi::OsStrExt as _;
use std::ptr;

use ops_core::SysError;

/// What to start.
pub(crate) struct Command {
    pub(crate) file: String,
    pub(crate) args: Vec<String>,
    pub(crate) cwd: Option<String>,
    /// `KEY=value` entries; the environment of this process when absent.
    pub(crate) env: Option<Vec<String>>,
    /// What descriptor 0, 1, 2, ... of the child is: a descriptor of this process, or -1 for `/dev/null`.
    pub(crate) stdio: Vec<i32>,
    pub(crate) detached: bool,
    pub(crate) uid: Option<u32>,
    pub(crate) gid: Option<u32>,
}

fn c_strings(items: &[String]) -> Result<Vec<CString>, SysError> {
    items
        .iter()
        .map(|i| CString::new(i.as_bytes()).map_err(|_| SysError::new(libc::EINVAL, "spawn")))
        .collect()
}

fn pointers(items: &[CString]) -> Vec<*mut libc::c_char> {
    items
        .iter()
        .map(|i| i.as_ptr().cast_mut())
        .chain([ptr::null_mut()])
        .collect()
}

/// The paths to try for `file`: itself when it has a slash, else one per entry of the child's `PATH`.
fn candidates(command: &Command) -> Vec<CString> {
    let file = &command.file;
    if file.contains('/') {
        return CString::new(file.as_bytes()).into_iter().collect();
    }
    let path = match &command.env {
        Some(env) => env
            .iter()
            .find_map(|e| e.strip_prefix("PATH="))
            .map(str::to_owned),
        None => std::env::var("PATH").ok(),
    };
    let path = path.unwrap_or_else(|| "/usr/local/bin:/bin:/usr/bin".to_owned());
    path.split(':')
        .map(|folder| if folder.is_empty() { "." } else { folder })
        .filter_map(|folder| CString::new(format!("{folder}/{file}")).ok())
        .collect()
}

/// Owns the two C objects that `posix_spawn` takes.
struct Setup {
    actions: libc::posix_spawn_file_actions_t,
    attributes: libc::posix_spawnattr_t,
}

impl Setup {
    fn new() -> Result<Box<Setup>, SysError> {
        // SAFETY: both objects are plain memory that the init functions fill in place; the box keeps them there.
        unsafe {
            let mut setup = Box::new(Setup {
                actions: std::mem::zeroed(),
                attributes: std::mem::zeroed(),
            });
            check(libc::posix_spawn_file_actions_init(&mut setup.actions))?;
            check(libc::posix_spawnattr_init(&mut setup.attributes))?;
            Ok(setup)
        }
    }
}

impl Drop for Setup {
    fn drop(&mut self) {
        // SAFETY: both were initialised in `new`.
        unsafe {
            libc::posix_spawn_file_actions_destroy(&mut self.actions);
            libc::posix_spawnattr_destroy(&mut self.attributes);
        }
    }
}

fn check(code: i32) -> Result<(), SysError> {
    if code == 0 {
        Ok(())
    } else {
        Err(SysError::new(code, "spawn"))
    }
}

unsafe extern "C" {
    fn posix_spawn_file_actions_addchdir_np(
        actions: *mut libc::posix_spawn_file_actions_t,
        path: *const libc::c_char,
    ) -> libc::c_int;
    static environ: *const *mut libc::c_char;
}

const POSIX_SPAWN_SETSID: i32 = 0x80;

/// Starts the program and returns its pid.
pub(crate) fn spawn(command: &Command) -> Result<i32, SysError> {
    if command.uid.is_some() || command.gid.is_some() {
        return spawn_as_user(command);
    }
    let args = c_strings(&command.args)?;
    let env = command.env.as_deref().map(c_strings).transpose()?;
    let cwd = command
        .cwd
        .as_deref()
        .map(|c| CString::new(c).map_err(|_| SysError::new(libc::EINVAL, "spawn")))
        .transpose()?;
    let mut setup = Setup::new()?;
    let moved = add_stdio(&mut setup, &command.stdio)?;
    // SAFETY: every pointer handed over below lives until posix_spawn has returned.
    let result = unsafe {
        if let Some(cwd) = &cwd {
            check(posix_spawn_file_actions_addchdir_np(
                &mut setup.actions,
                cwd.as_ptr(),
            ))?;
        }
        let mut flags = libc::POSIX_SPAWN_SETSIGMASK | libc::POSIX_SPAWN_SETSIGDEF;
        if command.detached {
            flags |= POSIX_SPAWN_SETSID;
        }
        let mut signals: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&mut signals);
        check(libc::posix_spawnattr_setsigmask(
            &mut setup.attributes,
            &signals,
        ))?;
        libc::sigfillset(&mut signals);
        for fixed in [libc::SIGKILL, libc::SIGSTOP] {
            libc::sigdelset(&mut signals, fixed);
        }
        check(libc::posix_spawnattr_setsigdefault(
            &mut setup.attributes,
            &signals,
        ))?;
        check(libc::posix_spawnattr_setflags(
            &mut setup.attributes,
            flags as libc::c_short,
        ))?;
        let argv = pointers(&args);
        let envp = env.as_deref().map(pointers);
        let envp = envp.as_ref().map_or(environ, |e| e.as_ptr());
        let mut outcome = libc::ENOENT;
        let mut pid = 0;
        for path in candidates(command) {
            let code = libc::posix_spawn(
                &mut pid,
                path.as_ptr(),
                &setup.actions,
                &setup.attributes,
                argv.as_ptr(),
                envp,
            );
            // As execvp: a folder without the file, or one that may not be searched, does not end the search.
            match code {
                libc::ENOENT | libc::ENOTDIR => {
                    if outcome != libc::EACCES {
                        outcome = code;
                    }
                }
                libc::EACCES => outcome = code,
                _ => {
                    outcome = code;
                    break;
                }
            }
        }
        if outcome == 0 {
            Ok(pid)
        } else {
            Err(SysError::new(outcome, "spawn"))
        }
    };
    drop(moved);
    result
}

/// Descriptors that were copied out of the way of the child's numbers; closed again after the start.
struct Moved(Vec<i32>);

impl Drop for Moved {
    fn drop(&mut self) {
        for fd in &self.0 {
            // SAFETY: these copies belong to this value alone.
            unsafe { libc::close(*fd) };
        }
    }
}

/// The child's standard streams block, as programs expect of them; the mode belongs to what both processes share.
fn set_blocking(fd: i32) {
    // SAFETY: plain system calls; a bad descriptor is reported when it is duplicated.
    unsafe {
        let flags = libc::fcntl(fd, libc::F_GETFL);
        if flags >= 0 && flags & libc::O_NONBLOCK != 0 {
            libc::fcntl(fd, libc::F_SETFL, flags & !libc::O_NONBLOCK);
        }
    }
}

/// Maps `stdio` onto 0, 1, 2, ... A descriptor below the count may be overwritten before it is used, so it is copied
/// above it first. `dup2` onto itself inside `posix_spawn` clears close-on-exec.
fn add_stdio(setup: &mut Setup, stdio: &[i32]) -> Result<Moved, SysError> {
    let count = stdio.len() as i32;
    let mut moved = Moved(Vec::new());
    let mut sources = Vec::with_capacity(stdio.len());
    for fd in stdio {
        if *fd >= 0 && *fd < count {
            // SAFETY: a plain system call, checked.
            let copy = unsafe { libc::fcntl(*fd, libc::F_DUPFD_CLOEXEC, count) };
            if copy < 0 {
                return Err(SysError::last("spawn"));
            }
            moved.0.push(copy);
            sources.push(copy);
        } else {
            sources.push(*fd);
        }
    }
    for (target, source) in sources.iter().enumerate() {
        let target = target as i32;
        // SAFETY: the actions object was initialised; the path is a static C string.
        unsafe {
            if *source >= 0 {
                if target <= 2 {
                    set_blocking(*source);
                }
                check(libc::posix_spawn_file_actions_adddup2(
                    &mut setup.actions,
                    *source,
                    target,
                ))?;
            } else if target <= 2 {
                let mode = if target == 0 {
                    libc::O_RDONLY
                } else {
                    libc::O_RDWR
                };
                let path = c"/dev/null".as_ptr();
                check(libc::posix_spawn_file_actions_addopen(
                    &mut setup.actions,
                    target,
                    path,
                    mode,
                    0,
                ))?;
            }
        }
    }
    Ok(moved)
}

/// `uid` and `gid` need a step between fork and exec, which the standard library makes with prepared memory only.
fn spawn_as_user(command: &Command) -> Result<i32, SysError> {
    use std::os::fd::FromRawFd as _;
    use std::os::unix::process::CommandExt as _;
    use std::process::Stdio;

    let file = candidates(command)
        .into_iter()
        .find(|path| std::path::Path::new(OsStr::from_bytes(path.as_bytes())).exists())
        .ok_or_else(|| SysError::new(libc::ENOENT, "spawn"))?;
    let mut process = std::process::Command::new(OsStr::from_bytes(file.as_bytes()));
    process.args(command.args.iter().skip(1));
    if let Some(name) = command.args.first() {
        process.arg0(name);
    }
    if let Some(cwd) = &command.cwd {
        process.current_dir(cwd);
    }
    if let Some(env) = &command.env {
        process.env_clear();
        process.envs(env.iter().filter_map(|e| e.split_once('=')));
    }
    if let Some(uid) = command.uid {
        process.uid(uid);
    }
    if let Some(gid) = command.gid {
        process.gid(gid);
    }
    let stream = |index: usize| match command.stdio.get(index) {
        // SAFETY: the copy made by F_DUPFD_CLOEXEC is new and owned by the Stdio alone.
        Some(fd) if *fd >= 0 => unsafe {
            let copy = libc::fcntl(*fd, libc::F_DUPFD_CLOEXEC, 3);
            if copy >= 0 {
                Stdio::from_raw_fd(copy)
            } else {
                Stdio::null()
            }
        },
        _ => Stdio::null(),
    };
    process.stdin(stream(0)).stdout(stream(1)).stderr(stream(2));
    let child = process
        .spawn()
        .map_err(|e| SysError::from_io(&e, "spawn"))?;
    Ok(child.id() as i32)
}
