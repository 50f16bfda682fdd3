//! `error.stack` as V8 and Node word it, and `Error.prepareStackTrace`.
//!
//! Source of the rule: <https://v8.dev/docs/stack-trace-api>.

use deno_core::v8;

fn property<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<v8::Object>,
    name: &str,
) -> Option<v8::Local<'s, v8::Value>> {
    let key =
        v8::String::new_from_one_byte(scope, name.as_bytes(), v8::NewStringType::Internalized)?;
    object.get(scope, key.into())
}

/// V8 asks this for every stack that is looked at.
pub fn prepare<'s, 'i>(
    scope: &mut v8::PinScope<'s, 'i>,
    error: v8::Local<'s, v8::Value>,
    sites: v8::Local<'s, v8::Array>,
) -> v8::Local<'s, v8::Value> {
    if let Some(result) = ops_util::prepare_stack_trace(scope, error, sites) {
        return result;
    }
    if let Some(result) = by_user(scope, error, sites) {
        return result;
    }
    default(scope, error, sites).unwrap_or_else(|| v8::undefined(scope).into())
}

/// `Error.prepareStackTrace(error, sites)` of the program, when it has set one. What it throws stays pending.
fn by_user<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    error: v8::Local<'s, v8::Value>,
    sites: v8::Local<'s, v8::Array>,
) -> Option<v8::Local<'s, v8::Value>> {
    let global = scope.get_current_context().global(scope);
    let constructor = property(scope, global, "Error")?;
    let constructor = v8::Local::<v8::Object>::try_from(constructor).ok()?;
    let function = property(scope, constructor, "prepareStackTrace")?;
    let function = v8::Local::<v8::Function>::try_from(function).ok()?;
    Some(
        function
            .call(scope, constructor.into(), &[error, sites.into()])
            .unwrap_or_else(|| v8::undefined(scope).into()),
    )
}

fn default<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    error: v8::Local<'s, v8::Value>,
    sites: v8::Local<'s, v8::Array>,
) -> Option<v8::Local<'s, v8::Value>> {
    let mut text = head(scope, error);
    for index in 0..sites.length() {
        let line = sites
            .get_index(scope, index)
            .and_then(|site| site.to_string(scope));
        text.push_str("\n    at ");
        text.push_str(&line.map_or_else(
            || "<unknown>".to_owned(),
            |line| line.to_rust_string_lossy(scope),
        ));
    }
    v8::String::new(scope, &text).map(Into::into)
}

/// `ErrorUtils::ToString`, which never throws: a hostile getter gives `<error>`.
fn head(scope: &mut v8::PinScope, error: v8::Local<v8::Value>) -> String {
    v8::tc_scope!(let tc, scope);
    let Ok(object) = v8::Local::<v8::Object>::try_from(error) else {
        return error
            .to_string(tc)
            .map_or_else(|| "<error>".to_owned(), |s| s.to_rust_string_lossy(tc));
    };
    let mut part = |name: &str, fallback: &str| -> Option<String> {
        let value = property(tc, object, name)?;
        if value.is_undefined() {
            return Some(fallback.to_owned());
        }
        value.to_string(tc).map(|s| s.to_rust_string_lossy(tc))
    };
    let (Some(name), Some(message)) = (part("name", "Error"), part("message", "")) else {
        tc.reset();
        return "<error>".to_owned();
    };
    match (name.is_empty(), message.is_empty()) {
        (true, _) => message,
        (_, true) => name,
        _ => format!("{name}: {message}"),
    }
}
