//! Deflate in its three wrappings (zlib, gzip, raw): <https://www.rfc-editor.org/rfc/rfc1951>.

use std::cell::RefCell;
use std::ffi::{CStr, c_int};
use std::mem::{replace, size_of};

use libz_rs_sys as z;

use crate::allocator;
use crate::codec::{Codec, Failure, Io};

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
/// One call takes at most so much: zlib counts in 32 bits.
const PIECE: usize = 1 << 30;

/// Node's numbers of the modes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Deflate,
    Inflate,
    Gzip,
    Gunzip,
    DeflateRaw,
    InflateRaw,
    Unzip,
}

impl Mode {
    pub fn from_number(number: i32) -> Option<Self> {
        Some(match number {
            1 => Self::Deflate,
            2 => Self::Inflate,
            3 => Self::Gzip,
            4 => Self::Gunzip,
            5 => Self::DeflateRaw,
            6 => Self::InflateRaw,
            7 => Self::Unzip,
            _ => return None,
        })
    }

    fn compresses(self) -> bool {
        matches!(self, Self::Deflate | Self::Gzip | Self::DeflateRaw)
    }
}

/// What JS sets before the first byte.
pub struct Settings {
    pub window_bits: i32,
    pub level: i32,
    pub mem_level: i32,
    pub strategy: i32,
    pub dictionary: Vec<u8>,
    /// Stop behind the first member of a gzip file: JS reports what follows.
    pub one_member: bool,
}

fn fresh() -> Box<z::z_stream> {
    Box::new(z::z_stream {
        zalloc: Some(allocator::zalloc),
        zfree: Some(allocator::zfree),
        ..z::z_stream::default()
    })
}

/// What the memory of a stream was made for: compressing or not, window and wrapping, size of the tables.
type Shape = (bool, i32, i32);

/// A stream's memory after its use, for the next one of its shape: to get and clear it costs more than to compress a
/// kilobyte. Each thread keeps one to compress and one to decompress.
struct Kept(Shape, Box<z::z_stream>);

impl Drop for Kept {
    fn drop(&mut self) {
        end(self.0.0, &mut self.1);
    }
}

thread_local! {
    static KEPT: RefCell<[Option<Kept>; 2]> = const { RefCell::new([None, None]) };
}

fn end(compresses: bool, stream: &mut z::z_stream) {
    // SAFETY: the stream is initialised and not used again.
    unsafe {
        if compresses {
            z::deflateEnd(stream);
        } else {
            z::inflateEnd(stream);
        }
    }
}

/// A stream. Its memory is taken at the first byte: many streams never see one.
pub struct Zlib {
    stream: Box<z::z_stream>,
    ready: bool,
    mode: Mode,
    /// The mode as it was asked for: that of `Unzip` changes when the data is seen.
    asked: Mode,
    magic_seen: usize,
    settings: Settings,
    status: c_int,
    said: Option<&'static str>,
}

// SAFETY: the stream owns its memory, and one thread at a time has the value.
unsafe impl Send for Zlib {}

fn code_name(status: c_int) -> &'static str {
    match status {
        1 => "Z_STREAM_END",
        2 => "Z_NEED_DICT",
        -1 => "Z_ERRNO",
        -2 => "Z_STREAM_ERROR",
        -3 => "Z_DATA_ERROR",
        -4 => "Z_MEM_ERROR",
        -5 => "Z_BUF_ERROR",
        -6 => "Z_VERSION_ERROR",
        _ => "Z_OK",
    }
}

impl Zlib {
    pub fn new(mode: Mode, mut settings: Settings) -> Self {
        // zlib refuses the window of 256 bytes for raw deflate; one size larger holds all that it may need.
        if mode == Mode::DeflateRaw && settings.window_bits == 8 {
            settings.window_bits = 9;
        }
        Self {
            stream: fresh(),
            ready: false,
            mode,
            asked: mode,
            magic_seen: 0,
            settings,
            status: z::Z_OK,
            said: None,
        }
    }

    fn failure(&self, message: &'static str) -> Failure {
        // SAFETY: a message of the library is a static string.
        let told = (!self.stream.msg.is_null())
            .then(|| unsafe { CStr::from_ptr(self.stream.msg) }.to_string_lossy());
        let mut message = told.unwrap_or_else(|| self.said.unwrap_or(message).into());
        // The library puts these words over what its fast loop said; mostly that was about a distance.
        if message == "repeated call with bad state" {
            message = "invalid distance too far back".into();
        }
        Failure {
            message: message.into_owned().into(),
            errno: self.status,
            code: code_name(self.status).into(),
        }
    }

    /// Takes the memory. The status tells whether it went well.
    fn start(&mut self) {
        if self.ready {
            return;
        }
        let shape = self.shape();
        let kept = KEPT.try_with(|kept| {
            let mut kept = kept.borrow_mut();
            let slot = &mut kept[usize::from(shape.0)];
            slot.take_if(|kept| kept.0 == shape)
                .map(|mut kept| replace(&mut kept.1, fresh()))
        });
        if let Ok(Some(stream)) = kept {
            self.stream = stream;
            return self.renew();
        }
        let bits = shape.1;
        let size = size_of::<z::z_stream>() as c_int;
        // SAFETY: the stream is a new one, at a place that does not move.
        self.status = unsafe {
            let stream = &mut *self.stream;
            let version = z::zlibVersion();
            if self.mode.compresses() {
                let set = &self.settings;
                let (level, memory, strategy) = (set.level, set.mem_level, set.strategy);
                z::deflateInit2_(stream, level, 8, bits, memory, strategy, version, size)
            } else {
                z::inflateInit2_(stream, bits, version, size)
            }
        };
        self.ready = self.status == z::Z_OK;
        self.said = (!self.ready).then_some("Init error");
        if self.ready {
            self.set_dictionary();
        }
    }

    fn shape(&self) -> Shape {
        let bits = self.settings.window_bits;
        let bits = match self.asked {
            Mode::Gzip | Mode::Gunzip => bits + 16,
            Mode::Unzip => bits + 32,
            Mode::DeflateRaw | Mode::InflateRaw => -bits,
            Mode::Deflate | Mode::Inflate => bits,
        };
        let compresses = self.asked.compresses();
        (
            compresses,
            bits,
            if compresses {
                self.settings.mem_level
            } else {
                0
            },
        )
    }

    /// Begins with memory that another stream has used.
    fn renew(&mut self) {
        self.ready = true;
        self.stream.msg = std::ptr::null_mut();
        self.rewind();
        if self.status == z::Z_OK && self.mode.compresses() {
            self.stream.avail_in = 0;
            self.stream.avail_out = 0;
            let (level, strategy) = (self.settings.level, self.settings.strategy);
            // SAFETY: the stream is initialised, and empty.
            self.status = unsafe { z::deflateParams(&mut *self.stream, level, strategy) };
            self.said = (self.status != z::Z_OK).then_some("Init error");
        }
        if self.status == z::Z_OK {
            self.set_dictionary();
        }
    }

    /// Where the format does not ask for it, the dictionary is given beforehand.
    fn set_dictionary(&mut self) {
        let dictionary = &self.settings.dictionary;
        if dictionary.is_empty() {
            return;
        }
        let (data, length) = (dictionary.as_ptr(), dictionary.len() as u32);
        // SAFETY: the stream is initialised and the dictionary lives through the call.
        self.status = unsafe {
            match self.mode {
                Mode::Deflate | Mode::DeflateRaw => {
                    z::deflateSetDictionary(&mut *self.stream, data, length)
                }
                Mode::InflateRaw => z::inflateSetDictionary(&mut *self.stream, data, length),
                _ => return,
            }
        };
        self.said = (self.status != z::Z_OK).then_some("Failed to set dictionary");
    }

    fn rewind(&mut self) {
        // SAFETY: the stream is initialised.
        self.status = unsafe {
            if self.mode.compresses() {
                z::deflateReset(&mut *self.stream)
            } else {
                z::inflateReset(&mut *self.stream)
            }
        };
        self.said = (self.status != z::Z_OK).then_some("Failed to reset stream");
    }

    /// One call into the library for each piece of the input.
    fn pump(&mut self, flush: i32, io: &mut Io) {
        loop {
            let input = io.avail_in().min(PIECE);
            let output = io.avail_out().min(PIECE);
            let last = input == io.avail_in();
            let flush = if last { flush } else { z::Z_NO_FLUSH };
            self.stream.next_in = io.next_in().cast_mut();
            self.stream.avail_in = input as u32;
            self.stream.next_out = io.next_out();
            self.stream.avail_out = output as u32;
            // SAFETY: the stream is initialised, and `io` vouches for both ranges.
            self.status = unsafe {
                if self.mode.compresses() {
                    z::deflate(&mut *self.stream, flush)
                } else {
                    z::inflate(&mut *self.stream, flush)
                }
            };
            let (left_in, left_out) = (
                self.stream.avail_in as usize,
                self.stream.avail_out as usize,
            );
            io.advance(
                input.saturating_sub(left_in),
                output.saturating_sub(left_out),
            );
            let stuck = left_in == input && left_out == output;
            let full = left_out == 0 && io.avail_out() > 0;
            if self.status != z::Z_OK || stuck || !(full || (left_in == 0 && !last)) {
                return;
            }
        }
    }

    /// Finds out from the first two bytes what `Unzip` has been given.
    fn detect(&mut self, io: &Io) {
        let mut at = 0;
        while self.mode == Mode::Unzip && at < io.avail_in() {
            // SAFETY: `at` lies inside the input, by the promise to `Io::new`.
            let byte = unsafe { *io.next_in().add(at) };
            at += 1;
            if byte != GZIP_MAGIC[self.magic_seen] {
                self.mode = Mode::Inflate;
            } else if self.magic_seen == 1 {
                self.mode = Mode::Gunzip;
            } else {
                self.magic_seen = 1;
            }
        }
    }

    fn use_dictionary(&mut self, flush: i32, io: &mut Io) {
        let dictionary = &self.settings.dictionary;
        // SAFETY: the stream waits for a dictionary, which lives through the call.
        self.status = unsafe {
            let (data, length) = (dictionary.as_ptr(), dictionary.len() as u32);
            z::inflateSetDictionary(&mut *self.stream, data, length)
        };
        match self.status {
            z::Z_OK => self.pump(flush, io),
            // A dictionary that does not fit is told from data that is broken.
            z::Z_DATA_ERROR => self.status = z::Z_NEED_DICT,
            _ => {}
        }
    }
}

impl Codec for Zlib {
    fn step(&mut self, flush: i32, io: &mut Io) {
        self.start();
        if !self.ready || self.said.is_some() {
            return;
        }
        if self.mode.compresses() {
            return self.pump(flush, io);
        }
        self.detect(io);
        self.pump(flush, io);
        if self.mode != Mode::InflateRaw
            && self.status == z::Z_NEED_DICT
            && !self.settings.dictionary.is_empty()
        {
            self.use_dictionary(flush, io);
        }
        // Another member of the same gzip file may follow; zeros are padding.
        while self.mode == Mode::Gunzip
            && self.status == z::Z_STREAM_END
            && !self.settings.one_member
            && io.peek().is_some_and(|byte| byte != 0)
        {
            self.rewind();
            self.pump(flush, io);
        }
    }

    fn check(&self, flush: i32, io: &Io) -> Result<(), Failure> {
        match self.status {
            _ if self.said.is_some() => Err(self.failure("Zlib error")),
            z::Z_OK | z::Z_BUF_ERROR if io.avail_out() != 0 && flush == z::Z_FINISH => {
                Err(self.failure("unexpected end of file"))
            }
            z::Z_OK | z::Z_BUF_ERROR | z::Z_STREAM_END => Ok(()),
            z::Z_NEED_DICT if self.settings.dictionary.is_empty() => {
                Err(self.failure("Missing dictionary"))
            }
            z::Z_NEED_DICT => Err(self.failure("Bad dictionary")),
            _ => Err(self.failure("Zlib error")),
        }
    }

    fn reset(&mut self) -> Result<(), Failure> {
        self.mode = self.asked;
        self.magic_seen = 0;
        if !self.ready {
            return Ok(());
        }
        self.rewind();
        if self.status == z::Z_OK {
            self.set_dictionary();
        }
        match self.said {
            Some(_) => Err(self.failure("Failed to reset stream")),
            None => Ok(()),
        }
    }

    fn params(&mut self, level: i32, strategy: i32) -> Result<(), Failure> {
        if !self.mode.compresses() {
            return Ok(());
        }
        self.settings.level = level;
        self.settings.strategy = strategy;
        if !self.ready {
            return Ok(());
        }
        // JS has flushed before: there is nothing to put out.
        self.stream.avail_in = 0;
        self.stream.avail_out = 0;
        // SAFETY: the stream is initialised.
        self.status = unsafe { z::deflateParams(&mut *self.stream, level, strategy) };
        match self.status {
            z::Z_OK | z::Z_BUF_ERROR => Ok(()),
            _ => Err(self.failure("Failed to set parameters")),
        }
    }

    fn guess(&self, input: usize) -> usize {
        if self.mode.compresses() {
            input / 2 + 64
        } else {
            input.saturating_mul(4).max(512)
        }
    }

    fn memory(&self) -> usize {
        match (self.ready, self.mode.compresses()) {
            (false, _) => 0,
            (true, true) => {
                let set = &self.settings;
                6 * 1024 + (1 << (set.window_bits + 2)) + (1 << (set.mem_level + 9))
            }
            (true, false) => 10 * 1024 + (1 << self.settings.window_bits.max(8)),
        }
    }
}

impl Drop for Zlib {
    fn drop(&mut self) {
        if !self.ready {
            return;
        }
        let shape = self.shape();
        let stream = replace(&mut self.stream, fresh());
        let mut kept = Some(Kept(shape, stream));
        // A thread that ends keeps nothing.
        let _ = KEPT.try_with(|slots| {
            if let Ok(mut slots) = slots.try_borrow_mut() {
                std::mem::swap(&mut slots[usize::from(shape.0)], &mut kept);
            }
        });
    }
}
