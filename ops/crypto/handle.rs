//! The class of all live things but hashes: `new CryptoHandle()`, then `open(kind, ...)`, then `run(method, ...)`.
//!
//! JS derives its classes from it and gives the methods their names.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::ffi::CStr;

use deno_core::{GarbageCollected, op2, v8};

use crate::args::Args;
use crate::error::{CryptoError, CryptoResult, settle};

/// A live thing behind a handle.
pub trait Handle: Any {
    /// A method by its number.
    fn call<'s>(
        &mut self,
        scope: &mut v8::PinScope<'s, '_>,
        method: i32,
        args: &Args<'_, 's>,
    ) -> CryptoResult<v8::Local<'s, v8::Value>>;

    /// Bytes that it keeps in native memory, about.
    fn memory(&self) -> i64 {
        1024
    }

    /// The bytes of the secret key that it is.
    fn secret(&self) -> Option<Vec<u8>> {
        None
    }
}

/// What JS holds.
pub struct CryptoHandle {
    inner: RefCell<Option<Box<dyn Handle>>>,
    told: Told,
}

/// How much native memory V8 knows of for one handle: without it handles would pile up until V8's own heap is full.
#[derive(Default)]
pub struct Told {
    isolate: Cell<Option<v8::UnsafeRawIsolatePtr>>,
    bytes: Cell<i64>,
}

impl Told {
    /// So many bytes belong to the handle.
    pub fn tell(&self, scope: &mut v8::PinScope, bytes: i64) {
        // SAFETY: it is used only on this thread, by a handle that the isolate owns.
        self.isolate
            .set(Some(unsafe { scope.as_raw_isolate_ptr() }));
        scope.adjust_amount_of_external_allocated_memory(bytes - self.bytes.replace(bytes));
    }
}

impl Drop for Told {
    fn drop(&mut self) {
        if let Some(mut pointer) = self.isolate.take() {
            // SAFETY: the isolate owns the handle, and this is its thread.
            let isolate =
                unsafe { v8::Isolate::ref_from_raw_isolate_ptr_mut_unchecked(&mut pointer) };
            isolate.adjust_amount_of_external_allocated_memory(-self.bytes.get());
        }
    }
}

// SAFETY: nothing in it is traced: it holds no reference into V8's heap.
unsafe impl GarbageCollected for CryptoHandle {
    fn trace(&self, _visitor: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static CStr {
        c"CryptoHandle"
    }
}

impl CryptoHandle {
    /// A handle object made by native code, with the prototype that `CryptoHandle` has in JS.
    pub fn make<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        inner: impl Handle,
    ) -> v8::Local<'s, v8::Object> {
        let told = Told::default();
        told.tell(scope, inner.memory());
        let handle = Self {
            inner: RefCell::new(Some(Box::new(inner))),
            told,
        };
        let object = deno_core::cppgc::make_cppgc_object(scope, handle);
        ops_core::adopt(scope, object, "CryptoHandle");
        object
    }

    /// Calls `f` with what is behind `value` when it is a handle of a `T`.
    pub fn with<T: Handle, R>(
        scope: &mut v8::PinScope,
        value: v8::Local<v8::Value>,
        f: impl FnOnce(&mut T) -> R,
    ) -> Option<R> {
        let handle = deno_core::cppgc::try_unwrap_cppgc_object::<Self>(scope, value)?;
        let mut inner = handle.inner.try_borrow_mut().ok()?;
        let any: &mut dyn Any = &mut **inner.as_mut()?;
        any.downcast_mut::<T>().map(f)
    }
}

/// The bytes of a secret key's handle.
pub fn secret_of(scope: &mut v8::PinScope, value: v8::Local<v8::Value>) -> Option<Vec<u8>> {
    let handle = deno_core::cppgc::try_unwrap_cppgc_object::<CryptoHandle>(scope, value)?;
    let inner = handle.inner.try_borrow().ok()?;
    inner.as_ref()?.secret()
}

#[op2]
impl CryptoHandle {
    #[constructor]
    #[cppgc]
    fn new() -> CryptoHandle {
        CryptoHandle {
            inner: RefCell::default(),
            told: Told::default(),
        }
    }

    /// `open(kind, ...)`: makes the thing.
    fn open<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
    ) -> v8::Local<'s, v8::Value> {
        let opened = args.map_or_else(
            || Err(CryptoError::arguments()),
            |args| {
                let kind = args.get(0).int32_value(scope).unwrap_or(-1);
                crate::call::open(scope, kind, &Args::new(args, 1))
            },
        );
        let result = opened.map(|inner| {
            self.told.tell(scope, inner.memory());
            *self.inner.borrow_mut() = Some(inner);
            v8::undefined(scope).into()
        });
        settle(scope, result)
    }

    /// `run(method, ...)`.
    fn run<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
    ) -> v8::Local<'s, v8::Value> {
        let mut inner = self.inner.borrow_mut();
        let result = match (inner.as_mut(), args) {
            (Some(inner), Some(args)) => {
                let method = args.get(0).int32_value(scope).unwrap_or(-1);
                inner.call(scope, method, &Args::new(args, 1))
            }
            _ => Err(CryptoError::arguments()),
        };
        drop(inner);
        settle(scope, result)
    }
}
