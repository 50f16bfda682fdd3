//! From a [`Message`] to a JS value.

use deno_core::v8::{self, ValueDeserializerHelper};

use crate::hooks;
use crate::message::{Host, Message, Serialized, Store};
use crate::port;

/// Text from here on is not copied but becomes an external string.
const EXTERNAL: usize = 64 * 1024;

/// What arrived.
pub struct Read<'s> {
    pub value: v8::Local<'s, v8::Value>,
    /// The `MessagePort` objects that were transferred.
    pub ports: Vec<v8::Local<'s, v8::Value>>,
}

struct Delegate {
    hosts: Vec<v8::Global<v8::Object>>,
    shared: Vec<Store>,
    modules: Vec<v8::CompiledWasmModule>,
}

impl v8::ValueDeserializerImpl for Delegate {
    fn read_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        deserializer: &dyn ValueDeserializerHelper,
    ) -> Option<v8::Local<'s, v8::Object>> {
        let mut index = 0;
        if !deserializer.read_uint32(&mut index) {
            return None;
        }
        self.hosts
            .get(index as usize)
            .map(|object| v8::Local::new(scope, object))
    }

    fn get_shared_array_buffer_from_id<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        id: u32,
    ) -> Option<v8::Local<'s, v8::SharedArrayBuffer>> {
        let store = self.shared.get(id as usize)?;
        Some(v8::SharedArrayBuffer::with_backing_store(scope, &store.0))
    }

    fn get_wasm_module_from_id<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        id: u32,
    ) -> Option<v8::Local<'s, v8::WasmModuleObject>> {
        v8::WasmModuleObject::from_compiled_module(scope, self.modules.get(id as usize)?)
    }
}

/// Makes a value in the context of `factory`, which wraps each port that arrives for it. `None`: an exception is pending.
pub(crate) fn deserialize_into<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    message: Message,
    factory: v8::Local<'s, v8::Function>,
) -> Option<Read<'s>> {
    let context = factory.get_creation_context(scope)?;
    let Message::Value(message) = message else {
        let scope = &mut v8::ContextScope::new(scope, context);
        return deserialize(scope, message);
    };
    let mut hosts = Vec::with_capacity(message.hosts.len());
    let mut ports = Vec::new();
    for host in message.hosts {
        let Host::Port(end) = host else {
            hooks::refuse_foreign(scope)?;
            return None;
        };
        let port = port::attach_port(scope, end)?.into();
        let undefined = v8::undefined(scope).into();
        let wrapper = factory.call(scope, undefined, &[port])?;
        ports.push(wrapper);
        hosts.push(v8::Global::new(scope, wrapper.cast::<v8::Object>()));
    }
    let delegate = Delegate {
        hosts,
        shared: message.shared,
        modules: message.modules,
    };
    let scope = &mut v8::ContextScope::new(scope, context);
    let deserializer = v8::ValueDeserializer::new(scope, Box::new(delegate), &message.bytes);
    for (id, store) in message.array_buffers.iter().enumerate() {
        let buffer = v8::ArrayBuffer::with_backing_store(scope, &store.0);
        deserializer.transfer_array_buffer(id as u32, buffer);
    }
    deserializer.read_header(context)?;
    let value = deserializer.read_value(context)?;
    Some(Read { value, ports })
}

/// Makes a value of this isolate. `None`: an exception is pending.
pub fn deserialize<'s>(scope: &mut v8::PinScope<'s, '_>, message: Message) -> Option<Read<'s>> {
    let value: v8::Local<v8::Value> = match message {
        Message::Undefined | Message::Close => v8::undefined(scope).into(),
        Message::Null => v8::null(scope).into(),
        Message::Boolean(value) => v8::Boolean::new(scope, value).into(),
        Message::Int(value) => v8::Integer::new(scope, value).into(),
        Message::Double(value) => v8::Number::new(scope, value).into(),
        Message::OneByte(text) if text.len() >= EXTERNAL => {
            v8::String::new_external_onebyte(scope, text)?.into()
        }
        Message::OneByte(text) => {
            v8::String::new_from_one_byte(scope, &text, v8::NewStringType::Normal)?.into()
        }
        Message::TwoByte(text) if text.len() >= EXTERNAL => {
            v8::String::new_external_twobyte(scope, text)?.into()
        }
        Message::TwoByte(text) => {
            v8::String::new_from_two_byte(scope, &text, v8::NewStringType::Normal)?.into()
        }
        Message::Bytes {
            buffer,
            offset,
            length,
        } => {
            let store = v8::ArrayBuffer::new_backing_store_from_vec(buffer).make_shared();
            let buffer = v8::ArrayBuffer::with_backing_store(scope, &store);
            v8::Uint8Array::new(scope, buffer, offset, length)?.into()
        }
        Message::Value(value) => return read_value(scope, *value),
    };
    Some(Read {
        value,
        ports: Vec::new(),
    })
}

fn read_value<'s>(scope: &mut v8::PinScope<'s, '_>, message: Serialized) -> Option<Read<'s>> {
    let Serialized {
        bytes,
        array_buffers,
        shared,
        modules,
        hosts,
    } = message;
    let context = scope.get_current_context();
    let mut objects = Vec::with_capacity(hosts.len());
    let mut fill = Vec::new();
    let mut ports = Vec::new();
    for host in hosts {
        let object = match host {
            Host::Port(end) => {
                let port = port::attach_port(scope, end)?;
                ports.push(port.into());
                port
            }
            Host::Js(info) => {
                let object = hooks::create(scope, &info)?;
                fill.push(object);
                object
            }
        };
        objects.push(v8::Global::new(scope, object));
    }
    let delegate = Delegate {
        hosts: objects,
        shared,
        modules,
    };
    let deserializer = v8::ValueDeserializer::new(scope, Box::new(delegate), &bytes);
    for (id, store) in array_buffers.iter().enumerate() {
        let buffer = v8::ArrayBuffer::with_backing_store(scope, &store.0);
        deserializer.transfer_array_buffer(id as u32, buffer);
    }
    deserializer.read_header(context)?;
    let value = deserializer.read_value(context)?;
    for object in fill {
        let data = deserializer.read_value(context)?;
        hooks::fill(scope, object, data)?;
    }
    Some(Read { value, ports })
}
