//! Errors whose words are not a template of Node's table.

use std::borrow::Cow;

use deno_core::op2;
use deno_error::{AdditionalProperties, JsErrorClass, PropertyValue};

/// A `TypeError` with a code and a message of its own.
#[derive(Debug, Clone)]
pub struct Failure {
    code: &'static str,
    message: Cow<'static, str>,
}

impl Failure {
    /// A method was called on something that is no port.
    pub(crate) fn illegal() -> Self {
        Failure {
            code: "",
            message: Cow::Borrowed("Illegal invocation"),
        }
    }
}

/// Code and message; `#` stands for an index.
static FAILURES: &[(&str, &str)] = &[
    (
        "ERR_MISSING_ARGS",
        "Not enough arguments to MessagePort.postMessage",
    ),
    (
        "ERR_INVALID_ARG_TYPE",
        "Optional transferList argument must be an iterable",
    ),
    (
        "ERR_INVALID_ARG_TYPE",
        "Optional options.transfer argument must be an iterable",
    ),
    (
        "ERR_INVALID_ARG_TYPE",
        "The \"port\" argument must be a MessagePort instance",
    ),
    ("ERR_INVALID_ARG_TYPE", "Invalid context argument"),
    (
        "ERR_INVALID_ARG_TYPE",
        "Failed to execute 'structuredClone': Options cannot be converted to a dictionary",
    ),
    (
        "ERR_INVALID_ARG_TYPE",
        "Failed to execute 'structuredClone': transfer in Options cannot be converted to sequence.",
    ),
    (
        "ERR_INVALID_ARG_TYPE",
        "Failed to execute 'structuredClone': transfer in Options[#] is not an object.",
    ),
];

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

impl JsErrorClass for Failure {
    fn get_class(&self) -> Cow<'static, str> {
        "TypeError".into()
    }

    fn get_message(&self) -> Cow<'static, str> {
        self.message.clone()
    }

    fn get_additional_properties(&self) -> AdditionalProperties {
        let code = (!self.code.is_empty())
            .then(|| ("code".into(), PropertyValue::String(self.code.into())));
        Box::new(code.into_iter())
    }

    fn get_ref(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        self
    }
}

/// Throws the failure of this number in the list above.
#[op2(fast)]
pub fn op_messaging_fail(number: u32, index: u32) -> Result<(), Failure> {
    match FAILURES.get(number as usize) {
        Some((code, message)) => Err(Failure {
            code,
            message: message.replace('#', &index.to_string()).into(),
        }),
        None => Ok(()),
    }
}
