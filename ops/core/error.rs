//! A failed system call, complete as Node shows it: `ENOENT: no such file or directory, open '/x'`.

use std::borrow::Cow;
use std::path::Path;

use deno_core::v8;
use deno_error::{AdditionalProperties, JsErrorClass, PropertyValue};

use crate::errno::{errno_code, errno_message};
use crate::permission::{ACCESS_DENIED, words};
use crate::property::{define, new_string};

/// A failed system call. Its own properties in JS are `errno, code, syscall, path, dest`, in this order. One that the
/// permission model has refused has the number [`ACCESS_DENIED`] and shows `code, permission, resource`.
#[derive(Debug, Clone)]
pub struct SysError {
    /// libuv's number: the negated `errno`.
    pub errno: i32,
    pub syscall: &'static str,
    pub path: Option<String>,
    pub dest: Option<String>,
}

impl SysError {
    /// From a positive `errno` of the operating system.
    pub fn new(os_errno: i32, syscall: &'static str) -> Self {
        Self {
            errno: -os_errno,
            syscall,
            path: None,
            dest: None,
        }
    }

    /// From the calling thread's `errno`.
    pub fn last(syscall: &'static str) -> Self {
        Self::from_io(&std::io::Error::last_os_error(), syscall)
    }

    /// From an `io::Error`; one that carries no number of the system becomes `EIO`.
    pub fn from_io(error: &std::io::Error, syscall: &'static str) -> Self {
        Self::new(error.raw_os_error().unwrap_or(libc::EIO), syscall)
    }

    pub fn with_path(mut self, path: impl AsRef<Path>) -> Self {
        if self.is_denied() {
            return self;
        }
        self.path = Some(path.as_ref().to_string_lossy().into_owned());
        self
    }

    /// Whether the permission model has refused the call.
    pub fn is_denied(&self) -> bool {
        self.errno == ACCESS_DENIED
    }

    pub fn with_dest(mut self, dest: impl AsRef<Path>) -> Self {
        if self.is_denied() {
            return self;
        }
        self.dest = Some(dest.as_ref().to_string_lossy().into_owned());
        self
    }

    /// The name of the error, `ENOENT` for example.
    pub fn code(&self) -> Cow<'static, str> {
        if self.is_denied() {
            return Cow::Borrowed("ERR_ACCESS_DENIED");
        }
        match errno_code(self.errno) {
            Some(code) => Cow::Borrowed(code),
            None => Cow::Owned(format!("Unknown system error {}", self.errno)),
        }
    }

    /// The message as Node words it.
    pub fn message(&self) -> String {
        if self.is_denied() {
            return words(self.syscall).0;
        }
        let code = self.code();
        let text = errno_message(self.errno).unwrap_or(&code);
        let mut message = format!("{code}: {text}, {}", self.syscall);
        if let Some(path) = &self.path {
            message.push_str(&format!(" '{path}'"));
        }
        if let Some(dest) = &self.dest {
            message.push_str(&format!(" -> '{dest}'"));
        }
        message
    }

    /// The error as a JS object, for callbacks. Its stack is only the message when no JS is on the stack.
    pub fn to_js<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let message = new_string(scope, &self.message());
        let error = v8::Exception::error(scope, message);
        let Ok(object) = v8::Local::<v8::Object>::try_from(error) else {
            return error;
        };
        if self.is_denied() {
            let resource = self.path.as_deref().unwrap_or_default();
            let values = [
                ("code", "ERR_ACCESS_DENIED"),
                ("permission", words(self.syscall).1),
                ("resource", resource),
            ];
            for (key, value) in values {
                let value = new_string(scope, value).into();
                define(scope, object, key, value);
            }
            return error;
        }
        let errno = v8::Integer::new(scope, self.errno).into();
        define(scope, object, "errno", errno);
        let code = new_string(scope, &self.code()).into();
        define(scope, object, "code", code);
        let syscall = new_string(scope, self.syscall).into();
        define(scope, object, "syscall", syscall);
        if let Some(path) = &self.path {
            let path = new_string(scope, path).into();
            define(scope, object, "path", path);
        }
        if let Some(dest) = &self.dest {
            let dest = new_string(scope, dest).into();
            define(scope, object, "dest", dest);
        }
        error
    }
}

impl std::fmt::Display for SysError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for SysError {}

impl JsErrorClass for SysError {
    fn get_class(&self) -> Cow<'static, str> {
        Cow::Borrowed("Error")
    }

    fn get_message(&self) -> Cow<'static, str> {
        Cow::Owned(self.message())
    }

    fn get_additional_properties(&self) -> AdditionalProperties {
        if self.is_denied() {
            let resource = self.path.clone().unwrap_or_default();
            return Box::new(
                [
                    ("code".into(), PropertyValue::String(self.code())),
                    (
                        "permission".into(),
                        PropertyValue::String(words(self.syscall).1.into()),
                    ),
                    ("resource".into(), PropertyValue::String(resource.into())),
                ]
                .into_iter(),
            );
        }
        let mut list: Vec<(Cow<'static, str>, PropertyValue)> = vec![
            ("errno".into(), PropertyValue::Number(f64::from(self.errno))),
            ("code".into(), PropertyValue::String(self.code())),
            ("syscall".into(), PropertyValue::String(self.syscall.into())),
        ];
        if let Some(path) = &self.path {
            list.push(("path".into(), PropertyValue::String(path.clone().into())));
        }
        if let Some(dest) = &self.dest {
            list.push(("dest".into(), PropertyValue::String(dest.clone().into())));
        }
        Box::new(list.into_iter())
    }

    fn get_ref(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        self
    }
}

/// Turns the result of a call into one with a [`SysError`].
pub trait Syscall<T> {
    /// Names the system call as Node does (`open`, `scandir`, ...).
    fn syscall(self, name: &'static str) -> Result<T, SysError>;
}

impl<T> Syscall<T> for std::io::Result<T> {
    fn syscall(self, name: &'static str) -> Result<T, SysError> {
        self.map_err(|error| SysError::from_io(&error, name))
    }
}
