//! An error whose words are not a template of Node's table.

use std::borrow::Cow;

use deno_error::{AdditionalProperties, JsErrorClass, PropertyValue};

/// An error of a class with a code and a message of its own, or a plain one where the code is empty.
#[derive(Debug, Clone)]
pub struct CodedError {
    class: &'static str,
    code: &'static str,
    message: Cow<'static, str>,
}

impl CodedError {
    /// `class` is the name of an error class of JavaScript: `Error`, `TypeError`.
    pub fn new(
        class: &'static str,
        code: &'static str,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            class,
            code,
            message: message.into(),
        }
    }
}

impl std::fmt::Display for CodedError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CodedError {}

impl JsErrorClass for CodedError {
    fn get_class(&self) -> Cow<'static, str> {
        self.class.into()
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
