//! From the numbers and views of JS to a stream.

use deno_core::v8;
use ops_core::bytes;

use crate::brotli;
use crate::codec::{Failure, Opened};
use crate::zlib::{self, Mode};
use crate::zstd;

fn int(scope: &mut v8::PinScope, value: v8::Local<v8::Value>) -> i32 {
    value.int32_value(scope).unwrap_or(0)
}

/// The bytes of a view or an `ArrayBuffer`, copied: the stream keeps them.
fn copied(value: v8::Local<v8::Value>) -> Vec<u8> {
    bytes::view(value).unwrap_or_default().to_vec()
}

/// The settings of an `Int32Array` or `Uint32Array` that were made: those that JS left alone hold -1.
fn numbers(value: v8::Local<v8::Value>) -> Vec<(u32, u32)> {
    let bytes = bytes::view(value).unwrap_or_default();
    let words = bytes.as_chunks::<4>().0.iter().enumerate();
    words
        .map(|(index, word)| (index as u32, u32::from_ne_bytes(*word)))
        .filter(|(_, value)| *value != u32::MAX)
        .collect()
}

/// `windowBits, level, memLevel, strategy, dictionary, stopBehindFirst`.
fn open_zlib(scope: &mut v8::PinScope, mode: i32, set: &[v8::Local<v8::Value>; 6]) -> Opened {
    let mode = Mode::from_number(mode).ok_or_else(|| Failure::initialization("Bad argument"))?;
    let settings = zlib::Settings {
        window_bits: int(scope, set[0]).clamp(0, 15),
        level: int(scope, set[1]),
        mem_level: int(scope, set[2]).clamp(1, 9),
        strategy: int(scope, set[3]),
        dictionary: copied(set[4]),
        one_member: set[5].is_true(),
    };
    Ok(Box::new(zlib::Zlib::new(mode, settings)))
}

/// `params, dictionary`.
fn open_encoder(set: &[v8::Local<v8::Value>; 6]) -> Opened {
    Ok(Box::new(brotli::Encoder::new(
        numbers(set[0]),
        copied(set[1]),
    )?))
}

fn open_decoder(set: &[v8::Local<v8::Value>; 6]) -> Opened {
    Ok(Box::new(brotli::Decoder::new(
        numbers(set[0]),
        copied(set[1]),
    )?))
}

fn signed(list: Vec<(u32, u32)>) -> zstd::Params {
    list.into_iter()
        .map(|(key, value)| (key, value as i32))
        .collect()
}

/// `params, dictionary, pledgedSize`.
fn open_compressor(scope: &mut v8::PinScope, set: &[v8::Local<v8::Value>; 6]) -> Opened {
    let size = set[2].is_number().then(|| set[2].integer_value(scope));
    let size = size.flatten().and_then(|size| u64::try_from(size).ok());
    Ok(Box::new(zstd::Compressor::new(
        signed(numbers(set[0])),
        size,
        &copied(set[1]),
    )?))
}

fn open_decompressor(set: &[v8::Local<v8::Value>; 6]) -> Opened {
    Ok(Box::new(zstd::Decompressor::new(
        signed(numbers(set[0])),
        &copied(set[1]),
    )?))
}

/// The stream of a mode, with what JS gave to `init`.
pub fn open(scope: &mut v8::PinScope, mode: i32, set: &[v8::Local<v8::Value>; 6]) -> Opened {
    match mode {
        8 => open_decoder(set),
        9 => open_encoder(set),
        10 => open_compressor(scope, set),
        11 => open_decompressor(set),
        _ => open_zlib(scope, mode, set),
    }
}
