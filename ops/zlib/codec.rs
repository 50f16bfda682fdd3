//! What zlib, brotli and zstd have in common: a step that takes from one buffer and puts into another.

use std::borrow::Cow;

/// Why a stream cannot go on, as JS shows it.
#[derive(Debug)]
pub struct Failure {
    pub message: Cow<'static, str>,
    pub errno: i32,
    pub code: Cow<'static, str>,
}

impl Failure {
    pub fn new(message: &'static str, errno: i32, code: &'static str) -> Self {
        Self {
            message: message.into(),
            errno,
            code: code.into(),
        }
    }

    /// Input that ended too early: all formats say it as zlib does.
    pub fn unexpected_end() -> Self {
        Self::new("unexpected end of file", -5, "Z_BUF_ERROR")
    }

    pub fn initialization(message: &'static str) -> Self {
        Self::new(message, -1, "ERR_ZLIB_INITIALIZATION_FAILED")
    }

    pub fn no_memory() -> Self {
        Self::new("Insufficient memory", -4, "Z_MEM_ERROR")
    }
}

/// What is left of input and output. The pointers are good for the lengths beside them.
pub struct Io {
    next_in: *const u8,
    avail_in: usize,
    next_out: *mut u8,
    avail_out: usize,
}

impl Io {
    /// # Safety
    /// The two ranges are allocated until the value is dropped, and nobody else writes to the second one.
    pub unsafe fn new(input: (*const u8, usize), output: (*mut u8, usize)) -> Self {
        Self {
            next_in: input.0,
            avail_in: input.1,
            next_out: output.0,
            avail_out: output.1,
        }
    }

    pub fn next_in(&self) -> *const u8 {
        self.next_in
    }

    pub fn avail_in(&self) -> usize {
        self.avail_in
    }

    pub fn next_out(&self) -> *mut u8 {
        self.next_out
    }

    pub fn avail_out(&self) -> usize {
        self.avail_out
    }

    /// The next byte of input.
    pub fn peek(&self) -> Option<u8> {
        // SAFETY: one byte is available, by the promise to `new`.
        (self.avail_in > 0).then(|| unsafe { *self.next_in })
    }

    /// Steps over what was read and written; never beyond the ends.
    pub fn advance(&mut self, read: usize, written: usize) {
        let (read, written) = (read.min(self.avail_in), written.min(self.avail_out));
        self.next_in = self.next_in.wrapping_add(read);
        self.avail_in -= read;
        self.next_out = self.next_out.wrapping_add(written);
        self.avail_out -= written;
    }
}

/// A stream of one of the formats. It works on one thread at a time, any thread.
pub trait Codec: Send {
    /// Works until the input is used up, the output is full, or the stream has ended or failed.
    fn step(&mut self, flush: i32, io: &mut Io);

    /// Whether the last step went well.
    fn check(&self, flush: i32, io: &Io) -> Result<(), Failure>;

    /// Back to the beginning of a stream with the same settings.
    fn reset(&mut self) -> Result<(), Failure>;

    /// New level and strategy in the middle of a stream; only zlib has it.
    fn params(&mut self, _level: i32, _strategy: i32) -> Result<(), Failure> {
        Ok(())
    }

    /// How many bytes of output to expect for so many of input.
    fn guess(&self, input: usize) -> usize;

    /// Bytes that the stream keeps in native memory, about.
    fn memory(&self) -> usize;
}

/// A new stream, or why there is none.
pub type Opened = Result<Box<dyn Codec>, Failure>;
