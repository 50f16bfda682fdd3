//! Brotli: <https://www.rfc-editor.org/rfc/rfc7932>, with raw shared dictionaries (RFC 9841).

use std::ffi::CStr;
use std::ptr;

use compu_brotli_sys as b;

use crate::codec::{Codec, Failure, Io};

const RAW: b::BrotliSharedDictionaryType =
    b::BrotliSharedDictionaryType_BROTLI_SHARED_DICTIONARY_RAW;
const FINISH: i32 = 2;
const QUALITY: u32 = 1;
const MAX_QUALITY: u32 = 11;

/// Settings by their number; the others keep their defaults.
pub type Params = Vec<(u32, u32)>;

/// A compressing stream.
pub struct Encoder {
    state: *mut b::BrotliEncoderState,
    prepared: *mut b::BrotliEncoderPreparedDictionary,
    params: Params,
    /// The prepared dictionary refers to it.
    dictionary: Vec<u8>,
    well: bool,
}

// SAFETY: the state is the value's own, and one thread at a time has it.
unsafe impl Send for Encoder {}

impl Encoder {
    pub fn new(params: Params, dictionary: Vec<u8>) -> Result<Self, Failure> {
        let mut this = Self {
            state: ptr::null_mut(),
            prepared: ptr::null_mut(),
            params,
            dictionary,
            well: true,
        };
        this.open()?;
        Ok(this)
    }

    fn open(&mut self) -> Result<(), Failure> {
        self.close();
        self.well = true;
        // SAFETY: the instance and the prepared dictionary are checked before use; `dictionary` lives as long as they.
        unsafe {
            self.state = b::BrotliEncoderCreateInstance(None, None, ptr::null_mut());
            if self.state.is_null() {
                return Err(Failure::initialization("Initialization failed"));
            }
            for &(key, value) in &self.params {
                if b::BrotliEncoderSetParameter(self.state, key as _, value) == 0 {
                    return Err(Failure::initialization("Initialization failed"));
                }
            }
            if self.dictionary.is_empty() {
                return Ok(());
            }
            let quality = self.params.iter().rev().find(|(key, _)| *key == QUALITY);
            let quality = quality.map_or(MAX_QUALITY, |(_, value)| (*value).min(MAX_QUALITY));
            self.prepared = b::BrotliEncoderPrepareDictionary(
                RAW,
                self.dictionary.len(),
                self.dictionary.as_ptr(),
                quality as _,
                None,
                None,
                ptr::null_mut(),
            );
            if self.prepared.is_null()
                || b::BrotliEncoderAttachPreparedDictionary(self.state, self.prepared) == 0
            {
                return Err(Failure::initialization("Failed to load brotli dictionary"));
            }
        }
        Ok(())
    }

    fn close(&mut self) {
        // SAFETY: each is destroyed once, the one that refers to the other first.
        unsafe {
            if !self.state.is_null() {
                b::BrotliEncoderDestroyInstance(self.state);
            }
            if !self.prepared.is_null() {
                b::BrotliEncoderDestroyPreparedDictionary(self.prepared);
            }
        }
        self.state = ptr::null_mut();
        self.prepared = ptr::null_mut();
    }
}

impl Drop for Encoder {
    fn drop(&mut self) {
        self.close();
    }
}

impl Codec for Encoder {
    fn step(&mut self, flush: i32, io: &mut Io) {
        if self.state.is_null() {
            self.well = false;
            return;
        }
        let (mut left_in, mut next_in) = (io.avail_in(), io.next_in());
        let (mut left_out, mut next_out) = (io.avail_out(), io.next_out());
        // SAFETY: the instance is there, and `io` vouches for both ranges.
        self.well = unsafe {
            b::BrotliEncoderCompressStream(
                self.state,
                flush as _,
                &mut left_in,
                &mut next_in,
                &mut left_out,
                &mut next_out,
                ptr::null_mut(),
            )
        } != 0;
        io.advance(
            io.avail_in().saturating_sub(left_in),
            io.avail_out().saturating_sub(left_out),
        );
    }

    fn check(&self, _flush: i32, _io: &Io) -> Result<(), Failure> {
        match self.well {
            true => Ok(()),
            false => Err(Failure::new(
                "Compression failed",
                -1,
                "ERR_BROTLI_COMPRESSION_FAILED",
            )),
        }
    }

    fn reset(&mut self) -> Result<(), Failure> {
        self.open()
    }

    fn guess(&self, input: usize) -> usize {
        input / 3 + 64
    }

    fn memory(&self) -> usize {
        1 << 20
    }
}

/// A decompressing stream.
pub struct Decoder {
    state: *mut b::BrotliDecoderState,
    params: Params,
    /// The state refers to it.
    dictionary: Vec<u8>,
    result: b::BrotliDecoderResult,
    error: b::BrotliDecoderErrorCode,
}

// SAFETY: as for `Encoder`.
unsafe impl Send for Decoder {}

impl Decoder {
    pub fn new(params: Params, dictionary: Vec<u8>) -> Result<Self, Failure> {
        let mut this = Self {
            state: ptr::null_mut(),
            params,
            dictionary,
            result: 1,
            error: 0,
        };
        this.open()?;
        Ok(this)
    }

    fn open(&mut self) -> Result<(), Failure> {
        self.close();
        self.result = 1;
        self.error = 0;
        // SAFETY: the instance is checked before use; `dictionary` lives as long as it.
        unsafe {
            self.state = b::BrotliDecoderCreateInstance(None, None, ptr::null_mut());
            if self.state.is_null() {
                return Err(Failure::initialization("Initialization failed"));
            }
            for &(key, value) in &self.params {
                if b::BrotliDecoderSetParameter(self.state, key as _, value) == 0 {
                    return Err(Failure::initialization("Initialization failed"));
                }
            }
            let dictionary = &self.dictionary;
            if !dictionary.is_empty()
                && b::BrotliDecoderAttachDictionary(
                    self.state,
                    RAW,
                    dictionary.len(),
                    dictionary.as_ptr(),
                ) == 0
            {
                return Err(Failure::initialization("Failed to load brotli dictionary"));
            }
        }
        Ok(())
    }

    fn close(&mut self) {
        if !self.state.is_null() {
            // SAFETY: it is destroyed once.
            unsafe { b::BrotliDecoderDestroyInstance(self.state) };
        }
        self.state = ptr::null_mut();
    }
}

impl Drop for Decoder {
    fn drop(&mut self) {
        self.close();
    }
}

impl Codec for Decoder {
    fn step(&mut self, _flush: i32, io: &mut Io) {
        if self.state.is_null() {
            self.result = 0;
            return;
        }
        let (mut left_in, mut next_in) = (io.avail_in(), io.next_in());
        let (mut left_out, mut next_out) = (io.avail_out(), io.next_out());
        // SAFETY: the instance is there, and `io` vouches for both ranges.
        unsafe {
            self.result = b::BrotliDecoderDecompressStream(
                self.state,
                &mut left_in,
                &mut next_in,
                &mut left_out,
                &mut next_out,
                ptr::null_mut(),
            );
            if self.result == b::BrotliDecoderResult_BROTLI_DECODER_RESULT_ERROR {
                self.error = b::BrotliDecoderGetErrorCode(self.state);
            }
        }
        io.advance(
            io.avail_in().saturating_sub(left_in),
            io.avail_out().saturating_sub(left_out),
        );
    }

    fn check(&self, flush: i32, _io: &Io) -> Result<(), Failure> {
        match self.result {
            b::BrotliDecoderResult_BROTLI_DECODER_RESULT_ERROR => {
                // SAFETY: the library gives a static string for every code.
                let name = unsafe { CStr::from_ptr(b::BrotliDecoderErrorString(self.error)) };
                Err(Failure {
                    message: "Decompression failed".into(),
                    errno: self.error,
                    code: format!("ERR_{}", name.to_string_lossy()).into(),
                })
            }
            b::BrotliDecoderResult_BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT if flush == FINISH => {
                Err(Failure::unexpected_end())
            }
            _ => Ok(()),
        }
    }

    fn reset(&mut self) -> Result<(), Failure> {
        self.open()
    }

    fn guess(&self, input: usize) -> usize {
        input.saturating_mul(5).max(512)
    }

    fn memory(&self) -> usize {
        64 << 10
    }
}
