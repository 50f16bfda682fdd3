//! What the loaders ask of the file system.

use std::os::unix::fs::MetadataExt as _;

use deno_core::{op2, v8};
use ops_core::{SysError, bytes, permission};

/// 0 for a file, 1 for a directory, -2 when there is nothing (`internalModuleStat` of Node).
#[op2(fast)]
pub fn op_module_stat(#[string] path: &str) -> i32 {
    match std::fs::metadata(path) {
        Ok(found) => i32::from(found.mode() & libc::S_IFMT == libc::S_IFDIR),
        Err(_) => -2,
    }
}

/// The text of a source file: UTF-8, broken sequences replaced.
#[op2]
#[string]
pub fn op_module_read_source(#[string] path: &str) -> Result<String, SysError> {
    permission::read(path.as_bytes())?;
    let bytes = std::fs::read(path).map_err(|e| SysError::from_io(&e, "open").with_path(path))?;
    Ok(match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}

/// All of standard input as text, whatever it is: a file, a pipe, a socket.
#[op2]
#[string]
pub fn op_module_read_stdin() -> Result<String, SysError> {
    use std::io::Read as _;
    use std::os::fd::FromRawFd as _;
    // SAFETY: descriptor 0 is only borrowed: ManuallyDrop keeps it open.
    let mut stdin = std::mem::ManuallyDrop::new(unsafe { std::fs::File::from_raw_fd(0) });
    let mut bytes = Vec::new();
    loop {
        match stdin.read_to_end(&mut bytes) {
            Ok(_) => break,
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                let mut ready = libc::pollfd {
                    fd: 0,
                    events: libc::POLLIN,
                    revents: 0,
                };
                // SAFETY: one pollfd that lives over the call.
                unsafe { libc::poll(&raw mut ready, 1, -1) };
            }
            Err(error) => return Err(SysError::from_io(&error, "read")),
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether a file begins as WebAssembly does.
#[op2(fast)]
pub fn op_module_is_wasm(#[string] path: &str) -> bool {
    let mut magic = [0; 4];
    std::fs::File::open(path)
        .and_then(|mut file| std::io::Read::read_exact(&mut file, &mut magic))
        .is_ok_and(|()| magic == *b"\0asm")
}

/// The bytes of a file, for formats that are not text.
#[op2]
pub fn op_module_read_bytes<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[string] path: &str,
) -> Result<v8::Local<'s, v8::Value>, SysError> {
    permission::read(path.as_bytes())?;
    let bytes = std::fs::read(path).map_err(|e| SysError::from_io(&e, "open").with_path(path))?;
    let array = bytes::uint8_array(scope, bytes).map(Into::into);
    Ok(array.unwrap_or_else(|| v8::undefined(scope).into()))
}

/// The text of a `package.json`, or `null` when there is none.
#[op2]
#[string]
pub fn op_module_read_package(#[string] path: &str) -> Option<String> {
    permission::read(path.as_bytes()).ok()?;
    let bytes = std::fs::read(path).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The path without symbolic links; the path itself when it cannot be followed.
#[op2]
#[string]
pub fn op_module_realpath(#[string] path: &str) -> String {
    std::fs::canonicalize(path)
        .map_or_else(|_| path.to_owned(), |p| p.to_string_lossy().into_owned())
}

/// What the permission model does not let the compile cache do with its folder.
pub(crate) fn refused_folder(directory: &std::path::Path) -> Option<&'static str> {
    use std::os::unix::ffi::OsStrExt as _;
    let name = directory.as_os_str().as_bytes();
    if permission::write(name).is_err() {
        return Some("write");
    }
    permission::read(name).is_err().then_some("read")
}
