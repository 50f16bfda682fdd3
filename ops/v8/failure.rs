//! The errors of the serializer's classes.

use ops_core::CodedError;

pub(crate) fn argument(message: &'static str) -> CodedError {
    CodedError::new("TypeError", "ERR_INVALID_ARG_TYPE", message)
}

pub(crate) fn call(message: &'static str) -> CodedError {
    CodedError::new("TypeError", "ERR_CONSTRUCT_CALL_REQUIRED", message)
}

pub(crate) fn plain(message: &'static str) -> CodedError {
    CodedError::new("Error", "", message)
}
