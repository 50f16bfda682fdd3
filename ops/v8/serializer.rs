//! `V8Serializer`: what is inside a `v8.Serializer`.

use std::cell::RefCell;
use std::rc::Rc;

use deno_core::v8::{self, ValueSerializerHelper};
use deno_core::{GarbageCollected, op2};
use ops_core::CodedError;

use crate::failure;
use crate::host_objects::{class_name, class_of};

/// Node writes version 15. V8's 16 differs from it only in lengths of 4 GiB and more, so the older number lets either
/// program read what the other wrote.
pub(crate) const HEADER: &[u8] = &[0xff, 15];

/// The `v8.Serializer` of JS while it is at work: its methods are the delegate's.
type Owner = Rc<RefCell<Option<v8::Global<v8::Object>>>>;

struct Delegate(Owner);

/// The method of this name of the owner.
fn method<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    owner: &Owner,
    name: &str,
) -> Option<(
    v8::Local<'s, v8::Object>,
    Option<v8::Local<'s, v8::Function>>,
)> {
    let owner = v8::Local::new(scope, owner.borrow().as_ref()?);
    let name = v8::String::new(scope, name)?;
    let value = owner.get(scope, name.into())?;
    Some((owner, value.try_into().ok()))
}

impl v8::ValueSerializerImpl for Delegate {
    fn throw_data_clone_error<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        message: v8::Local<'s, v8::String>,
    ) {
        let Some((owner, function)) = method(scope, &self.0, "_getDataCloneError") else {
            return;
        };
        let exception = match function {
            Some(function) => function.call(scope, owner.into(), &[message.into()]),
            None => Some(v8::Exception::error(scope, message)),
        };
        if let Some(exception) = exception {
            scope.throw_exception(exception);
        }
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
        _serializer: &dyn ValueSerializerHelper,
    ) -> Option<bool> {
        let (owner, function) = method(scope, &self.0, "_writeHostObject")?;
        let Some(function) = function else {
            let text = match class_of(object.into()) {
                Some(class) => format!("[object {}] could not be cloned.", class_name(class)),
                None => {
                    let name = object.get_constructor_name().to_rust_string_lossy(scope);
                    format!("#<{name}> could not be cloned.")
                }
            };
            let message = v8::String::new(scope, &text)?;
            self.throw_data_clone_error(scope, message);
            return None;
        };
        function.call(scope, owner.into(), &[object.into()])?;
        Some(true)
    }

    fn get_shared_array_buffer_id<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        buffer: v8::Local<'s, v8::SharedArrayBuffer>,
    ) -> Option<u32> {
        let (owner, function) = method(scope, &self.0, "_getSharedArrayBufferId")?;
        let Some(function) = function else {
            let message = v8::String::new(scope, "#<SharedArrayBuffer> could not be cloned.")?;
            self.throw_data_clone_error(scope, message);
            return None;
        };
        let id = function.call(scope, owner.into(), &[buffer.into()])?;
        id.uint32_value(scope)
    }

    fn get_wasm_module_transfer_id(
        &self,
        _scope: &mut v8::PinScope<'_, '_>,
        _module: v8::Local<v8::WasmModuleObject>,
    ) -> Option<u32> {
        None
    }
}

/// A serializer whose host objects are written by the JS object that is handed to `writeValue`.
pub struct V8Serializer {
    inner: v8::ValueSerializer<'static>,
    owner: Owner,
}

// SAFETY: there are no traced handles: the serializer's own are roots, and the owner is held only while a value is written.
unsafe impl GarbageCollected for V8Serializer {
    fn trace(&self, _: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static std::ffi::CStr {
        c"V8Serializer"
    }
}

#[op2]
impl V8Serializer {
    #[constructor]
    #[cppgc]
    fn new(scope: &mut v8::PinScope, called: bool) -> Result<V8Serializer, CodedError> {
        if called {
            return Err(failure::call(
                "Class constructor Serializer cannot be invoked without 'new'",
            ));
        }
        let owner = Owner::default();
        Ok(V8Serializer {
            inner: v8::ValueSerializer::new(scope, Box::new(Delegate(owner.clone()))),
            owner,
        })
    }

    #[fast]
    fn write_header(&self) {
        self.inner.write_raw_bytes(HEADER);
    }

    /// Whether `value` was written; `owner` is the `v8.Serializer`. Throws what its methods throw.
    #[nofast]
    #[reentrant]
    fn write_value<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        owner: v8::Local<'s, v8::Object>,
        value: v8::Local<'s, v8::Value>,
    ) -> bool {
        let owner = v8::Global::new(scope, owner);
        let before = self.owner.borrow_mut().replace(owner);
        let context = scope.get_current_context();
        let written = self.inner.write_value(context, value);
        *self.owner.borrow_mut() = before;
        written.unwrap_or(false)
    }

    /// What was written.
    fn release_buffer<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let bytes = self.inner.release();
        match ops_core::bytes::uint8_array(scope, bytes) {
            Some(array) => array.into(),
            None => v8::undefined(scope).into(),
        }
    }

    #[nofast]
    fn transfer_array_buffer(
        &self,
        id: u32,
        buffer: v8::Local<v8::Value>,
    ) -> Result<(), CodedError> {
        let buffer = v8::Local::<v8::ArrayBuffer>::try_from(buffer)
            .map_err(|_| failure::argument("arrayBuffer must be an ArrayBuffer"))?;
        self.inner.transfer_array_buffer(id, buffer);
        Ok(())
    }

    #[fast]
    fn write_uint32(&self, value: u32) {
        self.inner.write_uint32(value);
    }

    #[fast]
    fn write_uint64(&self, high: u32, low: u32) {
        self.inner
            .write_uint64(u64::from(high) << 32 | u64::from(low));
    }

    #[fast]
    fn write_double(&self, value: f64) {
        self.inner.write_double(value);
    }

    #[nofast]
    fn write_raw_bytes(&self, source: v8::Local<v8::Value>) -> Result<(), CodedError> {
        let bytes = source
            .is_array_buffer_view()
            .then(|| ops_core::bytes::view(source))
            .flatten()
            .ok_or_else(|| failure::argument("source must be a TypedArray or a DataView"))?;
        self.inner.write_raw_bytes(bytes);
        Ok(())
    }

    #[fast]
    fn treat_views_as_host_objects(&self, on: bool) {
        self.inner.set_treat_array_buffer_views_as_host_objects(on);
    }
}
