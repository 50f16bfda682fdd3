//! `V8Deserializer`: what is inside a `v8.Deserializer`.

use std::cell::RefCell;
use std::rc::Rc;

use deno_core::v8::{self, ValueDeserializerHelper};
use deno_core::{GarbageCollected, op2};
use ops_core::CodedError;

use crate::failure;
use crate::host_objects::throw;

type Owner = Rc<RefCell<Option<v8::Global<v8::Object>>>>;

struct Delegate(Owner);

impl v8::ValueDeserializerImpl for Delegate {
    fn read_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        _deserializer: &dyn ValueDeserializerHelper,
    ) -> Option<v8::Local<'s, v8::Object>> {
        // V8 lets no JS run while it reads, except where it is told.
        v8::allow_javascript_execution_scope!(let scope, scope);
        let owner = v8::Local::new(scope, self.0.borrow().as_ref()?);
        let name = v8::String::new(scope, "_readHostObject")?;
        let function = owner.get(scope, name.into())?;
        // Without the method V8 says that the data cannot be read.
        let function = v8::Local::<v8::Function>::try_from(function).ok()?;
        let object = function.call(scope, owner.into(), &[])?;
        let object = v8::Local::<v8::Object>::try_from(object).ok();
        if object.is_none() {
            throw(scope, true, "readHostObject must return an object");
        }
        object
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

/// Bytes that stay while they are read.
pub(crate) enum Source {
    Store {
        store: v8::SharedRef<v8::BackingStore>,
        offset: usize,
        length: usize,
    },
    Copy(Box<[u8]>),
}

impl Source {
    pub(crate) fn of(view: v8::Local<v8::ArrayBufferView>, scope: &mut v8::PinScope) -> Source {
        let bytes = ops_core::bytes::view(view.into()).unwrap_or(&[]);
        // Small views may lie in V8's heap, which moves; asking for their buffer would take them out of it.
        if bytes.len() > 1024
            && let Some(buffer) = view.buffer(scope)
        {
            let store = buffer.get_backing_store();
            // What shrinks or is another thread's too is copied.
            if !store.is_shared() && !store.is_resizable_by_user_javascript() {
                let offset = view.byte_offset();
                if offset
                    .checked_add(bytes.len())
                    .is_some_and(|end| end <= store.byte_length())
                {
                    return Source::Store {
                        store,
                        offset,
                        length: bytes.len(),
                    };
                }
            }
        }
        Source::Copy(ops_core::bytes::view(view.into()).unwrap_or(&[]).into())
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Source::Store {
                store,
                offset,
                length,
            } => match store.data() {
                // SAFETY: the store, which is held, keeps its memory, and the range was checked against its length.
                Some(data) => unsafe {
                    std::slice::from_raw_parts(data.as_ptr().cast::<u8>().add(*offset), *length)
                },
                None => &[],
            },
            Source::Copy(bytes) => bytes,
        }
    }
}

/// A deserializer whose host objects are read by the JS object that is handed to `readValue`.
pub struct V8Deserializer {
    // Before `source`: fields are dropped in this order.
    inner: v8::ValueDeserializer<'static>,
    owner: Owner,
    source: Box<Source>,
}

// SAFETY: there are no traced handles: the deserializer's own are roots, and the owner is held only while a value is read.
unsafe impl GarbageCollected for V8Deserializer {
    fn trace(&self, _: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static std::ffi::CStr {
        c"V8Deserializer"
    }
}

#[op2]
impl V8Deserializer {
    #[constructor]
    #[cppgc]
    fn new(
        scope: &mut v8::PinScope,
        view: v8::Local<v8::Value>,
        called: bool,
    ) -> Result<V8Deserializer, CodedError> {
        if called {
            return Err(failure::call(
                "Class constructor Deserializer cannot be invoked without 'new'",
            ));
        }
        let view = v8::Local::<v8::ArrayBufferView>::try_from(view).map_err(|_| not_a_view())?;
        let source = Box::new(Source::of(view, scope));
        let owner = Owner::default();
        let bytes = source.bytes();
        // SAFETY: the bytes are memory of a store or of a box, neither of which moves; `source` is dropped after `inner`.
        let bytes: &'static [u8] =
            unsafe { std::slice::from_raw_parts(bytes.as_ptr(), bytes.len()) };
        Ok(V8Deserializer {
            inner: v8::ValueDeserializer::new(scope, Box::new(Delegate(owner.clone())), bytes),
            owner,
            source,
        })
    }

    #[nofast]
    #[reentrant]
    fn read_header(&self, scope: &mut v8::PinScope) -> bool {
        let context = scope.get_current_context();
        self.inner.read_header(context).unwrap_or(false)
    }

    /// The next value; `owner` is the `v8.Deserializer`. Throws what its methods throw.
    #[reentrant]
    fn read_value<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        owner: v8::Local<'s, v8::Object>,
    ) -> v8::Local<'s, v8::Value> {
        let owner = v8::Global::new(scope, owner);
        let before = self.owner.borrow_mut().replace(owner);
        let context = scope.get_current_context();
        let value = self.inner.read_value(context);
        *self.owner.borrow_mut() = before;
        value.unwrap_or_else(|| v8::undefined(scope).into())
    }

    #[fast]
    fn wire_format_version(&self) -> u32 {
        self.inner.get_wire_format_version()
    }

    /// `buffer` is an `ArrayBuffer` or a `SharedArrayBuffer`.
    #[nofast]
    fn transfer_array_buffer(
        &self,
        id: u32,
        buffer: v8::Local<v8::Value>,
    ) -> Result<(), CodedError> {
        if let Ok(buffer) = v8::Local::<v8::ArrayBuffer>::try_from(buffer) {
            self.inner.transfer_array_buffer(id, buffer);
        } else if let Ok(buffer) = v8::Local::<v8::SharedArrayBuffer>::try_from(buffer) {
            self.inner.transfer_shared_array_buffer(id, buffer);
        } else {
            return Err(failure::argument(
                "arrayBuffer must be an ArrayBuffer or SharedArrayBuffer",
            ));
        }
        Ok(())
    }

    #[fast]
    fn read_uint32(&self) -> Result<u32, CodedError> {
        let mut value = 0;
        if self.inner.read_uint32(&mut value) {
            Ok(value)
        } else {
            Err(failure::plain("ReadUint32() failed"))
        }
    }

    /// `[high, low]`.
    fn read_uint64<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> Result<v8::Local<'s, v8::Array>, CodedError> {
        let mut value = 0;
        if !self.inner.read_uint64(&mut value) {
            return Err(failure::plain("ReadUint64() failed"));
        }
        let high = v8::Integer::new_from_unsigned(scope, (value >> 32) as u32).into();
        let low = v8::Integer::new_from_unsigned(scope, value as u32).into();
        Ok(v8::Array::new_with_elements(scope, &[high, low]))
    }

    #[fast]
    fn read_double(&self) -> Result<f64, CodedError> {
        let mut value = 0.0;
        if self.inner.read_double(&mut value) {
            Ok(value)
        } else {
            Err(failure::plain("ReadDouble() failed"))
        }
    }

    /// Where in the source the next `length` bytes lie, which count as read.
    #[fast]
    fn read_raw_bytes(&self, length: f64) -> Result<f64, CodedError> {
        let base = self.source.bytes();
        // V8 answers with a null pointer when there is no byte at all.
        let fits = length >= 0.0 && length <= base.len() as f64 && !base.is_empty();
        let found = if fits {
            self.inner.read_raw_bytes(length as usize)
        } else {
            None
        };
        found
            .map(|bytes| (bytes.as_ptr() as usize - base.as_ptr() as usize) as f64)
            .ok_or_else(|| failure::plain("ReadRawBytes() failed"))
    }
}

pub(crate) fn not_a_view() -> CodedError {
    failure::argument("buffer must be a TypedArray or a DataView")
}
