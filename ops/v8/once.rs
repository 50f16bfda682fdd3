//! `v8.serialize()` and `v8.deserialize()`: the default classes' rules without their objects.

use deno_core::op2;
use deno_core::v8::{self, ValueDeserializerHelper, ValueSerializerHelper};
use ops_core::CodedError;

use crate::deserializer::{Source, not_a_view};
use crate::host_objects::{BUFFER, class_of, element_size, make, throw};
use crate::serializer::HEADER;

/// Whether the object is a view whose memory was taken away.
fn is_detached(scope: &mut v8::PinScope, object: v8::Local<v8::Object>) -> bool {
    v8::Local::<v8::ArrayBufferView>::try_from(object)
        .ok()
        .and_then(|view| view.buffer(scope))
        .is_some_and(|buffer| buffer.was_detached())
}

struct Writer {
    /// The prototype of `Buffer`.
    buffer_prototype: v8::Global<v8::Value>,
    /// Throws the error about a host object that cannot be written.
    refuse: v8::Global<v8::Function>,
}

impl v8::ValueSerializerImpl for Writer {
    fn throw_data_clone_error<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        message: v8::Local<'s, v8::String>,
    ) {
        let exception = v8::Exception::error(scope, message);
        scope.throw_exception(exception);
    }

    fn has_custom_host_object(&self, _isolate: &v8::Isolate) -> bool {
        true
    }

    fn is_host_object<'s>(
        &self,
        _scope: &mut v8::PinScope<'s, '_>,
        object: v8::Local<'s, v8::Object>,
    ) -> Option<bool> {
        Some(object.is_api_wrapper())
    }

    fn write_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        object: v8::Local<'s, v8::Object>,
        serializer: &dyn ValueSerializerHelper,
    ) -> Option<bool> {
        let Some(mut class) = class_of(object.into()) else {
            let refuse = v8::Local::new(scope, &self.refuse);
            let undefined = v8::undefined(scope).into();
            refuse.call(scope, undefined, &[object.into()])?;
            return None;
        };
        if class == 1 {
            let prototype = v8::Local::new(scope, &self.buffer_prototype);
            if object.get_prototype(scope) == Some(prototype) {
                class = BUFFER;
            }
        }
        let bytes = ops_core::bytes::view(object.into()).unwrap_or(&[]);
        if bytes.is_empty() && object.is_data_view() {
            // A DataView whose memory is gone or too short throws when it is asked how long it is.
            let key = v8::String::new(scope, "byteLength")?;
            object.get(scope, key.into())?;
        } else if bytes.is_empty() && is_detached(scope, object) {
            throw(
                scope,
                true,
                "Cannot perform Construct on a detached ArrayBuffer",
            );
            return None;
        }
        let Ok(length) = u32::try_from(bytes.len()) else {
            throw(scope, false, "Data cannot be cloned, out of memory.");
            return None;
        };
        serializer.write_uint32(class);
        serializer.write_uint32(length);
        serializer.write_raw_bytes(bytes);
        Some(true)
    }

    fn get_shared_array_buffer_id<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        _buffer: v8::Local<'s, v8::SharedArrayBuffer>,
    ) -> Option<u32> {
        throw(scope, false, "#<SharedArrayBuffer> could not be cloned.");
        None
    }

    fn get_wasm_module_transfer_id(
        &self,
        _scope: &mut v8::PinScope<'_, '_>,
        _module: v8::Local<v8::WasmModuleObject>,
    ) -> Option<u32> {
        None
    }
}

/// The bytes of `value`, as a `Uint8Array`.
#[op2(reentrant)]
pub fn op_v8_serialize<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    value: v8::Local<'s, v8::Value>,
    buffer_prototype: v8::Local<'s, v8::Value>,
    refuse: v8::Local<'s, v8::Function>,
) -> v8::Local<'s, v8::Value> {
    let writer = Writer {
        buffer_prototype: v8::Global::new(scope, buffer_prototype),
        refuse: v8::Global::new(scope, refuse),
    };
    let context = scope.get_current_context();
    let serializer = v8::ValueSerializer::new(scope, Box::new(writer));
    serializer.set_treat_array_buffer_views_as_host_objects(true);
    serializer.write_raw_bytes(HEADER);
    if serializer.write_value(context, value).is_some() {
        let bytes = serializer.release();
        if let Some(array) = ops_core::bytes::uint8_array(scope, bytes) {
            return array.into();
        }
    }
    v8::undefined(scope).into()
}

struct Reader {
    /// The view that is read; what it holds of views shares its memory.
    view: v8::Global<v8::ArrayBufferView>,
    base: usize,
    buffer_class: v8::Global<v8::Function>,
}

impl v8::ValueDeserializerImpl for Reader {
    fn read_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        deserializer: &dyn ValueDeserializerHelper,
    ) -> Option<v8::Local<'s, v8::Object>> {
        let (mut class, mut length) = (0, 0);
        if !deserializer.read_uint32(&mut class) || !deserializer.read_uint32(&mut length) {
            throw(scope, false, "ReadUint32() failed");
            return None;
        }
        let length = length as usize;
        let Some(bytes) = deserializer.read_raw_bytes(length) else {
            throw(scope, false, "ReadRawBytes() failed");
            return None;
        };
        let Some(size) = element_size(class) else {
            // What Node's own JavaScript says of a kind of view that there is not.
            let text = "Cannot read properties of undefined (reading 'BYTES_PER_ELEMENT')";
            throw(scope, true, text);
            return None;
        };
        let view = v8::Local::new(scope, &self.view);
        let at = view.byte_offset() + (bytes.as_ptr() as usize - self.base);
        // A view of a shared buffer, and one whose elements would not be aligned, gets its bytes anew.
        let (buffer, at) = match view.buffer(scope) {
            Some(buffer) if at.is_multiple_of(size) && at + length <= buffer.byte_length() => {
                (buffer, at)
            }
            _ => {
                let copy = ops_core::bytes::uint8_array_of(scope, bytes)?;
                (copy.buffer(scope)?, 0)
            }
        };
        if class != BUFFER {
            return make(scope, class, buffer, at, length);
        }
        let buffer_class = v8::Local::new(scope, &self.buffer_class);
        let at = v8::Number::new(scope, at as f64).into();
        let length = v8::Number::new(scope, length as f64).into();
        // V8 lets no JS run while it reads, except where it is told.
        v8::allow_javascript_execution_scope!(let scope, scope);
        buffer_class.new_instance(scope, &[buffer.into(), at, length])
    }

    fn get_shared_array_buffer_from_id<'s>(
        &self,
        _scope: &mut v8::PinScope<'s, '_>,
        _id: u32,
    ) -> Option<v8::Local<'s, v8::SharedArrayBuffer>> {
        None
    }

    fn get_wasm_module_from_id<'s>(
        &self,
        _scope: &mut v8::PinScope<'s, '_>,
        _id: u32,
    ) -> Option<v8::Local<'s, v8::WasmModuleObject>> {
        None
    }
}

/// The value in `view`; `buffer_class(buffer, offset, length)` makes a `Buffer`.
#[op2(reentrant)]
pub fn op_v8_deserialize<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    view: v8::Local<'s, v8::Value>,
    buffer_class: v8::Local<'s, v8::Function>,
) -> Result<v8::Local<'s, v8::Value>, CodedError> {
    let view = v8::Local::<v8::ArrayBufferView>::try_from(view).map_err(|_| not_a_view())?;
    let source = Source::of(view, scope);
    let bytes = source.bytes();
    let reader = Reader {
        view: v8::Global::new(scope, view),
        base: bytes.as_ptr() as usize,
        buffer_class: v8::Global::new(scope, buffer_class),
    };
    let context = scope.get_current_context();
    let deserializer = v8::ValueDeserializer::new(scope, Box::new(reader), bytes);
    let value = deserializer
        .read_header(context)
        .and_then(|_| deserializer.read_value(context));
    Ok(value.unwrap_or_else(|| v8::undefined(scope).into()))
}
