//! The working directory and the file mode mask (<https://nodejs.org/api/process.html#processchdirdirectory>).

use std::borrow::Cow;

use deno_core::op2;
use deno_error::{AdditionalProperties, JsErrorClass};
use ops_core::{SysError, Syscall, errno_message, permission};

/// A failed `getcwd`, which Node words in its own way.
#[derive(Debug)]
pub struct CwdError(SysError);

impl std::fmt::Display for CwdError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let code = self.0.code();
        let text = errno_message(self.0.errno).unwrap_or(&code);
        write!(
            f,
            "{code}: process.cwd failed with error {text}, the current working directory was likely removed without \
             changing the working directory, uv_cwd"
        )
    }
}

impl std::error::Error for CwdError {}

impl JsErrorClass for CwdError {
    fn get_class(&self) -> Cow<'static, str> {
        self.0.get_class()
    }

    fn get_message(&self) -> Cow<'static, str> {
        Cow::Owned(self.to_string())
    }

    fn get_additional_properties(&self) -> AdditionalProperties {
        self.0.get_additional_properties()
    }

    fn get_ref(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        self
    }
}

#[op2]
#[string]
pub fn op_process_cwd() -> Result<String, CwdError> {
    let path = std::env::current_dir()
        .syscall("uv_cwd")
        .map_err(CwdError)?;
    Ok(path.to_string_lossy().into_owned())
}

#[op2(fast)]
pub fn op_process_chdir(#[string] directory: &str) -> Result<(), SysError> {
    permission::read(directory.as_bytes())?;
    std::env::set_current_dir(directory)
        .syscall("chdir")
        .map_err(|error| {
            let from = std::env::current_dir().unwrap_or_default();
            error.with_path(from).with_dest(directory)
        })
}

/// Sets the mask and returns the old one; -1 only returns it.
#[op2(fast)]
pub fn op_process_umask(mask: i32) -> u32 {
    // SAFETY: takes a plain number and cannot fail.
    unsafe {
        if mask >= 0 {
            return libc::umask(mask as libc::mode_t);
        }
        // There is no way to only ask.
        let old = libc::umask(0);
        libc::umask(old);
        old
    }
}
