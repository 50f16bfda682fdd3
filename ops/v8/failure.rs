//! Errors whose words are not a template of Node's table.

use std::borrow::Cow;

use deno_error::{AdditionalProperties, JsErrorClass, PropertyValue};

/// An error with a code, or a plain one where that is empty.
#[derive(Debug)]
pub struct Failure {
    class: &'static str,
    code: &'static str,
    message: &'static str,
}

impl Failure {
    pub(crate) fn argument(message: &'static str) -> Self {
        Failure {
            class: "TypeError",
            code: "ERR_INVALID_ARG_TYPE",
            message,
        }
    }

    pub(crate) fn call(message: &'static str) -> Self {
        Failure {
            class: "TypeError",
            code: "ERR_CONSTRUCT_CALL_REQUIRED",
            message,
        }
    }

    pub(crate) fn plain(message: &'static str) -> Self {
        Failure {
            class: "Error",
            code: "",
            message,
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.message)
    }
}

impl std::error::Error for Failure {}

impl JsErrorClass for Failure {
    fn get_class(&self) -> Cow<'static, str> {
        self.class.into()
    }

    fn get_message(&self) -> Cow<'static, str> {
        self.message.into()
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
