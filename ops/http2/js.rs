//! Into JS: from the loop through its door, which drains ticks after each call, below JS directly.

use std::cell::{Cell, RefCell};

use deno_core::v8;
use ops_core::{call_raw, guarded};

use crate::shared::{self, Callback};

thread_local! {
    /// Calls of JS into this room that run now.
    static BELOW: Cell<usize> = const { Cell::new(0) };
    static KEYS: RefCell<Vec<(&'static str, v8::Global<v8::String>)>> = const { RefCell::new(Vec::new()) };
}

/// While it lives, JS is on the stack.
pub struct Below;

pub fn below_js() -> Below {
    BELOW.set(BELOW.get() + 1);
    Below
}

impl Drop for Below {
    fn drop(&mut self) {
        BELOW.set(BELOW.get().saturating_sub(1));
    }
}

/// The async context (`AsyncLocalStorage`) of a handle or a request.
pub type Context = Option<v8::Global<v8::Value>>;

/// The same as a handle, before JS runs and may let go of whose it is.
pub fn of<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    context: &Context,
) -> Option<v8::Local<'s, v8::Value>> {
    let context = context.as_ref()?;
    Some(v8::Local::new(scope, context))
}

/// The JS handle of a session or a stream, with the async context that its callbacks run in.
pub struct Handle {
    object: RefCell<Option<v8::Global<v8::Object>>>,
    context: RefCell<Context>,
}

impl Handle {
    pub fn new(scope: &mut v8::PinScope, object: Option<v8::Local<v8::Object>>) -> Self {
        Self {
            object: RefCell::new(object.map(|object| v8::Global::new(scope, object))),
            context: RefCell::new(ops_net::context_of(scope)),
        }
    }

    /// The object, from when JS has heard of it until its end.
    pub fn object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> Option<v8::Local<'s, v8::Object>> {
        let object = self.object.borrow();
        object.as_ref().map(|object| v8::Local::new(scope, object))
    }

    /// Whether there is an object.
    pub fn is_known(&self) -> bool {
        self.object.borrow().is_some()
    }

    pub fn set_object(&self, scope: &mut v8::PinScope, object: v8::Local<v8::Object>) {
        *self.object.borrow_mut() = Some(v8::Global::new(scope, object));
    }

    /// Lets go of everything. Who asks may still have a use for the object.
    pub fn release(&self) -> Option<v8::Global<v8::Object>> {
        let context = self.context.take();
        drop(context);
        self.object.take()
    }

    /// Calls one of the functions that JS has registered, on the object.
    pub fn call<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        callback: Callback,
        args: &[v8::Local<v8::Value>],
    ) -> Option<v8::Local<'s, v8::Value>> {
        let object = self.object(scope)?;
        let function = shared::callback(scope, callback)?;
        let context = of(scope, &self.context.borrow());
        call(scope, object.into(), function, context, args)
    }

    /// Calls a function property of the object.
    pub fn call_property<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        name: &'static str,
        args: &[v8::Local<v8::Value>],
    ) -> Option<v8::Local<'s, v8::Value>> {
        let object = self.object(scope)?;
        let context = of(scope, &self.context.borrow());
        call_property(scope, object, name, context, args)
    }
}

/// Calls `function` inside `context`; what it throws is reported.
pub fn call<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    receiver: v8::Local<v8::Value>,
    function: v8::Local<v8::Function>,
    context: Option<v8::Local<v8::Value>>,
    args: &[v8::Local<v8::Value>],
) -> Option<v8::Local<'s, v8::Value>> {
    let last = scope.get_continuation_preserved_embedder_data();
    let changes = context.is_some() || !last.is_undefined();
    if changes {
        let context = context.unwrap_or_else(|| v8::undefined(scope).into());
        scope.set_continuation_preserved_embedder_data(context);
    }
    let result = if BELOW.get() > 0 {
        guarded(scope, receiver, function, args)
    } else {
        call_raw(scope, receiver, function, args)
    };
    if changes {
        scope.set_continuation_preserved_embedder_data(last);
    }
    result
}

/// Calls the function property `name` of `object`, if there is one.
fn call_property<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<v8::Object>,
    name: &'static str,
    context: Option<v8::Local<v8::Value>>,
    args: &[v8::Local<v8::Value>],
) -> Option<v8::Local<'s, v8::Value>> {
    let key = key(scope, name)?;
    let function = object.get(scope, key.into())?;
    let function = v8::Local::<v8::Function>::try_from(function).ok()?;
    call(scope, object.into(), function, context, args)
}

/// An internalized string that is kept.
pub fn key<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    name: &'static str,
) -> Option<v8::Local<'s, v8::String>> {
    let found = KEYS.with(|cell| {
        let keys = cell.borrow();
        let found = keys.iter().find(|(known, _)| *known == name);
        found.map(|(_, key)| v8::Local::new(scope, key))
    });
    if found.is_some() {
        return found;
    }
    let key =
        v8::String::new_from_one_byte(scope, name.as_bytes(), v8::NewStringType::Internalized)?;
    let global = v8::Global::new(scope, key);
    KEYS.with(|cell| cell.borrow_mut().push((name, global)));
    Some(key)
}

/// The text of bytes of one character each.
pub fn latin1<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: &[u8]) -> v8::Local<'s, v8::Value> {
    let text = v8::String::new_from_one_byte(scope, bytes, v8::NewStringType::Normal);
    text.unwrap_or_else(|| v8::String::empty(scope)).into()
}

/// A copy of the bytes as an `ArrayBuffer`.
pub fn array_buffer<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: &[u8],
) -> v8::Local<'s, v8::ArrayBuffer> {
    let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes.to_vec()).make_shared();
    v8::ArrayBuffer::with_backing_store(scope, &store)
}

/// A request object of JS (`WriteWrap`) that waits for its `oncomplete`.
pub struct Request {
    object: v8::Global<v8::Object>,
    context: Context,
}

impl Request {
    pub fn new(scope: &mut v8::PinScope, object: v8::Local<v8::Object>) -> Self {
        Self {
            object: v8::Global::new(scope, object),
            context: ops_net::context_of(scope),
        }
    }

    /// `oncomplete(status, handle, undefined)`
    pub fn complete(
        self,
        scope: &mut v8::PinScope,
        status: i32,
        handle: Option<v8::Local<v8::Object>>,
    ) {
        let object = v8::Local::new(scope, &self.object);
        let undefined: v8::Local<v8::Value> = v8::undefined(scope).into();
        let status = v8::Integer::new(scope, status).into();
        let handle = handle.map_or(undefined, Into::into);
        let args = [status, handle, undefined];
        let context = of(scope, &self.context);
        call_property(scope, object, "oncomplete", context, &args);
    }
}
