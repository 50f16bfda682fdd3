//! How the parser's findings reach the JS callbacks.

use std::cell::RefCell;

use deno_core::{op2, v8};

use crate::collector::{Collected, Listener};
use crate::failure::Failure;
use crate::http_parser::Inner;
use crate::machine::{Head, HeadAnswer, Kind, Refusal};

pub const RESPONSE: u32 = 2;
/// The default of `--max-http-header-size`.
pub const MAX_HEADER_SIZE: u64 = 16 * 1024;

const ON_MESSAGE_BEGIN: u32 = 0;
const ON_HEADERS: u32 = 1;
const ON_HEADERS_COMPLETE: u32 = 2;
const ON_BODY: u32 = 3;
const ON_MESSAGE_COMPLETE: u32 = 4;
pub const ON_EXECUTE: u32 = 5;

/// Who called the parser: a JS function, which gets what a callback throws, or the loop.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Call,
    Loop,
}

pub struct JsListener<'a, 's, 'i> {
    pub scope: &'a mut v8::PinScope<'s, 'i>,
    pub this: v8::Local<'a, v8::Object>,
    pub inner: &'a Inner,
    pub generation: u32,
    pub mode: Mode,
    /// The callback for the head has done what the one for the end would do.
    pub completed: bool,
}

/// Whether a read from the handle has to be told to JS by `kOnExecute`.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum Notable {
    /// Nothing has been told of it yet.
    #[default]
    Unknown,
    /// Heads came, and their callback has seen to everything.
    Quiet,
    Wanted,
}

/// What the default callback for heads may add to its answer.
const COMPLETED: i64 = 4;
const WANTS_EXECUTE: i64 = 8;

/// The callback at `index` of a parser, when it is a function.
pub fn callback<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    inner: &Inner,
    this: v8::Local<v8::Object>,
    index: u32,
) -> Option<v8::Local<'s, v8::Function>> {
    if inner.defaults.get() {
        return DEFAULTS.with(|cell| {
            cell.borrow()
                .get(index as usize)?
                .as_ref()
                .map(|function| v8::Local::new(scope, function))
        });
    }
    v8::Local::<v8::Function>::try_from(this.get_index(scope, index)?).ok()
}

/// Calls a callback inside the async context of the parser's connection. `None` when it threw.
pub fn call<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    inner: &Inner,
    mode: Mode,
    this: v8::Local<v8::Object>,
    function: v8::Local<v8::Function>,
    args: &[v8::Local<v8::Value>],
) -> Option<v8::Local<'s, v8::Value>> {
    let before = scope.get_continuation_preserved_embedder_data();
    let context = inner
        .context
        .borrow()
        .as_ref()
        .map(|context| v8::Local::new(scope, context));
    let switch = context.is_some() || !before.is_undefined();
    if switch {
        let context = context.unwrap_or_else(|| v8::undefined(scope).into());
        scope.set_continuation_preserved_embedder_data(context);
    }
    let result = match mode {
        Mode::Call => function.call(scope, this.into(), args),
        Mode::Loop => ops_core::guarded(scope, this.into(), function, args),
    };
    if switch {
        scope.set_continuation_preserved_embedder_data(before);
    }
    result
}

/// The callbacks of the builtins' own parsers, in the order of their numbers.
const CALLBACKS: usize = 6;

thread_local! {
    static DEFAULTS: RefCell<[Option<v8::Global<v8::Function>>; CALLBACKS]> = const { RefCell::new([const { None }; CALLBACKS]) };
    static BUFFER_PROTOTYPE: RefCell<Option<v8::Global<v8::Object>>> = const { RefCell::new(None) };
}

/// Sets the callbacks that parsers call after `useDefaults()`, by number: the builtins call it once in each isolate.
#[op2(nofast)]
pub fn op_http_set_callbacks(scope: &mut v8::PinScope, callbacks: v8::Local<v8::Array>) {
    let mut defaults = [const { None }; CALLBACKS];
    for (index, slot) in defaults.iter_mut().enumerate() {
        let value = callbacks.get_index(scope, index as u32);
        *slot = value
            .and_then(|value| v8::Local::<v8::Function>::try_from(value).ok())
            .map(|function| v8::Global::new(scope, function));
    }
    let last = DEFAULTS.with(|cell| cell.replace(defaults));
    drop(last);
}

/// Says what a `Buffer` inherits from: the builtins call it once in each isolate.
#[op2(nofast)]
pub fn op_http_set_buffer_prototype(scope: &mut v8::PinScope, prototype: v8::Local<v8::Object>) {
    let prototype = v8::Global::new(scope, prototype);
    let last = BUFFER_PROTOTYPE.with(|cell| cell.borrow_mut().replace(prototype));
    drop(last);
}

/// A `Buffer` over a copy of the bytes.
pub fn buffer<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: &[u8],
) -> Option<v8::Local<'s, v8::Uint8Array>> {
    let array = ops_core::bytes::uint8_array_of(scope, bytes)?;
    let prototype = BUFFER_PROTOTYPE.with(|cell| {
        cell.borrow()
            .as_ref()
            .map(|known| v8::Local::new(scope, known))
    });
    if let Some(prototype) = prototype {
        array.set_prototype(scope, prototype.into());
    }
    Some(array)
}

fn one_byte<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: &[u8],
    kind: v8::NewStringType,
) -> v8::Local<'s, v8::Value> {
    v8::String::new_from_one_byte(scope, bytes, kind)
        .unwrap_or_else(|| v8::String::empty(scope))
        .into()
}

/// The fields as JS has them: a flat array of names and values.
fn field_array<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    collected: &Collected,
) -> v8::Local<'s, v8::Array> {
    let mut list: Vec<v8::Local<v8::Value>> = Vec::with_capacity(collected.len() * 2);
    for (name, value) in collected.fields() {
        list.push(one_byte(scope, name, v8::NewStringType::Internalized));
        list.push(one_byte(scope, value, v8::NewStringType::Normal));
    }
    v8::Array::new_with_elements(scope, &list)
}

/// The error that `execute()` and `finish()` return.
pub fn error<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    failed: &Failure,
    position: usize,
) -> v8::Local<'s, v8::Value> {
    let message = v8::String::new(scope, "Parse Error").unwrap_or_else(|| v8::String::empty(scope));
    let error = v8::Exception::error(scope, message);
    let Ok(object) = v8::Local::<v8::Object>::try_from(error) else {
        return error;
    };
    let position = v8::Number::new(scope, position as f64).into();
    let code = one_byte(scope, failed.code.as_bytes(), v8::NewStringType::Normal);
    let reason = one_byte(scope, failed.reason.as_bytes(), v8::NewStringType::Normal);
    for (key, value) in [
        ("bytesParsed", position),
        ("code", code),
        ("reason", reason),
    ] {
        if let Some(key) = v8::String::new(scope, key) {
            object.set(scope, key.into(), value);
        }
    }
    error
}

/// Whether the run goes on: a callback may have thrown, or given the parser to another connection.
fn check(inner: &Inner, generation: u32, returned: bool) -> Result<(), Refusal> {
    if returned && inner.generation.get() == generation {
        Ok(())
    } else {
        Err(Refusal::Stop)
    }
}

impl JsListener<'_, '_, '_> {
    /// Calls the callback at `index`, when there is one.
    fn emit(&mut self, index: u32) -> Result<(), Refusal> {
        v8::scope!(let scope, self.scope);
        let Some(function) = callback(scope, self.inner, self.this, index) else {
            return Ok(());
        };
        let returned = call(scope, self.inner, self.mode, self.this, function, &[]).is_some();
        check(self.inner, self.generation, returned)
    }
}

impl Listener for JsListener<'_, '_, '_> {
    fn begin(&mut self) -> Result<(), Refusal> {
        if let Some((_, entry)) = &*self.inner.entry.borrow() {
            entry.begin();
        }
        self.emit(ON_MESSAGE_BEGIN)
    }

    fn head(&mut self, head: &Head, collected: &Collected) -> Result<HeadAnswer, Refusal> {
        if let Some((_, entry)) = &*self.inner.entry.borrow() {
            entry.headers_completed();
        }
        if self.mode == Mode::Loop {
            self.inner.hold_writes(head.more);
        }
        v8::scope!(let scope, self.scope);
        let Some(function) = callback(scope, self.inner, self.this, ON_HEADERS_COMPLETE) else {
            return Ok(HeadAnswer::ReadBody);
        };
        let undefined: v8::Local<v8::Value> = v8::undefined(scope).into();
        let mut args = [undefined; 10];
        args[0] = v8::Integer::new(scope, i32::from(head.major)).into();
        args[1] = v8::Integer::new(scope, i32::from(head.minor)).into();
        args[2] = field_array(scope, collected).into();
        if head.kind == Kind::Request {
            args[3] = v8::Integer::new(scope, i32::from(head.method)).into();
            args[4] = one_byte(scope, collected.target(), v8::NewStringType::Normal);
        } else {
            args[5] = v8::Integer::new(scope, i32::from(head.status)).into();
            args[6] = one_byte(scope, collected.status(), v8::NewStringType::Normal);
        }
        args[7] = v8::Boolean::new(scope, head.upgrade).into();
        args[8] = v8::Boolean::new(scope, head.should_keep_alive).into();
        args[9] = v8::Boolean::new(scope, head.bodiless).into();
        let result = call(scope, self.inner, self.mode, self.this, function, &args);
        let mut answer = result.and_then(|value| value.integer_value(scope));
        check(self.inner, self.generation, result.is_some())?;
        if self.inner.defaults.get()
            && let Some(bits) = &mut answer
        {
            self.completed = *bits & COMPLETED != 0;
            let wants = *bits & WANTS_EXECUTE != 0 || self.inner.notable.get() == Notable::Wanted;
            self.inner.notable.set(if wants {
                Notable::Wanted
            } else {
                Notable::Quiet
            });
            *bits &= !(COMPLETED | WANTS_EXECUTE);
        }
        Ok(match answer {
            Some(0) => HeadAnswer::ReadBody,
            Some(1) => HeadAnswer::SkipBody,
            Some(2) => HeadAnswer::Upgrade,
            _ => HeadAnswer::Other,
        })
    }

    fn body(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        v8::scope!(let scope, self.scope);
        let Some(function) = callback(scope, self.inner, self.this, ON_BODY) else {
            return Ok(());
        };
        let Some(chunk) = buffer(scope, bytes) else {
            return Err(Refusal::Stop);
        };
        let returned = call(
            scope,
            self.inner,
            self.mode,
            self.this,
            function,
            &[chunk.into()],
        )
        .is_some();
        // From the loop each piece of a body is a callback of its own.
        if self.mode == Mode::Loop {
            ops_core::drain(scope);
        }
        check(self.inner, self.generation, returned)
    }

    fn trailers(&mut self, collected: &Collected) -> Result<(), Refusal> {
        v8::scope!(let scope, self.scope);
        let Some(function) = callback(scope, self.inner, self.this, ON_HEADERS) else {
            return Ok(());
        };
        let args = [
            field_array(scope, collected).into(),
            v8::String::empty(scope).into(),
        ];
        let returned = call(scope, self.inner, self.mode, self.this, function, &args).is_some();
        check(self.inner, self.generation, returned)
    }

    fn complete(&mut self) -> Result<(), Refusal> {
        if let Some((_, entry)) = &*self.inner.entry.borrow() {
            entry.complete();
        }
        if std::mem::take(&mut self.completed) {
            return Ok(());
        }
        self.emit(ON_MESSAGE_COMPLETE)
    }
}
