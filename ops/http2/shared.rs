//! What all sessions of a thread share with JS: the arrays for options, settings and states, and the callbacks.

use std::cell::RefCell;
use std::ffi::CStr;

use deno_core::v8;
use libnghttp2_sys as ffi;

use crate::settings;

/// Numbers of `optionsBuffer`, `settingsBuffer`, `sessionState` and `streamState`.
pub const OPTIONS: usize = 14;
pub const SETTINGS: usize = 29;
pub const SESSION_STATE: usize = 9;
pub const STREAM_STATE: usize = 6;

/// The functions that JS registers, in their order.
#[derive(Clone, Copy)]
pub enum Callback {
    Error,
    Priority,
    Settings,
    Ping,
    Headers,
    FrameError,
    GoawayData,
    AltSvc,
    Origin,
    StreamTrailers,
    StreamClose,
}

const CALLBACKS: i32 = 11;

struct Shared {
    options: v8::SharedRef<v8::BackingStore>,
    settings: v8::SharedRef<v8::BackingStore>,
    session: v8::SharedRef<v8::BackingStore>,
    stream: v8::SharedRef<v8::BackingStore>,
    callbacks: Vec<v8::Global<v8::Function>>,
    prototype: Option<v8::Global<v8::Value>>,
}

thread_local! {
    static SHARED: RefCell<Option<Shared>> = const { RefCell::new(None) };
}

fn store(bytes: usize) -> v8::SharedRef<v8::BackingStore> {
    v8::ArrayBuffer::new_backing_store_from_vec(vec![0; bytes]).make_shared()
}

fn with<R>(f: impl FnOnce(&mut Shared) -> R) -> R {
    SHARED.with(|cell| {
        let mut shared = cell.borrow_mut();
        f(shared.get_or_insert_with(|| Shared {
            options: store(OPTIONS * 4),
            settings: store(SETTINGS * 4),
            session: store(SESSION_STATE * 8),
            stream: store(STREAM_STATE * 8),
            callbacks: Vec::new(),
            prototype: None,
        }))
    })
}

/// The 32 bit number `index` of a store of such; 0 outside of it.
pub fn number(store: &v8::BackingStore, index: usize) -> u32 {
    let Some(data) = store.data() else { return 0 };
    if (index + 1) * 4 > store.byte_length() {
        return 0;
    }
    // SAFETY: inside the store, which only this thread uses; unaligned, as it began as bytes.
    unsafe { data.as_ptr().cast::<u32>().add(index).read_unaligned() }
}

fn set_number(store: &v8::BackingStore, index: usize, value: u32) {
    let Some(data) = store.data() else { return };
    if (index + 1) * 4 <= store.byte_length() {
        // SAFETY: as above.
        unsafe {
            data.as_ptr()
                .cast::<u32>()
                .add(index)
                .write_unaligned(value)
        };
    }
}

/// What JS has put into `optionsBuffer`.
pub fn options() -> [u32; OPTIONS] {
    with(|shared| std::array::from_fn(|index| number(&shared.options, index)))
}

/// What JS has put into `settingsBuffer`.
pub fn settings() -> [u32; SETTINGS] {
    with(|shared| std::array::from_fn(|index| number(&shared.settings, index)))
}

/// Fills `settingsBuffer` from its start.
pub fn set_settings(values: &[(usize, u32)]) {
    with(|shared| {
        for (index, value) in values {
            set_number(&shared.settings, *index, *value);
        }
    });
}

fn set_state(store: &v8::BackingStore, values: &[f64]) {
    let Some(data) = store.data() else { return };
    for (index, value) in values.iter().enumerate() {
        if (index + 1) * 8 <= store.byte_length() {
            // SAFETY: inside the store, which only this thread uses; unaligned, as it began as bytes.
            unsafe {
                data.as_ptr()
                    .cast::<f64>()
                    .add(index)
                    .write_unaligned(*value)
            };
        }
    }
}

pub fn set_session_state(values: &[f64; SESSION_STATE]) {
    with(|shared| set_state(&shared.session, values));
}

pub fn set_stream_state(values: &[f64; STREAM_STATE]) {
    with(|shared| set_state(&shared.stream, values));
}

/// A function that JS has registered.
pub fn callback<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    callback: Callback,
) -> Option<v8::Local<'s, v8::Function>> {
    with(|shared| {
        let function = shared.callbacks.get(callback as usize)?;
        Some(v8::Local::new(scope, function))
    })
}

/// Gives a native stream object the prototype of `Http2Stream`.
pub fn adopt_stream(scope: &mut v8::PinScope, object: v8::Local<v8::Object>) {
    let known = with(|shared| {
        let prototype = shared.prototype.as_ref()?;
        Some(v8::Local::new(scope, prototype))
    });
    if let Some(prototype) = known {
        object.set_prototype(scope, prototype);
        return;
    }
    ops_core::adopt(scope, object, "Http2Stream");
    if let Some(prototype) = object.get_prototype(scope) {
        let prototype = v8::Global::new(scope, prototype);
        with(|shared| shared.prototype = Some(prototype));
    }
}

/// `op_http2_call(kind, ...)`.
pub fn call<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &v8::FunctionCallbackArguments<'s>,
) -> Option<v8::Local<'s, v8::Value>> {
    match args.get(0).int32_value(scope)? {
        0 => Some(arrays(scope)?.into()),
        1 => {
            let mut callbacks = Vec::new();
            for index in 1..=CALLBACKS {
                let function = v8::Local::<v8::Function>::try_from(args.get(index)).ok()?;
                callbacks.push(v8::Global::new(scope, function));
            }
            with(|shared| shared.callbacks = callbacks);
            None
        }
        2 => {
            let number = args.get(1).int32_value(scope)?;
            // SAFETY: nghttp2 has a text that lives forever for each number.
            let text = unsafe { CStr::from_ptr(ffi::nghttp2_strerror(number)) };
            Some(crate::js::latin1(scope, text.to_bytes()))
        }
        3 => {
            settings::refresh_defaults();
            None
        }
        4 => Some(crate::js::array_buffer(scope, &settings::pack()?).into()),
        _ => None,
    }
}

fn arrays<'s>(scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Array>> {
    let stores = with(|shared| {
        [
            shared.options.clone(),
            shared.settings.clone(),
            shared.session.clone(),
            shared.stream.clone(),
        ]
    });
    let buffers = stores.map(|store| v8::ArrayBuffer::with_backing_store(scope, &store));
    let [options, settings, session, stream] = buffers;
    let list: [v8::Local<v8::Value>; 4] = [
        v8::Uint32Array::new(scope, options, 0, OPTIONS)?.into(),
        v8::Uint32Array::new(scope, settings, 0, SETTINGS)?.into(),
        v8::Float64Array::new(scope, session, 0, SESSION_STATE)?.into(),
        v8::Float64Array::new(scope, stream, 0, STREAM_STATE)?.into(),
    ];
    Some(v8::Array::new_with_elements(scope, &list))
}
