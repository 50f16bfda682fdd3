//! The two ops: a function by its kind, and work by its kind, here or on the thread pool.
//!
//! Kinds below 100 are those of hashes, ciphers, derivation and settings; those from 100 on belong to keys, signatures,
//! key agreement and certificates.

use deno_core::{op2, v8};
use ops_core::{JsCallback, submit_named};

use crate::args::Args;
use crate::error::{CryptoError, CryptoResult, settle};
use crate::handle::Handle;

/// What a job found, ready to become a value of JS.
pub type Output =
    Box<dyn for<'s, 'i> FnOnce(&mut v8::PinScope<'s, 'i>) -> v8::Local<'s, v8::Value> + Send>;

/// Work that knows nothing of JS.
pub type Job = Box<dyn FnOnce() -> CryptoResult<Output> + Send>;

/// What `f` makes on the thread of JS.
pub fn output<F>(f: F) -> Output
where
    F: for<'s, 'i> FnOnce(&mut v8::PinScope<'s, 'i>) -> v8::Local<'s, v8::Value> + Send + 'static,
{
    Box::new(f)
}

/// Bytes as the `ArrayBuffer` that Node's jobs give.
pub fn buffer(bytes: Vec<u8>) -> Output {
    Box::new(move |scope| array_buffer(scope, bytes).into())
}

/// A truth value.
pub fn truth(value: bool) -> Output {
    Box::new(move |scope| v8::Boolean::new(scope, value).into())
}

/// An `ArrayBuffer` with these bytes.
pub fn array_buffer<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: Vec<u8>,
) -> v8::Local<'s, v8::ArrayBuffer> {
    let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes).make_shared();
    v8::ArrayBuffer::with_backing_store(scope, &store)
}

/// `op_crypto_call(kind, ...)`.
#[op2]
pub fn op_crypto_call<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
) -> v8::Local<'s, v8::Value> {
    let result = args.map_or_else(
        || Err(CryptoError::arguments()),
        |args| {
            let kind = args.get(0).int32_value(scope).unwrap_or(-1);
            call(scope, kind, &Args::new(args, 1))
        },
    );
    settle(scope, result)
}

/// `op_crypto_job(kind, callback, ...)`: without a callback at once, the result is the value or an exception; with one on
/// the pool, to `callback(error | undefined, value)`.
#[op2]
pub fn op_crypto_job<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[varargs] args: Option<&v8::FunctionCallbackArguments<'s>>,
) -> v8::Local<'s, v8::Value> {
    let result = args.map_or_else(|| Err(CryptoError::arguments()), |args| run(scope, args));
    settle(scope, result)
}

fn run<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &v8::FunctionCallbackArguments<'s>,
) -> CryptoResult<v8::Local<'s, v8::Value>> {
    let kind = args.get(0).int32_value(scope).unwrap_or(-1);
    let job = job(scope, kind, &Args::new(args, 2))?;
    let Ok(callback) = v8::Local::<v8::Function>::try_from(args.get(1)) else {
        let output = job()?;
        return Ok(output(scope));
    };
    let callback = JsCallback::request(scope, callback, request_name(kind));
    submit_named(
        "crypto",
        move || {
            let result = job();
            #[cfg(feature = "openssl")]
            crate::error::clear();
            result
        },
        move |scope, result| {
            v8::scope!(let scope, scope);
            let undefined = v8::undefined(scope).into();
            match result {
                Ok(output) => {
                    let value = output(scope);
                    callback.call(scope, &[undefined, value]);
                }
                Err(error) => {
                    let error = error.to_js(scope);
                    callback.call(scope, &[error]);
                }
            }
        },
    );
    Ok(v8::undefined(scope).into())
}

/// The names that `async_hooks` shows.
fn request_name(kind: i32) -> &'static str {
    match kind {
        1 => "RANDOMBYTESREQUEST",
        2 => "PBKDF2REQUEST",
        3 => "SCRYPTREQUEST",
        4 => "DERIVEBITSREQUEST",
        5 => "ARGON2REQUEST",
        6 => "RANDOMPRIMEREQUEST",
        7 => "CHECKPRIMEREQUEST",
        8 => "HASHREQUEST",
        9 => "CIPHERREQUEST",
        100..=119 => "KEYPAIRGENREQUEST",
        120..=129 => "SIGNREQUEST",
        _ => "DERIVEBITSREQUEST",
    }
}

/// The calls that start the library themselves, if at all.
#[cfg(feature = "openssl")]
const HASH_NUMBER: i32 = 0;
#[cfg(feature = "openssl")]
const UUID: i32 = 12;
#[cfg(feature = "openssl")]
const HASH_LENGTH: i32 = 13;
#[cfg(feature = "openssl")]
const START: i32 = 14;

#[cfg(feature = "openssl")]
fn call<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    kind: i32,
    args: &Args<'_, 's>,
) -> CryptoResult<v8::Local<'s, v8::Value>> {
    if !matches!(kind, HASH_NUMBER | START | UUID | HASH_LENGTH) {
        crate::library::ensure();
    }
    match kind {
        0..40 => crate::info::call(scope, kind, args),
        100 => crate::dh::group_prime(scope, args),
        101 => Ok(crate::ecdh::curves(scope)),
        102 => crate::rsa::call(scope, args),
        103 => crate::ecdh::convert(scope, args),
        104 => crate::pkcs12::call(scope, args),
        _ => Err(CryptoError::arguments()),
    }
}

#[cfg(feature = "openssl")]
fn job<'s>(scope: &mut v8::PinScope<'s, '_>, kind: i32, args: &Args<'_, 's>) -> CryptoResult<Job> {
    if kind != 1 {
        crate::library::ensure();
    }
    match kind {
        1 => crate::random::job(args),
        2..=5 => crate::kdf::job(scope, kind, args),
        6 | 7 => crate::prime::job(kind, args),
        8 => crate::hash::job(scope, args),
        100 => crate::keygen::pair(scope, args),
        101 => crate::keygen::secret(args),
        102 => crate::sign::job(scope, true, args),
        103 => crate::sign::job(scope, false, args),
        9 => crate::web::cipher(scope, args),
        10 => crate::web::code(scope, args),
        104 => crate::dh::agree(scope, args),
        105 => crate::web::encapsulate(scope, args),
        106 => crate::web::decapsulate(scope, args),
        107 => crate::web::rsa(scope, args),
        _ => Err(CryptoError::arguments()),
    }
}

/// What `CryptoHandle::open` makes.
#[cfg(feature = "openssl")]
pub fn open<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    kind: i32,
    args: &Args<'_, 's>,
) -> CryptoResult<Box<dyn Handle>> {
    crate::library::ensure();
    match kind {
        1 => crate::mac::open_hmac(scope, args),
        2 => crate::cipher::open(scope, args),
        3 => crate::mac::open_mac(scope, args),
        100..=104 => crate::key::open(scope, kind, args),
        110 => crate::sign::open(scope, args),
        111 => crate::dh::open(args),
        112 => crate::ecdh::open(scope, args),
        113 => crate::x509::open(args),
        _ => Err(CryptoError::arguments()),
    }
}

#[cfg(not(feature = "openssl"))]
fn call<'s>(
    _: &mut v8::PinScope<'s, '_>,
    _: i32,
    _: &Args<'_, 's>,
) -> CryptoResult<v8::Local<'s, v8::Value>> {
    Err(CryptoError::arguments())
}

#[cfg(not(feature = "openssl"))]
fn job<'s>(_: &mut v8::PinScope<'s, '_>, _: i32, _: &Args<'_, 's>) -> CryptoResult<Job> {
    Err(CryptoError::arguments())
}

#[cfg(not(feature = "openssl"))]
pub fn open<'s>(
    _: &mut v8::PinScope<'s, '_>,
    _: i32,
    _: &Args<'_, 's>,
) -> CryptoResult<Box<dyn Handle>> {
    Err(CryptoError::arguments())
}
