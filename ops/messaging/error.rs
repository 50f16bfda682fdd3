//! Errors whose words are not a template of Node's table.

use std::borrow::Cow;

use deno_core::op2;
use deno_error::{AdditionalProperties, JsErrorClass, PropertyValue};

/// A `TypeError` with a code and a message of its own.
#[derive(Debug, Clone, Copy)]
pub struct Failure {
    code: &'static str,
    message: &'static str,
}

static FAILURES: &[Failure] = &[
    Failure { code: "ERR_MISSING_ARGS", message: "Not enough arguments to MessagePort.postMessage" },
    Failure { code: "ERR_INVALID_ARG_TYPE", message: "Optional transferList argument must be an iterable" },
    Failure { code: "ERR_INVALID_ARG_TYPE", message: "Optional options.transfer argument must be an iterable" },
    Failure { code: "ERR_INVALID_ARG_TYPE", message: "The \"port\" argument must be a MessagePort instance" },
    Failure { code: "ERR_INVALID_ARG_TYPE", message: "Invalid context argument" },
    Failure {
        code: "ERR_INVALID_ARG_TYPE",
        message: "Failed to execute 'structuredClone': Options cannot be converted to a dictionary",
    },
    Failure {
        code: "ERR_INVALID_ARG_TYPE",
        message: "Failed to execute 'structuredClone': transfer in Options cannot be converted to sequence.",
    },
];

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.message)
    }
}

impl std::error::Error for Failure {}

impl JsErrorClass for Failure {
    fn get_class(&self) -> Cow<'static, str> {
        "TypeError".into()
    }

    fn get_message(&self) -> Cow<'static, str> {
        self.message.into()
    }

    fn get_additional_properties(&self) -> AdditionalProperties {
        Box::new(std::iter::once(("code".into(), PropertyValue::String(self.code.into()))))
    }

    fn get_ref(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        self
    }
}

/// Throws the failure of this number in the list above.
#[op2(fast)]
pub fn op_messaging_fail(number: u32) -> Result<(), Failure> {
    match FAILURES.get(number as usize) {
        Some(failure) => Err(*failure),
        None => Ok(()),
    }
}
