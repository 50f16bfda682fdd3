//! The functions of JS that messages need, registered once per isolate.

use std::cell::RefCell;

use deno_core::{op2, v8};

/// See `js/internal/worker/hooks.js` for what each does.
pub(crate) struct Hooks {
    data_clone_error: v8::Global<v8::Function>,
    prepare: v8::Global<v8::Function>,
    create: v8::Global<v8::Function>,
    fill: v8::Global<v8::Function>,
    port_prototype: v8::Global<v8::Object>,
    init_port: v8::Global<v8::Function>,
    emit: v8::Global<v8::Function>,
    closed: v8::Global<v8::Function>,
    object_prototype: v8::Global<v8::Value>,
}

thread_local! {
    static HOOKS: RefCell<Option<Hooks>> = const { RefCell::new(None) };
}

#[op2(nofast)]
#[allow(clippy::too_many_arguments, reason = "one function each")]
pub fn op_messaging_set_hooks(
    scope: &mut v8::PinScope,
    data_clone_error: v8::Local<v8::Function>,
    prepare: v8::Local<v8::Function>,
    create: v8::Local<v8::Function>,
    fill: v8::Local<v8::Function>,
    port_prototype: v8::Local<v8::Object>,
    init_port: v8::Local<v8::Function>,
    emit: v8::Local<v8::Function>,
    closed: v8::Local<v8::Function>,
) {
    let plain = v8::Object::new(scope);
    let object_prototype = plain
        .get_prototype(scope)
        .unwrap_or_else(|| v8::null(scope).into());
    let hooks = Hooks {
        data_clone_error: v8::Global::new(scope, data_clone_error),
        prepare: v8::Global::new(scope, prepare),
        create: v8::Global::new(scope, create),
        fill: v8::Global::new(scope, fill),
        port_prototype: v8::Global::new(scope, port_prototype),
        init_port: v8::Global::new(scope, init_port),
        emit: v8::Global::new(scope, emit),
        closed: v8::Global::new(scope, closed),
        object_prototype: v8::Global::new(scope, object_prototype),
    };
    HOOKS.with(|cell| *cell.borrow_mut() = Some(hooks));
}

pub(crate) fn uninstall() {
    let last = HOOKS.with(|cell| cell.borrow_mut().take());
    drop(last);
}

fn get<'s, T>(
    scope: &mut v8::PinScope<'s, '_>,
    pick: impl FnOnce(&Hooks) -> &v8::Global<T>,
) -> Option<v8::Local<'s, T>> {
    HOOKS.with(|cell| {
        cell.borrow()
            .as_ref()
            .map(|hooks| v8::Local::new(scope, pick(hooks)))
    })
}

pub(crate) fn port_prototype<'s>(
    scope: &mut v8::PinScope<'s, '_>,
) -> Option<v8::Local<'s, v8::Object>> {
    get(scope, |hooks| &hooks.port_prototype)
}

/// Whether `value` is `Object.prototype`, where the prototypes of most objects end.
pub(crate) fn is_object_prototype(scope: &v8::PinScope, value: v8::Local<v8::Value>) -> bool {
    HOOKS.with(|cell| {
        cell.borrow()
            .as_ref()
            .is_some_and(|hooks| v8::Local::new(scope, &hooks.object_prototype) == value)
    })
}

pub(crate) fn emit<'s>(scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Function>> {
    get(scope, |hooks| &hooks.emit)
}

pub(crate) fn closed<'s>(scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Function>> {
    get(scope, |hooks| &hooks.closed)
}

/// Fills a new `MessagePort` object with what its class needs.
pub(crate) fn init_port(scope: &mut v8::PinScope, port: v8::Local<v8::Object>) -> Option<()> {
    let function = get(scope, |hooks| &hooks.init_port)?;
    let undefined = v8::undefined(scope).into();
    function.call(scope, undefined, &[port.into()])?;
    Some(())
}

/// Throws a `DataCloneError`.
pub(crate) fn throw_data_clone_error(scope: &mut v8::PinScope, message: v8::Local<v8::String>) {
    let exception = match get(scope, |hooks| &hooks.data_clone_error) {
        Some(function) => {
            let undefined = v8::undefined(scope).into();
            match function.call(scope, undefined, &[message.into()]) {
                Some(exception) => exception,
                None => return,
            }
        }
        None => v8::Exception::error(scope, message),
    };
    scope.throw_exception(exception);
}

pub(crate) fn fail(scope: &mut v8::PinScope, message: &str) {
    if let Some(message) = v8::String::new(scope, message) {
        throw_data_clone_error(scope, message);
    }
}

/// `[deserializeInfo, data]` of a JS object that is cloned or transferred. `None`: an exception is pending.
pub(crate) fn prepare<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'s, v8::Object>,
    transfer: bool,
) -> Option<(String, v8::Local<'s, v8::Value>)> {
    let function = get(scope, |hooks| &hooks.prepare)?;
    let undefined = v8::undefined(scope).into();
    let transfer = v8::Boolean::new(scope, transfer).into();
    let pair = function.call(scope, undefined, &[object.into(), transfer])?;
    let pair = v8::Local::<v8::Object>::try_from(pair).ok()?;
    let info = pair.get_index(scope, 0)?.to_rust_string_lossy(scope);
    let data = pair.get_index(scope, 1)?;
    Some((info, data))
}

/// The empty object that `info` names. `None`: an exception is pending.
pub(crate) fn create<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    info: &str,
) -> Option<v8::Local<'s, v8::Object>> {
    let function = get(scope, |hooks| &hooks.create)?;
    let undefined = v8::undefined(scope).into();
    let info = v8::String::new(scope, info)?.into();
    function.call(scope, undefined, &[info])?.try_into().ok()
}

/// Throws the error about an object that cannot be made in another context. Always `None`.
pub(crate) fn refuse_foreign(scope: &mut v8::PinScope) -> Option<()> {
    let function = get(scope, |hooks| &hooks.create)?;
    let undefined = v8::undefined(scope).into();
    function.call(scope, undefined, &[undefined])?;
    None
}

/// Gives an object of [`create`] its data.
pub(crate) fn fill(
    scope: &mut v8::PinScope,
    object: v8::Local<v8::Object>,
    data: v8::Local<v8::Value>,
) -> Option<()> {
    let function = get(scope, |hooks| &hooks.fill)?;
    let undefined = v8::undefined(scope).into();
    function.call(scope, undefined, &[object.into(), data])?;
    Some(())
}
