//! From a JS value to a [`Message`].

use std::cell::RefCell;
use std::rc::Rc;

use deno_core::v8::{self, ValueSerializerHelper};

use crate::hooks;
use crate::mark::{self, CLONEABLE, TRANSFERABLE};
use crate::message::{Host, Message, Serialized, Store};
use crate::port;

const MISSING: &str =
    "Object that needs transfer was found in message but not listed in transferList";
const UNSUPPORTED: &str = "Cannot clone object of unsupported type.";
const UNTRANSFERABLE: &str = "Cannot transfer object of unsupported type.";

/// An object with a mark, in the order in which the serializer met it.
struct Entry {
    object: v8::Global<v8::Object>,
    is_port: bool,
    transfer: bool,
}

#[derive(Default)]
struct State {
    entries: RefCell<Vec<Entry>>,
    shared: RefCell<Vec<Store>>,
    modules: RefCell<Vec<v8::CompiledWasmModule>>,
}

impl State {
    fn find(&self, scope: &mut v8::PinScope, object: v8::Local<v8::Object>) -> Option<usize> {
        self.entries
            .borrow()
            .iter()
            .position(|entry| v8::Local::new(scope, &entry.object) == object)
    }
}

struct Delegate(Rc<State>);

impl v8::ValueSerializerImpl for Delegate {
    fn throw_data_clone_error<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        message: v8::Local<'s, v8::String>,
    ) {
        hooks::throw_data_clone_error(scope, message);
    }

    fn has_custom_host_object(&self, _isolate: &v8::Isolate) -> bool {
        true
    }

    fn is_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        object: v8::Local<'s, v8::Object>,
    ) -> Option<bool> {
        // An object of native code is never a bag of properties.
        Some(object.is_api_wrapper() || mark::is_marked(scope, object))
    }

    fn write_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        object: v8::Local<'s, v8::Object>,
        serializer: &dyn ValueSerializerHelper,
    ) -> Option<bool> {
        let known = self.0.find(scope, object);
        let index = match known {
            Some(index) => index,
            None => {
                let mode = mark::mode(scope, object).unwrap_or(0);
                if port::is_port(scope, object) || mode & (TRANSFERABLE | CLONEABLE) == TRANSFERABLE
                {
                    hooks::fail(scope, MISSING);
                    return None;
                }
                if mode & CLONEABLE == 0 {
                    hooks::fail(scope, UNSUPPORTED);
                    return None;
                }
                let mut entries = self.0.entries.borrow_mut();
                entries.push(Entry {
                    object: v8::Global::new(scope, object),
                    is_port: false,
                    transfer: false,
                });
                entries.len() - 1
            }
        };
        serializer.write_uint32(index as u32);
        Some(true)
    }

    fn get_shared_array_buffer_id<'s>(
        &self,
        _scope: &mut v8::PinScope<'s, '_>,
        buffer: v8::Local<'s, v8::SharedArrayBuffer>,
    ) -> Option<u32> {
        let mut shared = self.0.shared.borrow_mut();
        shared.push(Store(buffer.get_backing_store()));
        Some((shared.len() - 1) as u32)
    }

    fn get_wasm_module_transfer_id(
        &self,
        _scope: &mut v8::PinScope<'_, '_>,
        module: v8::Local<v8::WasmModuleObject>,
    ) -> Option<u32> {
        let mut modules = self.0.modules.borrow_mut();
        modules.push(module.get_compiled_module());
        Some((modules.len() - 1) as u32)
    }
}

/// Values that need no serializer.
fn simple(scope: &mut v8::PinScope, value: v8::Local<v8::Value>) -> Option<Message> {
    if let Ok(string) = v8::Local::<v8::String>::try_from(value) {
        let view = v8::ValueView::new(scope, string);
        return Some(match view.data() {
            v8::ValueViewData::OneByte(text) => Message::OneByte(text.into()),
            v8::ValueViewData::TwoByte(text) => Message::TwoByte(text.into()),
        });
    }
    if value.is_int32() {
        return Some(Message::Int(value.int32_value(scope)?));
    }
    if let Ok(number) = v8::Local::<v8::Number>::try_from(value) {
        return Some(Message::Double(number.value()));
    }
    if value.is_undefined() {
        return Some(Message::Undefined);
    }
    if value.is_null() {
        return Some(Message::Null);
    }
    if value.is_boolean() {
        return Some(Message::Boolean(value.is_true()));
    }
    let array = v8::Local::<v8::Uint8Array>::try_from(value).ok()?;
    let (offset, length) = (array.byte_offset(), array.byte_length());
    let buffer = array.buffer(scope)?;
    let store = buffer.get_backing_store();
    if store.is_shared() || store.is_resizable_by_user_javascript() || buffer.was_detached() {
        return None;
    }
    let bytes = ops_core::bytes::view(buffer.into())?.to_vec();
    Some(Message::Bytes {
        buffer: bytes,
        offset,
        length,
    })
}

struct TransferList<'s> {
    buffers: Vec<v8::Local<'s, v8::ArrayBuffer>>,
    entries: Vec<Entry>,
}

/// Sorts the transfer list. `None`: an exception is pending.
fn read_list<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    list: v8::Local<'s, v8::Array>,
    source: Option<v8::Local<'s, v8::Object>>,
) -> Option<TransferList<'s>> {
    let mut result = TransferList {
        buffers: Vec::new(),
        entries: Vec::new(),
    };
    for index in 0..list.length() {
        let value = list.get_index(scope, index)?;
        if let Ok(buffer) = v8::Local::<v8::ArrayBuffer>::try_from(value) {
            if result.buffers.contains(&buffer) {
                hooks::fail(scope, "Transfer list contains duplicate ArrayBuffer");
                return None;
            }
            if !buffer.is_detachable() || buffer.was_detached() {
                hooks::fail(scope, UNTRANSFERABLE);
                return None;
            }
            result.buffers.push(buffer);
            continue;
        }
        let Ok(object) = v8::Local::<v8::Object>::try_from(value) else {
            hooks::fail(scope, "Found invalid value in transferList.");
            return None;
        };
        let is_port = port::is_port(scope, object);
        let mode = mark::mode(scope, object).unwrap_or(0);
        if !is_port && mode & TRANSFERABLE == 0 {
            hooks::fail(scope, "Found invalid value in transferList.");
            return None;
        }
        if source == Some(object) {
            hooks::fail(scope, "Transfer list contains source port");
            return None;
        }
        if result
            .entries
            .iter()
            .any(|entry| v8::Local::new(scope, &entry.object) == object)
        {
            let name = object.get_constructor_name().to_rust_string_lossy(scope);
            hooks::fail(scope, &format!("Transfer list contains duplicate {name}"));
            return None;
        }
        if is_port && !port::is_open(scope, object) {
            hooks::fail(scope, "MessagePort in transfer list is already detached");
            return None;
        }
        result.entries.push(Entry {
            object: v8::Global::new(scope, object),
            is_port,
            transfer: true,
        });
    }
    Some(result)
}

/// Takes `value` out of its isolate. `list` is a plain array of what is transferred, `source` the port that sends.
/// `None`: an exception is pending, and nothing was transferred.
pub fn serialize<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    value: v8::Local<'s, v8::Value>,
    list: Option<v8::Local<'s, v8::Array>>,
    source: Option<v8::Local<'s, v8::Object>>,
) -> Option<Message> {
    let list = list.filter(|list| list.length() > 0);
    if list.is_none()
        && let Some(message) = simple(scope, value)
    {
        return Some(message);
    }
    let list = match list {
        Some(list) => read_list(scope, list, source)?,
        None => TransferList {
            buffers: Vec::new(),
            entries: Vec::new(),
        },
    };
    let state = Rc::new(State {
        entries: RefCell::new(list.entries),
        ..State::default()
    });
    let context = scope.get_current_context();
    let serializer = v8::ValueSerializer::new(scope, Box::new(Delegate(state.clone())));
    serializer.write_header();
    for (id, buffer) in list.buffers.iter().enumerate() {
        serializer.transfer_array_buffer(id as u32, *buffer);
    }
    serializer.write_value(context, value)?;

    let mut infos = Vec::new();
    let mut index = 0;
    // Writing the data of one object may meet further ones.
    loop {
        let entry = match state.entries.borrow().get(index) {
            Some(entry) => (
                v8::Local::new(scope, &entry.object),
                entry.is_port,
                entry.transfer,
            ),
            None => break,
        };
        let (object, is_port, transfer) = entry;
        index += 1;
        if is_port {
            infos.push(None);
            continue;
        }
        let (info, data) = hooks::prepare(scope, object, transfer)?;
        infos.push(Some(info));
        serializer.write_value(context, data)?;
    }
    let bytes = serializer.release();

    // Nothing can fail any more: what is transferred leaves now.
    let mut array_buffers = Vec::with_capacity(list.buffers.len());
    for buffer in list.buffers {
        let store = buffer.get_backing_store();
        buffer.detach(None);
        array_buffers.push(Store(store));
    }
    let mut hosts = Vec::with_capacity(infos.len());
    for (entry, info) in state.entries.borrow().iter().zip(infos) {
        match info {
            Some(info) => hosts.push(Host::Js(info)),
            None => {
                let object = v8::Local::new(scope, &entry.object);
                // A getter that ran meanwhile may have closed the port: then its peer sees an end that is gone.
                let end = port::detach_object(scope, object).unwrap_or_else(|| crate::channel().0);
                hosts.push(Host::Port(end));
            }
        }
    }
    Some(Message::Value(Box::new(Serialized {
        bytes,
        array_buffers,
        shared: state.shared.take(),
        modules: state.modules.take(),
        hosts,
    })))
}
