//! `MessagePort`: an end of a channel as an object of one isolate.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use deno_core::{GarbageCollected, op2, v8};
use ops_core::{Alive, CodedError, with_loop};

use crate::channel::{self, PortEnd, Posted, Waiting};
use crate::error;
use crate::message::Message;
use crate::read::deserialize_into;
use crate::{deserialize, hooks, mark, serialize};

/// The most messages that one wake-up delivers when more keep coming.
const BATCH: usize = 1000;

/// The native part of a `MessagePort`: the number of its entry in this thread's table; 0 when it is closed.
pub struct MessagePort {
    id: Cell<u64>,
}

// SAFETY: it holds nothing of V8.
unsafe impl GarbageCollected for MessagePort {
    fn trace(&self, _visitor: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static std::ffi::CStr {
        c"MessagePort"
    }
}

#[op2]
impl MessagePort {
    /// Only native code makes ports; what a call makes is closed.
    #[constructor]
    #[cppgc]
    fn create() -> MessagePort {
        MessagePort { id: Cell::new(0) }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Open,
    /// The close phase is to come; what has arrived is still delivered.
    Closing,
    /// Inside of its `close` event.
    Closed,
}

/// A port that is not yet gone.
struct Entry {
    id: u64,
    /// `None` once it was transferred, or its close phase came.
    end: RefCell<Option<PortEnd>>,
    object: v8::Global<v8::Object>,
    /// The async context (`AsyncLocalStorage`) in which the port was made: its events run there.
    context: Option<v8::Global<v8::Value>>,
    phase: Cell<Phase>,
    receiving: Cell<bool>,
    alive: RefCell<Option<Alive>>,
    /// Of a port that stands for one in another context: makes its wrapper there, and wrappers of ports that arrive.
    factory: RefCell<Option<v8::Global<v8::Function>>>,
}

impl Entry {
    fn wake(&self) {
        if let Some(end) = &*self.end.borrow() {
            end.wake();
        }
    }

    fn awake(&self) -> usize {
        self.end.borrow().as_ref().map_or(0, PortEnd::awake)
    }

    fn factory<'s>(&self, scope: &v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Function>> {
        let factory = self.factory.borrow();
        factory
            .as_ref()
            .map(|factory| v8::Local::new(scope, factory))
    }

    fn take(&self, all: bool) -> Option<Message> {
        self.end.borrow().as_ref()?.take(all)
    }
}

thread_local! {
    static PORTS: RefCell<HashMap<u64, Rc<Entry>>> = RefCell::default();
    static NEXT: Cell<u64> = const { Cell::new(1) };
    static WAITING: Arc<Waiting> = Arc::default();
}

fn entry(id: u64) -> Option<Rc<Entry>> {
    PORTS.with(|ports| ports.borrow().get(&id).cloned())
}

fn native<'a>(
    scope: &mut v8::PinScope,
    value: v8::Local<'a, v8::Value>,
) -> Option<deno_core::cppgc::UnsafePtr<MessagePort>> {
    deno_core::cppgc::try_unwrap_cppgc_object::<MessagePort>(scope, value)
}

fn id_of(scope: &mut v8::PinScope, value: v8::Local<v8::Value>) -> Option<u64> {
    let port = native(scope, value)?;
    // SAFETY: `value` keeps the object alive.
    Some(unsafe { port.as_ref() }.id.get())
}

/// The entry behind `object`, unless the port is gone.
fn open(
    scope: &mut v8::PinScope,
    object: v8::Local<v8::Object>,
) -> Result<Option<Rc<Entry>>, CodedError> {
    Ok(entry(
        id_of(scope, object.into()).ok_or_else(error::illegal)?,
    ))
}

pub(crate) fn is_port(scope: &mut v8::PinScope, object: v8::Local<v8::Object>) -> bool {
    id_of(scope, object.into()).is_some()
}

pub(crate) fn is_open(scope: &mut v8::PinScope, object: v8::Local<v8::Object>) -> bool {
    id_of(scope, object.into())
        .and_then(entry)
        .is_some_and(|entry| entry.phase.get() == Phase::Open)
}

/// Makes a `MessagePort` of `end` in this isolate. `None`: an exception is pending, or there is no loop.
pub fn attach_port<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    end: PortEnd,
) -> Option<v8::Local<'s, v8::Object>> {
    let remote = with_loop(|l| l.remote())?;
    let prototype = hooks::port_prototype(scope)?;
    let id = NEXT.with(|next| next.replace(next.get() + 1));
    let object = deno_core::cppgc::make_cppgc_object(scope, MessagePort { id: Cell::new(id) });
    object.set_prototype(scope, prototype.into());
    mark::mark(scope, object, mark::TRANSFERABLE);
    let context = scope.get_continuation_preserved_embedder_data();
    let context = (!context.is_undefined()).then(|| v8::Global::new(scope, context));
    let entry = Rc::new(Entry {
        id,
        end: RefCell::new(None),
        object: v8::Global::new(scope, object),
        context,
        phase: Cell::new(Phase::Open),
        receiving: Cell::new(false),
        alive: RefCell::new(None),
        factory: RefCell::new(None),
    });
    PORTS.with(|ports| ports.borrow_mut().insert(id, entry.clone()));
    // An exception of the hook leaves the end to be dropped, which closes its peer.
    if hooks::init_port(scope, object).is_none() {
        PORTS.with(|ports| ports.borrow_mut().remove(&id));
        return None;
    }
    end.bind(remote, WAITING.with(Arc::clone), id);
    *entry.end.borrow_mut() = Some(end);
    Some(object)
}

/// Takes the end out of a `MessagePort` of this isolate, which closes. `None` when it is none, or closed.
pub fn detach_port(scope: &mut v8::PinScope, port: v8::Local<v8::Value>) -> Option<PortEnd> {
    let object = v8::Local::<v8::Object>::try_from(port).ok()?;
    detach_object(scope, object)
}

pub(crate) fn detach_object(
    scope: &mut v8::PinScope,
    object: v8::Local<v8::Object>,
) -> Option<PortEnd> {
    let entry = id_of(scope, object.into()).and_then(entry)?;
    if entry.phase.get() != Phase::Open {
        return None;
    }
    let end = entry.end.borrow_mut().take()?;
    end.unbind();
    close(&entry);
    Some(end)
}

fn call_in_context(
    scope: &mut v8::PinScope,
    entry: &Entry,
    object: v8::Local<v8::Object>,
    function: v8::Local<v8::Function>,
    args: &[v8::Local<v8::Value>],
) {
    let Some(context) = &entry.context else {
        ops_core::call_raw(scope, object.into(), function, args);
        return;
    };
    let context = v8::Local::new(scope, context);
    scope.set_continuation_preserved_embedder_data(context);
    ops_core::call_raw(scope, object.into(), function, args);
    let none = v8::undefined(scope).into();
    scope.set_continuation_preserved_embedder_data(none);
}

/// Begins to close: the rest happens in the close phase.
fn close(entry: &Rc<Entry>) {
    if entry.phase.get() != Phase::Open {
        return;
    }
    entry.phase.set(Phase::Closing);
    let entry = entry.clone();
    with_loop(|l| l.close(move |scope| finish(scope, &entry)));
}

/// The close phase: the other end learns of it, then JS does, and then the port is gone.
fn finish(scope: &mut v8::PinScope, entry: &Rc<Entry>) {
    entry.phase.set(Phase::Closed);
    entry.receiving.set(false);
    entry.alive.borrow_mut().take();
    let end = entry.end.borrow_mut().take();
    drop(end);
    let object = v8::Local::new(scope, &entry.object);
    if let Some(closed) = hooks::closed(scope) {
        call_in_context(scope, entry, object, closed, &[]);
    }
    PORTS.with(|ports| ports.borrow_mut().remove(&entry.id));
    if let Some(port) = native(scope, object.into()) {
        // SAFETY: `object` keeps the native part alive.
        unsafe { port.as_ref() }.id.set(0);
    }
}

/// Closes every port of this thread, without events: before its isolate goes.
pub fn uninstall() {
    let all = PORTS.with(|ports| std::mem::take(&mut *ports.borrow_mut()));
    drop(all);
    hooks::uninstall();
    crate::mark::forget();
}

/// The poll phase: ports of this thread have messages.
pub(crate) fn deliver_waiting(scope: &mut v8::PinScope) {
    let waiting = WAITING.with(Arc::clone);
    let end = NEXT.get();
    let mut last = 0;
    // A port that a later one sent to, and one that came into being meanwhile, has its turn in the next poll phase.
    while let Some(id) = waiting.next(last, end) {
        last = id;
        deliver(scope, id);
        if scope.is_execution_terminating() {
            break;
        }
    }
    if !waiting.is_empty()
        && let Some(remote) = with_loop(|l| l.remote())
    {
        remote.post(deliver_waiting);
    }
}

fn deliver(scope: &mut v8::PinScope, id: u64) {
    let Some(entry) = entry(id) else { return };
    let limit = entry.awake().max(BATCH);
    deliver_up_to(scope, &entry, limit, false);
    if entry.receiving.get() {
        // More than one batch: the rest of the loop comes first.
        entry.wake();
    }
}

fn deliver_up_to(scope: &mut v8::PinScope, entry: &Rc<Entry>, limit: usize, force: bool) {
    for _ in 0..limit {
        let Some(message) = entry.take(force || entry.receiving.get()) else {
            return;
        };
        if matches!(message, Message::Close) {
            close(entry);
            return;
        }
        v8::scope!(let scope, scope);
        let object = v8::Local::new(scope, &entry.object);
        let factory = entry.factory(scope);
        let Some((payload, ports, kind)) = read(scope, message, factory) else {
            return;
        };
        let Some(emit) = hooks::emit(scope) else {
            return;
        };
        call_in_context(scope, entry, object, emit, &[payload, ports, kind]);
        if scope.is_execution_terminating() {
            return;
        }
    }
}

/// `[payload, ports, event type]`; a message that cannot be read is an event too.
type Event<'s> = (
    v8::Local<'s, v8::Value>,
    v8::Local<'s, v8::Value>,
    v8::Local<'s, v8::Value>,
);

fn read<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    message: Message,
    factory: Option<v8::Local<'s, v8::Function>>,
) -> Option<Event<'s>> {
    v8::tc_scope!(let tc, scope);
    let read = match factory {
        Some(factory) => deserialize_into(tc, message, factory),
        None => deserialize(tc, message),
    };
    let (payload, ports, kind): (_, &[v8::Local<v8::Value>], &[u8]) = match read {
        Some(read) => (read.value, &read.ports.clone(), b"message"),
        None => {
            if tc.is_execution_terminating() {
                return None;
            }
            let exception = tc.exception().unwrap_or_else(|| v8::undefined(tc).into());
            tc.reset();
            (exception, &[], b"messageerror")
        }
    };
    let ports = v8::Array::new_with_elements(tc, ports).into();
    let kind = v8::String::new_from_one_byte(tc, kind, v8::NewStringType::Internalized)?.into();
    Some((payload, ports, kind))
}

/// Has `port` stand for one in the context of `factory` from now on: what arrives is made there.
#[op2(nofast)]
pub fn op_messaging_move(
    scope: &mut v8::PinScope,
    port: v8::Local<v8::Object>,
    factory: v8::Local<v8::Function>,
) -> Result<(), CodedError> {
    if let Some(entry) = open(scope, port)? {
        *entry.factory.borrow_mut() = Some(v8::Global::new(scope, factory));
    }
    Ok(())
}

/// Two entangled ports as an array.
#[op2(reentrant)]
pub fn op_messaging_channel<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
    let (first, second) = channel::channel();
    let ports =
        attach_port(scope, first).and_then(|first| Some((first, attach_port(scope, second)?)));
    match ports {
        Some((first, second)) => {
            v8::Array::new_with_elements(scope, &[first.into(), second.into()]).into()
        }
        None => v8::undefined(scope).into(),
    }
}

/// A port that hears all others of the same name.
#[op2(reentrant)]
pub fn op_messaging_broadcast<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[string] name: &str,
) -> v8::Local<'s, v8::Value> {
    let port = attach_port(scope, channel::broadcast(name));
    port.map_or_else(|| v8::undefined(scope).into(), Into::into)
}

/// Whether `value` is a `MessagePort`, open or not.
#[op2(fast)]
pub fn op_messaging_is_port(scope: &mut v8::PinScope, value: v8::Local<v8::Value>) -> bool {
    id_of(scope, value).is_some()
}

/// Whether the port can still send.
#[op2(fast)]
pub fn op_messaging_is_open(scope: &mut v8::PinScope, port: v8::Local<v8::Object>) -> bool {
    is_open(scope, port)
}

/// Sends `value`. 0: done; 1: the port is closed; 2: the message carried the port that it was sent to, so both are lost.
#[op2(nofast, reentrant)]
pub fn op_messaging_post<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    port: v8::Local<'s, v8::Object>,
    value: v8::Local<'s, v8::Value>,
    list: v8::Local<'s, v8::Value>,
) -> Result<i32, CodedError> {
    let id = id_of(scope, port.into()).ok_or_else(error::illegal)?;
    let list = v8::Local::<v8::Array>::try_from(list).ok();
    // A closed port transfers and throws like an open one.
    let Some(message) = serialize(scope, value, list, Some(port)) else {
        return Ok(0);
    };
    // The message may have taken this very port away.
    let Some(entry) = entry(id) else { return Ok(1) };
    if entry.phase.get() != Phase::Open {
        return Ok(1);
    }
    let end = entry.end.borrow();
    let Some(end) = end.as_ref() else {
        return Ok(1);
    };
    Ok(match end.post(message) {
        Posted::Done => 0,
        Posted::ToItself => 2,
        Posted::NotForMany => {
            hooks::fail(scope, "Cannot transfer object of unsupported type.");
            0
        }
    })
}

/// Begins to deliver.
#[op2(nofast)]
pub fn op_messaging_start(
    scope: &mut v8::PinScope,
    port: v8::Local<v8::Object>,
) -> Result<(), CodedError> {
    if let Some(entry) = open(scope, port)? {
        entry.receiving.set(true);
        entry.wake();
    }
    Ok(())
}

/// Delivers no more until it is started again.
#[op2(nofast)]
pub fn op_messaging_stop(
    scope: &mut v8::PinScope,
    port: v8::Local<v8::Object>,
) -> Result<(), CodedError> {
    if let Some(entry) = open(scope, port)? {
        entry.receiving.set(false);
    }
    Ok(())
}

/// Closes it; the event comes in the close phase.
#[op2(nofast)]
pub fn op_messaging_close(
    scope: &mut v8::PinScope,
    port: v8::Local<v8::Object>,
) -> Result<(), CodedError> {
    if let Some(entry) = open(scope, port)? {
        close(&entry);
    }
    Ok(())
}

/// Delivers all that waits, now, started or not.
#[op2(nofast, reentrant)]
pub fn op_messaging_drain(
    scope: &mut v8::PinScope,
    port: v8::Local<v8::Object>,
) -> Result<(), CodedError> {
    if let Some(entry) = open(scope, port)? {
        let limit = entry.awake().max(BATCH);
        deliver_up_to(scope, &entry, limit, true);
    }
    Ok(())
}

/// `receiveMessageOnPort()`: `[value]`, or undefined when nothing waits.
#[op2(reentrant)]
pub fn op_messaging_receive<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    port: v8::Local<'s, v8::Object>,
) -> v8::Local<'s, v8::Value> {
    let entry = id_of(scope, port.into()).and_then(entry);
    let read = match entry.as_ref().and_then(|entry| entry.take(true)) {
        Some(Message::Close) => {
            if let Some(entry) = &entry {
                close(entry);
            }
            None
        }
        Some(message) => match entry.as_ref().and_then(|entry| entry.factory(scope)) {
            Some(factory) => deserialize_into(scope, message, factory),
            None => deserialize(scope, message),
        },
        None => None,
    };
    match read {
        Some(read) => v8::Array::new_with_elements(scope, &[read.value]).into(),
        None => v8::undefined(scope).into(),
    }
}

/// Keeps the loop alive, or no longer.
#[op2(nofast)]
pub fn op_messaging_ref(
    scope: &mut v8::PinScope,
    port: v8::Local<v8::Object>,
    on: bool,
) -> Result<(), CodedError> {
    if let Some(entry) = open(scope, port)? {
        let mut alive = entry.alive.borrow_mut();
        if !on || entry.phase.get() == Phase::Closed {
            alive.take();
        } else if alive.is_none() {
            *alive = with_loop(|l| l.hold());
        }
    }
    Ok(())
}

/// 1: it keeps the loop alive; 0: it does not; -1: it is closed.
#[op2(nofast)]
pub fn op_messaging_ref_state(
    scope: &mut v8::PinScope,
    port: v8::Local<v8::Object>,
) -> Result<i32, CodedError> {
    Ok(open(scope, port)?.map_or(-1, |entry| i32::from(entry.alive.borrow().is_some())))
}
