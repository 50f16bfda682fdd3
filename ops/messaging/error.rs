//! Errors whose words are not a template of Node's table.

use deno_core::op2;
use ops_core::CodedError;

/// A method was called on something that is no port.
pub(crate) fn illegal() -> CodedError {
    CodedError::new("TypeError", "", "Illegal invocation")
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

/// Throws the failure of this number in the list above.
#[op2(fast)]
pub fn op_messaging_fail(number: u32, index: u32) -> Result<(), CodedError> {
    match FAILURES.get(number as usize) {
        Some((code, message)) => {
            let message = message.replace('#', &index.to_string());
            Err(CodedError::new("TypeError", code, message))
        }
        None => Ok(()),
    }
}
