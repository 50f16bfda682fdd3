//! The state of a `TextDecoder` between two chunks.

use std::cell::RefCell;

use deno_core::{GarbageCollected, op2, v8};
use encoding_rs::{CoderResult, Decoder, DecoderResult, Encoding, UTF_8};

/// A decoder; it begins anew after each chunk that is the last one.
pub struct Converter {
    encoding: &'static Encoding,
    fatal: bool,
    keep_mark: bool,
    decoder: RefCell<Option<Decoder>>,
}

// SAFETY: it holds nothing of V8.
unsafe impl GarbageCollected for Converter {
    fn trace(&self, _visitor: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static std::ffi::CStr {
        c"Converter"
    }
}

impl Converter {
    fn fresh(&self) -> Decoder {
        if self.keep_mark {
            self.encoding.new_decoder_without_bom_handling()
        } else {
            self.encoding.new_decoder_with_bom_removal()
        }
    }

    /// `None`: the input is not valid.
    fn decode_bytes(&self, bytes: &[u8], last: bool) -> Option<Vec<u16>> {
        let mut slot = self.decoder.borrow_mut();
        let mut decoder = slot.take().unwrap_or_else(|| self.fresh());
        let mut units = Vec::new();
        let mut input = bytes;
        loop {
            let start = units.len();
            let room = decoder
                .max_utf16_buffer_length(input.len())
                .unwrap_or(input.len())
                .max(16);
            units.resize(start + room, 0);
            let (done, read, written) = if self.fatal {
                let (result, read, written) =
                    decoder.decode_to_utf16_without_replacement(input, &mut units[start..], last);
                match result {
                    DecoderResult::InputEmpty => (true, read, written),
                    DecoderResult::OutputFull => (false, read, written),
                    DecoderResult::Malformed(..) => return None,
                }
            } else {
                let (result, read, written, _) =
                    decoder.decode_to_utf16(input, &mut units[start..], last);
                (result == CoderResult::InputEmpty, read, written)
            };
            units.truncate(start + written);
            input = input.get(read..).unwrap_or_default();
            if done {
                break;
            }
        }
        if !last {
            *slot = Some(decoder);
        }
        Some(units)
    }
}

#[op2]
impl Converter {
    #[constructor]
    #[cppgc]
    fn create(#[string] label: &str, fatal: bool, keep_mark: bool) -> Converter {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap_or(UTF_8);
        Converter {
            encoding,
            fatal,
            keep_mark,
            decoder: RefCell::new(None),
        }
    }

    /// The string; false when the input is not valid and the decoder fatal, null when the string would be too long,
    /// undefined when `input` is no buffer.
    fn decode<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        input: v8::Local<v8::Value>,
        last: bool,
    ) -> v8::Local<'s, v8::Value> {
        let Some(bytes) = ops_core::bytes::view(input) else {
            return v8::undefined(scope).into();
        };
        let Some(units) = self.decode_bytes(bytes, last) else {
            return v8::Boolean::new(scope, false).into();
        };
        match v8::String::new_from_two_byte(scope, &units, v8::NewStringType::Normal) {
            Some(string) => string.into(),
            None => v8::null(scope).into(),
        }
    }
}
