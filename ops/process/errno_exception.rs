//! Errors of the older shape that Node's C++ calls `ErrnoException`: `EPERM, Operation not permitted`.

use std::borrow::Cow;

use deno_error::{AdditionalProperties, JsErrorClass, PropertyValue};
use ops_core::errno_code;

/// A failed system call with a positive number and the system's own words.
#[derive(Debug)]
pub struct ErrnoException {
    errno: i32,
    syscall: &'static str,
}

impl ErrnoException {
    /// From the calling thread's `errno`.
    pub fn last(syscall: &'static str) -> Self {
        Self {
            errno: std::io::Error::last_os_error()
                .raw_os_error()
                .unwrap_or(libc::EIO),
            syscall,
        }
    }

    pub fn new(errno: i32, syscall: &'static str) -> Self {
        Self { errno, syscall }
    }

    fn code(&self) -> &'static str {
        errno_code(-self.errno).unwrap_or("UNKNOWN")
    }
}

impl std::fmt::Display for ErrnoException {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The standard library adds the number: `Operation not permitted (os error 1)`.
        let text = std::io::Error::from_raw_os_error(self.errno).to_string();
        let text = text.split(" (os error").next().unwrap_or_default();
        write!(f, "{}, {text}", self.code())
    }
}

impl std::error::Error for ErrnoException {}

impl JsErrorClass for ErrnoException {
    fn get_class(&self) -> Cow<'static, str> {
        Cow::Borrowed("Error")
    }

    fn get_message(&self) -> Cow<'static, str> {
        Cow::Owned(self.to_string())
    }

    fn get_additional_properties(&self) -> AdditionalProperties {
        let list: Vec<(Cow<'static, str>, PropertyValue)> = vec![
            ("errno".into(), PropertyValue::Number(f64::from(self.errno))),
            ("code".into(), PropertyValue::String(self.code().into())),
            ("syscall".into(), PropertyValue::String(self.syscall.into())),
        ];
        Box::new(list.into_iter())
    }

    fn get_ref(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        self
    }
}
