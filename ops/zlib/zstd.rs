//! Zstandard: <https://www.rfc-editor.org/rfc/rfc8878>.

use std::ffi::{CStr, c_int};
use std::ptr;

use zstd_sys as s;

use crate::codec::{Codec, Failure, Io};

const END: i32 = 2;

/// Settings by their number, each with its value.
pub type Params = Vec<(u32, i32)>;

/// Names of the error numbers (`zstd_errors.h`).
fn error_name(code: i32) -> &'static str {
    match code {
        10 => "ZSTD_error_prefix_unknown",
        12 => "ZSTD_error_version_unsupported",
        14 => "ZSTD_error_frameParameter_unsupported",
        16 => "ZSTD_error_frameParameter_windowTooLarge",
        20 => "ZSTD_error_corruption_detected",
        22 => "ZSTD_error_checksum_wrong",
        24 => "ZSTD_error_literals_headerWrong",
        30 => "ZSTD_error_dictionary_corrupted",
        32 => "ZSTD_error_dictionary_wrong",
        34 => "ZSTD_error_dictionaryCreation_failed",
        40 => "ZSTD_error_parameter_unsupported",
        41 => "ZSTD_error_parameter_combination_unsupported",
        42 => "ZSTD_error_parameter_outOfBound",
        44 => "ZSTD_error_tableLog_tooLarge",
        46 => "ZSTD_error_maxSymbolValue_tooLarge",
        48 => "ZSTD_error_maxSymbolValue_tooSmall",
        50 => "ZSTD_error_stabilityCondition_notRespected",
        60 => "ZSTD_error_stage_wrong",
        62 => "ZSTD_error_init_missing",
        64 => "ZSTD_error_memory_allocation",
        66 => "ZSTD_error_workSpace_tooSmall",
        70 => "ZSTD_error_dstSize_tooSmall",
        72 => "ZSTD_error_srcSize_wrong",
        74 => "ZSTD_error_dstBuffer_null",
        80 => "ZSTD_error_noForwardProgress_destFull",
        82 => "ZSTD_error_noForwardProgress_inputEmpty",
        _ => "ZSTD_error_GENERIC",
    }
}

fn failure(result: usize) -> Failure {
    // SAFETY: both take a number; the text is a static string.
    let (code, text) = unsafe {
        let code = s::ZSTD_getErrorCode(result);
        (code as i32, CStr::from_ptr(s::ZSTD_getErrorString(code)))
    };
    Failure {
        message: text.to_string_lossy(),
        errno: code,
        code: error_name(code).into(),
    }
}

fn is_error(result: usize) -> bool {
    // SAFETY: it looks at the number only.
    unsafe { s::ZSTD_isError(result) != 0 }
}

const SET: &str = "Setting parameter failed";
const DICTIONARY: &str = "Failed to load zstd dictionary";

fn settle(result: usize, message: &'static str) -> Result<(), Failure> {
    match is_error(result) {
        true => Err(Failure::initialization(message)),
        false => Ok(()),
    }
}

/// What the two kinds of context have in common: the buffers of one call.
fn call(
    io: &mut Io,
    run: impl FnOnce(&mut s::ZSTD_outBuffer, &mut s::ZSTD_inBuffer) -> usize,
) -> usize {
    let mut output = s::ZSTD_outBuffer {
        dst: io.next_out().cast(),
        size: io.avail_out(),
        pos: 0,
    };
    let mut input = s::ZSTD_inBuffer {
        src: io.next_in().cast(),
        size: io.avail_in(),
        pos: 0,
    };
    let result = run(&mut output, &mut input);
    io.advance(input.pos, output.pos);
    result
}

/// A compressing stream.
pub struct Compressor {
    context: *mut s::ZSTD_CCtx,
    pledged: Option<u64>,
    started: bool,
    result: usize,
}

// SAFETY: the context is the value's own, and one thread at a time has it.
unsafe impl Send for Compressor {}

impl Compressor {
    pub fn new(params: Params, pledged: Option<u64>, dictionary: &[u8]) -> Result<Self, Failure> {
        // SAFETY: the context is checked before use.
        let context = unsafe { s::ZSTD_createCCtx() };
        let this = Self {
            context,
            pledged,
            started: false,
            result: 0,
        };
        if context.is_null() {
            return Err(Failure::initialization(
                "Could not initialize zstd instance",
            ));
        }
        for (key, value) in params {
            // SAFETY: the numbers of the header are those that Node documents; JS has refused others.
            let key = unsafe { std::mem::transmute::<u32, s::ZSTD_cParameter>(known(key, true)?) };
            // SAFETY: the context is there.
            let result = unsafe { s::ZSTD_CCtx_setParameter(context, key, value as c_int) };
            settle(result, SET)?;
        }
        if !dictionary.is_empty() {
            // SAFETY: the context copies the dictionary.
            let result = unsafe {
                s::ZSTD_CCtx_loadDictionary(context, dictionary.as_ptr().cast(), dictionary.len())
            };
            settle(result, DICTIONARY)?;
        }
        this.pledge()?;
        Ok(this)
    }

    fn run(&mut self, io: &mut Io, operation: s::ZSTD_EndDirective) {
        self.started = true;
        // SAFETY: the context is there, and `io` vouches for both ranges.
        self.result = call(io, |output, input| unsafe {
            s::ZSTD_compressStream2(self.context, output, input, operation)
        });
    }

    fn pledge(&self) -> Result<(), Failure> {
        let Some(size) = self.pledged else {
            return Ok(());
        };
        // SAFETY: the context is there.
        let result = unsafe { s::ZSTD_CCtx_setPledgedSrcSize(self.context, size) };
        settle(result, "Could not set pledged src size")
    }
}

/// Refuses numbers that the bindings do not name.
fn known(key: u32, compress: bool) -> Result<u32, Failure> {
    let fine = match compress {
        true => matches!(key, 100..=107 | 160..=164 | 200..=202 | 400..=402),
        false => key == 100,
    };
    fine.then_some(key)
        .ok_or_else(|| Failure::initialization(SET))
}

impl Drop for Compressor {
    fn drop(&mut self) {
        // SAFETY: it is freed once; a null pointer is allowed.
        unsafe { s::ZSTD_freeCCtx(self.context) };
    }
}

impl Codec for Compressor {
    fn step(&mut self, flush: i32, io: &mut Io) {
        let operation = match flush {
            END => s::ZSTD_EndDirective::ZSTD_e_end,
            1 => s::ZSTD_EndDirective::ZSTD_e_flush,
            _ => s::ZSTD_EndDirective::ZSTD_e_continue,
        };
        // A stream that is given whole takes its size from the input and forgets the one that was promised.
        if self.pledged.is_some() && !self.started && flush == END {
            self.run(io, s::ZSTD_EndDirective::ZSTD_e_continue);
            if is_error(self.result) || io.avail_in() > 0 {
                return;
            }
        }
        self.run(io, operation);
    }

    fn check(&self, _flush: i32, _io: &Io) -> Result<(), Failure> {
        match is_error(self.result) {
            true => Err(failure(self.result)),
            false => Ok(()),
        }
    }

    fn reset(&mut self) -> Result<(), Failure> {
        self.result = 0;
        self.started = false;
        // SAFETY: the context is there.
        let result = unsafe {
            s::ZSTD_CCtx_reset(
                self.context,
                s::ZSTD_ResetDirective::ZSTD_reset_session_only,
            )
        };
        settle(result, "Failed to reset stream")?;
        self.pledge()
    }

    fn guess(&self, input: usize) -> usize {
        input / 3 + 64
    }

    fn memory(&self) -> usize {
        1 << 20
    }
}

/// A decompressing stream.
pub struct Decompressor {
    context: *mut s::ZSTD_DCtx,
    result: usize,
}

// SAFETY: as for `Compressor`.
unsafe impl Send for Decompressor {}

impl Decompressor {
    pub fn new(params: Params, dictionary: &[u8]) -> Result<Self, Failure> {
        // SAFETY: the context is checked before use.
        let context = unsafe { s::ZSTD_createDCtx() };
        let this = Self { context, result: 1 };
        if context.is_null() {
            return Err(Failure::initialization(
                "Could not initialize zstd instance",
            ));
        }
        for (key, value) in params {
            known(key, false)?;
            let key = s::ZSTD_dParameter::ZSTD_d_windowLogMax;
            // SAFETY: the context is there.
            let result = unsafe { s::ZSTD_DCtx_setParameter(context, key, value as c_int) };
            settle(result, SET)?;
        }
        if !dictionary.is_empty() {
            // SAFETY: the context copies the dictionary.
            let result = unsafe {
                s::ZSTD_DCtx_loadDictionary(context, dictionary.as_ptr().cast(), dictionary.len())
            };
            settle(result, DICTIONARY)?;
        }
        Ok(this)
    }

    /// Whether another frame, one to be skipped included, begins here.
    fn frame_follows(io: &Io) -> bool {
        if io.avail_in() < 4 {
            return false;
        }
        // SAFETY: four bytes are available, by the promise to `Io::new`.
        let magic = u32::from_le(unsafe { ptr::read_unaligned(io.next_in().cast::<u32>()) });
        magic == 0xFD2F_B528 || magic & 0xFFFF_FFF0 == 0x184D_2A50
    }
}

impl Drop for Decompressor {
    fn drop(&mut self) {
        // SAFETY: it is freed once; a null pointer is allowed.
        unsafe { s::ZSTD_freeDCtx(self.context) };
    }
}

impl Codec for Decompressor {
    fn step(&mut self, _flush: i32, io: &mut Io) {
        // The end of what was decoded before: nothing is wanted any more.
        if self.result == 0 && io.avail_in() == 0 {
            return;
        }
        loop {
            // SAFETY: the context is there, and `io` vouches for both ranges.
            self.result = call(io, |output, input| unsafe {
                s::ZSTD_decompressStream(self.context, output, input)
            });
            if self.result != 0 || io.avail_out() == 0 || !Self::frame_follows(io) {
                return;
            }
        }
    }

    fn check(&self, flush: i32, io: &Io) -> Result<(), Failure> {
        if is_error(self.result) {
            return Err(failure(self.result));
        }
        if flush == END && self.result != 0 && io.avail_out() != 0 {
            return Err(Failure::unexpected_end());
        }
        Ok(())
    }

    fn reset(&mut self) -> Result<(), Failure> {
        self.result = 1;
        // SAFETY: the context is there.
        let result = unsafe {
            s::ZSTD_DCtx_reset(
                self.context,
                s::ZSTD_ResetDirective::ZSTD_reset_session_only,
            )
        };
        settle(result, "Failed to reset stream")
    }

    fn guess(&self, input: usize) -> usize {
        input.saturating_mul(4).max(512)
    }

    fn memory(&self) -> usize {
        128 << 10
    }
}
