//! The write method of `TLSWrap`: strings and buffers as bytes.

use std::rc::Rc;

use deno_core::v8;
use ops_net::{Encoding, append_string};

use crate::engine::TlsInner;

impl TlsInner {
    /// The write methods: see `TLSWrap::write`.
    pub fn write(
        self: &Rc<Self>,
        scope: &mut v8::PinScope,
        request: v8::Local<v8::Object>,
        data: v8::Local<v8::Value>,
        kind: i32,
    ) -> i32 {
        let mut bytes = Vec::new();
        match kind {
            0 => {
                let Some(view) = ops_core::bytes::view(data) else {
                    return -libc::EINVAL;
                };
                // The bytes are taken before JS runs again.
                return self.write_clear(scope, request, view);
            }
            1 | 2 => {
                let Ok(list) = v8::Local::<v8::Array>::try_from(data) else {
                    return -libc::EINVAL;
                };
                let step = kind as usize;
                for index in (0..list.length()).step_by(step) {
                    let Some(chunk) = list.get_index(scope, index) else {
                        return -libc::EINVAL;
                    };
                    if let Ok(text) = v8::Local::<v8::String>::try_from(chunk) {
                        let encoding = list.get_index(scope, index + 1);
                        let encoding = encoding.map(|name| name.to_rust_string_lossy(scope));
                        let encoding = Encoding::of_name(encoding.as_deref().unwrap_or_default());
                        append_string(scope, text, encoding, &mut bytes);
                    } else if let Some(view) = ops_core::bytes::view(chunk) {
                        bytes.extend_from_slice(view);
                    } else {
                        return -libc::EINVAL;
                    }
                }
            }
            _ => {
                let Ok(text) = v8::Local::<v8::String>::try_from(data) else {
                    return -libc::EINVAL;
                };
                append_string(scope, text, Encoding::of_kind(kind), &mut bytes);
            }
        }
        self.write_clear(scope, request, &bytes)
    }
}
