//! The two classes and the op, as the snapshot knows them.

use std::cell::RefCell;
use std::ffi::CStr;
use std::rc::Rc;

use deno_core::{GarbageCollected, op2, v8};
use ops_crypto::{Args, CryptoError, CryptoResult};

#[cfg(feature = "openssl")]
use crate::{context::ContextInner, engine::TlsInner};

#[cfg(not(feature = "openssl"))]
pub struct ContextInner;
#[cfg(not(feature = "openssl"))]
pub struct TlsInner;

/// The native part of `tls.SecureContext`.
pub struct SecureContext {
    pub(crate) inner: RefCell<Option<Rc<ContextInner>>>,
}

/// One side of a TLS connection over a stream handle.
pub struct TLSWrap {
    pub(crate) inner: RefCell<Option<Rc<TlsInner>>>,
}

// SAFETY: nothing in it is traced: it holds no reference into V8's heap.
unsafe impl GarbageCollected for SecureContext {
    fn trace(&self, _visitor: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static CStr {
        c"SecureContext"
    }
}

// SAFETY: nothing in it is traced: the handles it reaches are `v8::Global`s.
unsafe impl GarbageCollected for TLSWrap {
    fn trace(&self, _visitor: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static CStr {
        c"TLSWrap"
    }
}

type Found<'s> = CryptoResult<v8::Local<'s, v8::Value>>;

fn settle<'s>(scope: &mut v8::PinScope<'s, '_>, result: Found<'s>) -> v8::Local<'s, v8::Value> {
    result.unwrap_or_else(|error| {
        error.throw(scope);
        v8::undefined(scope).into()
    })
}

#[op2]
impl SecureContext {
    #[constructor]
    #[cppgc]
    fn new() -> SecureContext {
        SecureContext {
            inner: RefCell::default(),
        }
    }

    /// `run(name, ...)`: `init` first.
    #[reentrant]
    fn run<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
    ) -> v8::Local<'s, v8::Value> {
        let result = match args {
            Some(args) => context_run(self, scope, args),
            None => Err(CryptoError::arguments()),
        };
        settle(scope, result)
    }
}

#[op2]
impl TLSWrap {
    #[constructor]
    #[cppgc]
    fn new() -> TLSWrap {
        TLSWrap {
            inner: RefCell::default(),
        }
    }

    /// `run(name, ...)`: `wrap` first. It calls JS.
    #[reentrant]
    fn run<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
    ) -> v8::Local<'s, v8::Value> {
        let result = match args {
            Some(args) => tls_run(self, scope, args),
            None => Err(CryptoError::arguments()),
        };
        settle(scope, result)
    }

    /// `write(request, data, kind)`: a view (0), an array of chunks (1: all are buffers, 2: with their encodings), or a
    /// string (3: UTF-8, 4: one byte each, 5: UTF-16). 0 or a negative error.
    #[nofast]
    #[reentrant]
    fn write(
        &self,
        scope: &mut v8::PinScope,
        request: v8::Local<v8::Object>,
        data: v8::Local<v8::Value>,
        kind: i32,
    ) -> i32 {
        tls_write(self, scope, request, data, kind)
    }
}

/// `op_tls_call(name, ...)`.
#[op2]
pub fn op_tls_call<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
) -> v8::Local<'s, v8::Value> {
    let result = match args {
        Some(args) => {
            let name = args.get(0).to_rust_string_lossy(scope);
            call(scope, &name, &Args::new(args, 1))
        }
        None => Err(CryptoError::arguments()),
    };
    settle(scope, result)
}

#[cfg(feature = "openssl")]
fn call<'s>(scope: &mut v8::PinScope<'s, '_>, name: &str, args: &Args<'_, 's>) -> Found<'s> {
    ops_crypto::ensure();
    crate::library::call(scope, name, args)
}

#[cfg(feature = "openssl")]
fn context_run<'s>(
    this: &SecureContext,
    scope: &mut v8::PinScope<'s, '_>,
    args: &v8::FunctionCallbackArguments<'s>,
) -> Found<'s> {
    let name = args.get(0).to_rust_string_lossy(scope);
    let args = Args::new(args, 1);
    if name == "init" {
        ops_crypto::ensure();
        let inner = ContextInner::new(scope, &args)?;
        *this.inner.borrow_mut() = Some(Rc::new(inner));
        return Ok(v8::undefined(scope).into());
    }
    let inner = this.inner.borrow().clone();
    let inner = inner.ok_or_else(CryptoError::arguments)?;
    inner.call(scope, &name, &args)
}

#[cfg(feature = "openssl")]
fn tls_run<'s>(
    this: &TLSWrap,
    scope: &mut v8::PinScope<'s, '_>,
    args: &v8::FunctionCallbackArguments<'s>,
) -> Found<'s> {
    let name = args.get(0).to_rust_string_lossy(scope);
    let object = args.this();
    let args = Args::new(args, 1);
    if name == "wrap" {
        let inner = TlsInner::new(scope, object, &args)?;
        *this.inner.borrow_mut() = Some(inner);
        return Ok(v8::undefined(scope).into());
    }
    let inner = this.inner.borrow().clone();
    let inner = inner.ok_or_else(CryptoError::arguments)?;
    inner.call(scope, &name, &args)
}

#[cfg(feature = "openssl")]
fn tls_write(
    this: &TLSWrap,
    scope: &mut v8::PinScope,
    request: v8::Local<v8::Object>,
    data: v8::Local<v8::Value>,
    kind: i32,
) -> i32 {
    let inner = this.inner.borrow().clone();
    match inner {
        Some(inner) => inner.write(scope, request, data, kind),
        None => -libc::EINVAL,
    }
}

#[cfg(not(feature = "openssl"))]
fn call<'s>(_: &mut v8::PinScope<'s, '_>, _: &str, _: &Args<'_, 's>) -> Found<'s> {
    Err(CryptoError::arguments())
}

#[cfg(not(feature = "openssl"))]
fn context_run<'s>(
    _: &SecureContext,
    _: &mut v8::PinScope<'s, '_>,
    _: &v8::FunctionCallbackArguments<'s>,
) -> Found<'s> {
    Err(CryptoError::arguments())
}

#[cfg(not(feature = "openssl"))]
fn tls_run<'s>(
    _: &TLSWrap,
    _: &mut v8::PinScope<'s, '_>,
    _: &v8::FunctionCallbackArguments<'s>,
) -> Found<'s> {
    Err(CryptoError::arguments())
}

#[cfg(not(feature = "openssl"))]
fn tls_write(
    _: &TLSWrap,
    _: &mut v8::PinScope,
    _: v8::Local<v8::Object>,
    _: v8::Local<v8::Value>,
    _: i32,
) -> i32 {
    -libc::EINVAL
}
