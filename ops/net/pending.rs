//! A request object of JS (`TCPConnectWrap`, `WriteWrap`, `ShutdownWrap`, ...) that waits for its `oncomplete`.

use std::cell::RefCell;

use deno_core::v8;
use ops_core::{Alive, call_raw, with_loop};

/// Keeps the loop alive, the request object reachable and the async context until it completes.
pub struct Pending {
    request: v8::Global<v8::Object>,
    context: Option<v8::Global<v8::Value>>,
    _alive: Option<Alive>,
}

impl Pending {
    pub fn new(scope: &mut v8::PinScope, request: v8::Local<v8::Object>) -> Self {
        Self {
            request: v8::Global::new(scope, request),
            context: context_of(scope),
            _alive: with_loop(|l| l.hold()),
        }
    }

    /// The same, but the loop does not wait for it.
    pub fn unheld(mut self) -> Self {
        self._alive = None;
        self
    }

    /// The request object of JS.
    pub fn request<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Object> {
        v8::Local::new(scope, &self.request)
    }

    /// Calls `oncomplete(status, ...rest)` of the request; the second of `rest` is replaced by the request itself
    /// where JS expects it.
    pub fn complete(self, scope: &mut v8::PinScope, status: i32, rest: &[v8::Local<v8::Value>]) {
        let request = v8::Local::new(scope, &self.request);
        let context = self
            .context
            .as_ref()
            .map(|context| v8::Local::new(scope, context));
        let mut args = Vec::with_capacity(rest.len() + 1);
        args.push(v8::Integer::new(scope, status).into());
        args.extend_from_slice(rest);
        if rest.len() > 2 {
            args[2] = request.into();
        }
        drop(self);
        call_on(scope, request, "oncomplete", context, &args);
    }
}

/// The current async context (`AsyncLocalStorage`), unless it is empty.
pub fn context_of(scope: &mut v8::PinScope) -> Option<v8::Global<v8::Value>> {
    let context = scope.get_continuation_preserved_embedder_data();
    (!context.is_undefined()).then(|| v8::Global::new(scope, context))
}

thread_local! {
    static KEYS: RefCell<Vec<(&'static str, v8::Global<v8::String>)>> = const { RefCell::new(Vec::new()) };
}

/// The callback properties of handles and requests; their names are kept as internalized strings.
const NAMES: &[&str] = &["onread", "oncomplete", "onconnection", "onmessage"];

fn key<'s>(scope: &mut v8::PinScope<'s, '_>, name: &str) -> Option<v8::Local<'s, v8::String>> {
    let found = KEYS.with(|cell| {
        cell.borrow()
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, key)| v8::Local::new(scope, key))
    });
    if found.is_some() {
        return found;
    }
    let key =
        v8::String::new_from_one_byte(scope, name.as_bytes(), v8::NewStringType::Internalized)?;
    if let Some(name) = NAMES.iter().find(|known| **known == name) {
        let global = v8::Global::new(scope, key);
        KEYS.with(|cell| cell.borrow_mut().push((name, global)));
    }
    Some(key)
}

/// Calls the function property `name` of `object` through the loop's door, inside `context`.
pub fn call_on(
    scope: &mut v8::PinScope,
    object: v8::Local<v8::Object>,
    name: &str,
    context: Option<v8::Local<v8::Value>>,
    args: &[v8::Local<v8::Value>],
) {
    let Some(key) = key(scope, name) else { return };
    let Some(function) = object.get(scope, key.into()) else {
        return;
    };
    let Ok(function) = v8::Local::<v8::Function>::try_from(function) else {
        return;
    };
    if let Some(context) = context {
        scope.set_continuation_preserved_embedder_data(context);
        call_raw(scope, object.into(), function, args);
        let none = v8::undefined(scope).into();
        scope.set_continuation_preserved_embedder_data(none);
    } else {
        call_raw(scope, object.into(), function, args);
    }
}
