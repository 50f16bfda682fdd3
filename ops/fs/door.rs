//! The doors from JS to one plain function: `op_fs_x_sync` returns or throws; `op_fs_x` runs it on the pool and then
//! calls the callback `(error | null, value)`, or settles the promise that it returned when no callback was given.

use deno_core::v8;
use ops_core::{JsCallback, SysError};

/// A result as JS sees it.
pub trait IntoJs {
    /// `None` when there is no value: the callback then has one argument.
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>>;
}

/// What a request that has been submitted will be answered through.
pub enum Reply {
    Callback(JsCallback),
    Promise(v8::Global<v8::PromiseResolver>),
    /// The isolate is being terminated: nobody waits.
    Nobody,
}

impl Reply {
    /// The reply, and what the op returns: a promise when `callback` is no function.
    pub fn new<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        callback: v8::Local<'s, v8::Value>,
    ) -> (Self, v8::Local<'s, v8::Value>) {
        if let Ok(function) = v8::Local::<v8::Function>::try_from(callback) {
            return (
                Reply::Callback(JsCallback::request(scope, function, "FSREQCALLBACK")),
                v8::undefined(scope).into(),
            );
        }
        match v8::PromiseResolver::new(scope) {
            Some(resolver) => {
                let promise = resolver.get_promise(scope).into();
                (Reply::Promise(v8::Global::new(scope, resolver)), promise)
            }
            None => (Reply::Nobody, v8::undefined(scope).into()),
        }
    }

    /// Answers, in the poll phase.
    pub fn settle<T: IntoJs>(self, scope: &mut v8::PinScope, result: Result<T, SysError>) {
        v8::scope!(let scope, scope);
        match self {
            Reply::Callback(callback) => {
                let null = v8::null(scope).into();
                match result.map(|value| value.into_js(scope)) {
                    Ok(Some(value)) => callback.call(scope, &[null, value]),
                    Ok(None) => callback.call(scope, &[null]),
                    Err(error) => {
                        let error = error.to_js(scope);
                        callback.call(scope, &[error]);
                    }
                }
            }
            Reply::Promise(resolver) => {
                let resolver = v8::Local::new(scope, resolver);
                match result {
                    Ok(value) => {
                        let value = value
                            .into_js(scope)
                            .unwrap_or_else(|| v8::undefined(scope).into());
                        resolver.resolve(scope, value);
                    }
                    Err(error) => {
                        let error = error.to_js(scope);
                        resolver.reject(scope, error);
                    }
                }
                ops_core::drain(scope);
            }
            Reply::Nobody => {}
        }
    }
}

/// Returns the value to JS, or throws the error.
pub fn answer<'s, T: IntoJs>(
    scope: &mut v8::PinScope<'s, '_>,
    result: Result<T, SysError>,
) -> v8::Local<'s, v8::Value> {
    match result {
        Ok(value) => value
            .into_js(scope)
            .unwrap_or_else(|| v8::undefined(scope).into()),
        Err(error) => {
            let error = error.to_js(scope);
            scope.throw_exception(error)
        }
    }
}

/// Runs `work` on the pool and answers in the poll phase.
pub fn submit<'s, T: IntoJs + Send + 'static>(
    scope: &mut v8::PinScope<'s, '_>,
    callback: v8::Local<'s, v8::Value>,
    work: impl FnOnce() -> Result<T, SysError> + Send + 'static,
) -> v8::Local<'s, v8::Value> {
    let (reply, returned) = Reply::new(scope, callback);
    ops_core::submit(work, move |scope, result| reply.settle(scope, result));
    returned
}

/// Throws at once what would refuse a request with a callback; a promise is rejected by the request itself.
pub fn refuse<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    callback: v8::Local<'s, v8::Value>,
    allowed: Result<(), SysError>,
) -> Option<v8::Local<'s, v8::Value>> {
    let error = allowed.err().filter(|_| callback.is_function())?;
    let error = error.to_js(scope);
    Some(scope.throw_exception(error))
}

/// Declares the ops that submit a plain function, with a permission that a request with a callback needs `first`. They may enter JS: a hook of `node:async_hooks` sees the request.
macro_rules! submits {
    ($($(#[$doc:meta])* $submit:ident ( $($(#[$attr:ident])? $arg:ident : $ty:ident),* ) = $plain:path $(, first $on:ident.$ask:ident)?;)*) => {$(
        $(#[$doc])*
        #[deno_core::op2(reentrant)]
        pub fn $submit<'s>(
            scope: &mut v8::PinScope<'s, '_>,
            $($(#[$attr])? $arg: $ty,)*
            callback: v8::Local<'s, v8::Value>,
        ) -> v8::Local<'s, v8::Value> {
            $(
                let allowed = $on.$ask();
                if let Some(thrown) = crate::door::refuse(scope, callback, allowed) {
                    return thrown;
                }
            )?
            crate::door::submit(scope, callback, move || $plain($($arg),*))
        }
    )*};
}
pub(crate) use submits;

/// Declares the two ops of a plain function.
macro_rules! doors {
    ($($(#[$doc:meta])* $sync:ident, $submit:ident ( $($(#[$attr:ident])? $arg:ident : $ty:ident),* ) = $plain:path $(, first $on:ident.$ask:ident)?;)*) => {
        $(
            $(#[$doc])*
            #[deno_core::op2]
            pub fn $sync<'s>(
                scope: &mut v8::PinScope<'s, '_>,
                $($(#[$attr])? $arg: $ty),*
            ) -> v8::Local<'s, v8::Value> {
                crate::door::answer(scope, $plain($($arg),*))
            }
        )*
        crate::door::submits! { $($(#[$doc])* $submit ( $($(#[$attr])? $arg : $ty),* ) = $plain $(, first $on.$ask)?;)* }
    };
}
pub(crate) use doors;
