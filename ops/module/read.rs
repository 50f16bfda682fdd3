//! What the loaders ask of the file system.

use std::os::unix::fs::MetadataExt as _;

use deno_core::op2;
use ops_core::SysError;

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
    let bytes = std::fs::read(path).map_err(|e| SysError::from_io(&e, "open").with_path(path))?;
    Ok(match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}
