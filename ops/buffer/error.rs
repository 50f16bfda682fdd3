//! What these ops throw; the rest is checked in JS.

use std::borrow::Cow;

use deno_core::v8;
use deno_error::{AdditionalProperties, JsErrorClass, PropertyValue};

/// An error with Node's code and message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BufferError {
    /// The receiver or an argument is not a buffer.
    NotABuffer,
    /// The argument is not a string.
    NotAString,
    /// An index lies outside of the buffer.
    OutOfRange,
    /// The result would be longer than V8's longest string.
    StringTooLong,
    /// The allocator has nothing left.
    Memory,
    /// There is no memory for a new buffer; V8 says so in these words.
    Allocation,
}

impl BufferError {
    fn code(self) -> &'static str {
        match self {
            BufferError::NotABuffer | BufferError::NotAString => "ERR_INVALID_ARG_TYPE",
            BufferError::OutOfRange => "ERR_OUT_OF_RANGE",
            BufferError::StringTooLong => "ERR_STRING_TOO_LONG",
            BufferError::Memory => "ERR_MEMORY_ALLOCATION_FAILED",
            BufferError::Allocation => "",
        }
    }

    fn message(self) -> Cow<'static, str> {
        match self {
            BufferError::NotABuffer => "argument must be a buffer".into(),
            BufferError::NotAString => "argument must be a string".into(),
            BufferError::OutOfRange => "Index out of range".into(),
            BufferError::StringTooLong => format!(
                "Cannot create a string longer than 0x{:x} characters",
                v8::String::MAX_LENGTH
            )
            .into(),
            BufferError::Memory => "Failed to allocate memory".into(),
            BufferError::Allocation => "Array buffer allocation failed".into(),
        }
    }
}

impl std::fmt::Display for BufferError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for BufferError {}

impl JsErrorClass for BufferError {
    fn get_class(&self) -> Cow<'static, str> {
        match self {
            BufferError::NotABuffer | BufferError::NotAString => "TypeError".into(),
            BufferError::OutOfRange | BufferError::Memory | BufferError::Allocation => {
                "RangeError".into()
            }
            BufferError::StringTooLong => "Error".into(),
        }
    }

    fn get_message(&self) -> Cow<'static, str> {
        self.message()
    }

    fn get_additional_properties(&self) -> AdditionalProperties {
        let code = self.code();
        Box::new(
            (!code.is_empty())
                .then(|| ("code".into(), PropertyValue::String(code.into())))
                .into_iter(),
        )
    }

    fn get_ref(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        self
    }
}
