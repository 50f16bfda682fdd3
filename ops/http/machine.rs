//! The HTTP/1 parser: one byte after the other, in pieces of any size, with llhttp's decisions.
//!
//! A [`Machine`] takes bytes and tells a [`Sink`] what they are. It accepts and refuses what llhttp 9 does, with the same
//! codes, reasons and positions (<https://github.com/nodejs/llhttp>); `tests.rs` replays llhttp's own cases. The start line is
//! in `start_line.rs`, the request target in `target.rs`, header fields in `field.rs`, chunks in `chunk.rs`.

use crate::failure::{self, Failure};
use crate::word::Word;
use crate::{chunk, field, start_line, target};

/// Which kind of messages come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Request,
    Response,
}

/// What the machine found out about a message.
pub mod flags {
    pub const CONNECTION_KEEP_ALIVE: u16 = 1;
    pub const CONNECTION_CLOSE: u16 = 1 << 1;
    pub const CONNECTION_UPGRADE: u16 = 1 << 2;
    pub const CHUNKED: u16 = 1 << 3;
    pub const UPGRADE: u16 = 1 << 4;
    pub const CONTENT_LENGTH: u16 = 1 << 5;
    pub const SKIP_BODY: u16 = 1 << 6;
    pub const TRAILING: u16 = 1 << 7;
    pub const TRANSFER_ENCODING: u16 = 1 << 9;
}

/// What a program may allow against the standard. The numbers are `HTTPParser.kLenient*`.
pub mod lenient {
    pub const HEADERS: u32 = 1;
    pub const CHUNKED_LENGTH: u32 = 1 << 1;
    pub const KEEP_ALIVE: u32 = 1 << 2;
    pub const TRANSFER_ENCODING: u32 = 1 << 3;
    pub const VERSION: u32 = 1 << 4;
    pub const DATA_AFTER_CLOSE: u32 = 1 << 5;
    pub const OPTIONAL_LF_AFTER_CR: u32 = 1 << 6;
    pub const OPTIONAL_CRLF_AFTER_CHUNK: u32 = 1 << 7;
    pub const OPTIONAL_CR_BEFORE_LF: u32 = 1 << 8;
    pub const SPACES_AFTER_CHUNK_SIZE: u32 = 1 << 9;
    pub const HEADER_VALUE_RELAXED: u32 = 1 << 10;
}

/// The bytes that a sink is told in pieces.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    Target,
    Status,
    FieldName,
    FieldValue,
    ChunkExtension,
    Body,
}

/// Why a sink takes no more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// Something was thrown, or the parser was given to another connection.
    Stop,
    /// A limit was exceeded.
    Limit(Failure),
}

/// What a sink says about the body after a head.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HeadAnswer {
    ReadBody,
    SkipBody,
    Upgrade,
    Other,
}

/// Hears what the bytes are.
pub trait Sink {
    fn message_begin(&mut self) -> Result<(), Refusal>;
    fn part(&mut self, part: Part, bytes: &[u8]) -> Result<(), Refusal>;
    fn headers_complete(&mut self, machine: &Head) -> Result<HeadAnswer, Refusal>;
    fn chunk_header(&mut self) -> Result<(), Refusal>;
    fn chunk_complete(&mut self) -> Result<(), Refusal>;
    fn message_complete(&mut self) -> Result<(), Refusal>;
}

/// What is known at the end of a head.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    pub kind: Kind,
    pub method: u8,
    pub major: u8,
    pub minor: u8,
    pub status: u16,
    pub upgrade: bool,
    pub should_keep_alive: bool,
    /// A request that ends with its head, unless the sink makes something else of it.
    pub bodiless: bool,
    /// Whether more bytes are at hand.
    pub more: bool,
}

/// Why the machine stopped before the end of the bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Halt {
    Failed(Failure),
    /// The connection leaves HTTP: what follows belongs to somebody else.
    Upgraded,
    Stopped,
}

/// What the end of the bytes means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Finish {
    Safe,
    EndsMessage,
    Unsafe,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    Between,
    Start(start_line::State),
    Target(target::State),
    Field(field::State),
    Chunk(chunk::State),
    Body,
    BodyUntilEnd,
    AfterMessage,
    Closed,
}

/// The bytes at hand and the sink that hears about them.
pub(crate) struct Input<'a, S> {
    pub data: &'a [u8],
    pub at: usize,
    /// Where the open part begins in `data`.
    pub mark: usize,
    pub sink: &'a mut S,
}

impl<S> Input<'_, S> {
    #[inline(always)]
    pub fn byte(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    #[inline(always)]
    pub fn rest(&self) -> &[u8] {
        self.data.get(self.at..).unwrap_or_default()
    }
}

pub(crate) type Step = Result<(), Halt>;

/// The state between two bytes.
pub struct Machine {
    pub(crate) kind: Kind,
    pub(crate) lenient: u32,
    pub(crate) state: State,
    pub(crate) part: Option<Part>,
    pub(crate) flags: u16,
    pub(crate) method: u8,
    pub(crate) major: u8,
    pub(crate) minor: u8,
    pub(crate) status: u16,
    pub(crate) upgrade: bool,
    pub(crate) content_length: u64,
    pub(crate) finish: Finish,
    pub(crate) role: field::Role,
    /// How much of a fixed word has been seen.
    pub(crate) matched: u8,
    /// The beginning of a word that more than one piece brings: a method, a protocol, a field name.
    pub(crate) word: Word,
    failed: Option<Failure>,
}

impl Machine {
    pub fn new(kind: Kind, lenient: u32) -> Self {
        Self {
            kind,
            lenient,
            state: State::Between,
            part: None,
            flags: 0,
            method: 0,
            major: 0,
            minor: 0,
            status: 0,
            upgrade: false,
            content_length: 0,
            finish: Finish::Safe,
            role: field::Role::General,
            matched: 0,
            word: Word::default(),
            failed: None,
        }
    }

    /// Takes `data`. Returns how far it got, and why it stopped if that is not the end.
    pub fn execute<S: Sink>(&mut self, data: &[u8], sink: &mut S) -> (usize, Result<(), Halt>) {
        if let Some(failure) = self.failed {
            return (0, Err(Halt::Failed(failure)));
        }
        let mut input = Input {
            data,
            at: 0,
            mark: 0,
            sink,
        };
        let result = self.run(&mut input);
        (input.at, result)
    }

    fn run<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        loop {
            if self.state == State::AfterMessage {
                self.after_message();
            }
            if input.at >= input.data.len() {
                break;
            }
            match self.state {
                State::Between => self.between(input)?,
                State::Start(state) => self.start_line(state, input)?,
                State::Target(state) => self.target(state, input)?,
                State::Field(state) => self.field(state, input)?,
                State::Chunk(state) => self.chunk(state, input)?,
                State::Body => self.body(input)?,
                State::BodyUntilEnd => self.body_until_end(input),
                State::AfterMessage => {}
                State::Closed => self.closed(input)?,
            }
        }
        self.flush(input)
    }

    /// Tells that no more bytes come.
    pub fn finish<S: Sink>(&mut self, sink: &mut S) -> Result<(), Halt> {
        if self.failed.is_some() {
            return Ok(());
        }
        match self.finish {
            Finish::Safe => Ok(()),
            Finish::EndsMessage => sink
                .message_complete()
                .map_err(|refusal| self.refuse(refusal, failure::USER)),
            Finish::Unsafe => Err(Halt::Failed(Failure {
                code: failure::INVALID_EOF_STATE,
                reason: "Invalid EOF state",
            })),
        }
    }

    /// Refuses bytes until [`Machine::resume`].
    pub fn pause(&mut self) {
        if self.failed.is_none() {
            self.failed = Some(Failure {
                code: failure::PAUSED,
                reason: "Paused",
            });
        }
    }

    pub fn resume(&mut self) {
        if self
            .failed
            .is_some_and(|failed| failed.code == failure::PAUSED)
        {
            self.failed = None;
        }
    }

    /// Whether the last message changed the protocol: an error after it is not one of HTTP.
    pub fn is_upgrade(&self) -> bool {
        self.upgrade
    }

    pub(crate) fn allows(&self, what: u32) -> bool {
        self.lenient & what != 0
    }

    pub(crate) fn has(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// A refusal that the bytes have deserved.
    #[cold]
    pub(crate) fn fail<T>(&mut self, code: &'static str, reason: &'static str) -> Result<T, Halt> {
        let failed = Failure { code, reason };
        self.failed = Some(failed);
        Err(Halt::Failed(failed))
    }

    /// As [`Machine::fail`], after the byte at hand has been taken.
    #[cold]
    pub(crate) fn fail_after<S, T>(
        &mut self,
        input: &mut Input<S>,
        code: &'static str,
        reason: &'static str,
    ) -> Result<T, Halt> {
        input.at += 1;
        self.fail(code, reason)
    }

    #[cold]
    pub(crate) fn refuse(&mut self, refusal: Refusal, code: &'static str) -> Halt {
        match refusal {
            Refusal::Limit(failed) => {
                self.failed = Some(failed);
                Halt::Failed(failed)
            }
            Refusal::Stop => {
                self.failed = Some(Failure {
                    code,
                    reason: "User callback error",
                });
                Halt::Stopped
            }
        }
    }

    /// Begins a part at the byte at hand.
    pub(crate) fn open<S>(&mut self, input: &mut Input<S>, part: Part) {
        self.part = Some(part);
        input.mark = input.at;
    }

    /// Ends the open part before the byte at hand.
    pub(crate) fn close<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        let Some(part) = self.part.take() else {
            return Ok(());
        };
        let bytes = input.data.get(input.mark..input.at).unwrap_or_default();
        input
            .sink
            .part(part, bytes)
            .map_err(|refusal| self.refuse(refusal, failure::USER))
    }

    /// Ends the open part before the byte at hand and takes that byte.
    pub(crate) fn close_and_take<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        let result = self.close(input);
        input.at += 1;
        result
    }

    /// Tells what there is of the open part at the end of the bytes; it goes on in the next ones.
    fn flush<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        let Some(part) = self.part else { return Ok(()) };
        let bytes = input.data.get(input.mark..).unwrap_or_default();
        if part == Part::FieldName {
            self.word.push(bytes);
        }
        input
            .sink
            .part(part, bytes)
            .map_err(|refusal| self.refuse(refusal, failure::USER))
    }

    fn between<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        while matches!(input.byte(), Some(b'\r' | b'\n')) {
            input.at += 1;
        }
        if input.byte().is_none() {
            return Ok(());
        }
        self.finish = Finish::Unsafe;
        if let Err(refusal) = input.sink.message_begin() {
            return Err(self.refuse(refusal, failure::CB_MESSAGE_BEGIN));
        }
        self.word.clear();
        self.state = State::Start(match self.kind {
            Kind::Request => start_line::State::Method,
            Kind::Response => start_line::State::ResponseProtocol,
        });
        Ok(())
    }

    /// The head has ended: asks what is to follow.
    pub(crate) fn headers_complete<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        // A response announces what it could do with both fields; only 101 does it.
        self.upgrade = if self.has(flags::UPGRADE) && self.has(flags::CONNECTION_UPGRADE) {
            self.kind == Kind::Request || self.status == 101
        } else {
            self.kind == Kind::Request && self.method == crate::method::CONNECT
        };
        let head = Head {
            kind: self.kind,
            method: self.method,
            major: self.major,
            minor: self.minor,
            status: self.status,
            upgrade: self.upgrade,
            should_keep_alive: self.should_keep_alive(),
            bodiless: self.kind == Kind::Request
                && !self.upgrade
                && self.content_length == 0
                && !self.has(flags::CHUNKED | flags::TRANSFER_ENCODING),
            more: input.at < input.data.len(),
        };
        match input.sink.headers_complete(&head) {
            Ok(HeadAnswer::ReadBody) => {}
            Ok(HeadAnswer::SkipBody) => self.flags |= flags::SKIP_BODY,
            Ok(HeadAnswer::Upgrade) => {
                self.upgrade = true;
                self.flags |= flags::SKIP_BODY;
            }
            Ok(HeadAnswer::Other) => {
                return self.fail(failure::CB_HEADERS_COMPLETE, "User callback error");
            }
            Err(refusal) => return Err(self.refuse(refusal, failure::CB_HEADERS_COMPLETE)),
        }
        self.choose_body(input)
    }

    /// RFC 9112, 6.3: how the body is framed.
    fn choose_body<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        let response = self.kind == Kind::Response;
        let connect = !response && self.method == crate::method::CONNECT;
        let has_body = self.has(flags::CHUNKED) || self.content_length > 0;
        if (self.upgrade && (connect || self.has(flags::SKIP_BODY) || !has_body))
            || (response && self.status == 101)
        {
            self.tell_complete(input)?;
            self.state = State::AfterMessage;
            return Err(Halt::Upgraded);
        }
        if (response && matches!(self.status, 100 | 102 | 103 | 204 | 304))
            || self.has(flags::SKIP_BODY)
        {
            return self.complete_bodiless(input);
        }
        if self.has(flags::CHUNKED) {
            self.state = State::Chunk(chunk::State::Size);
            self.content_length = 0;
            return Ok(());
        }
        if self.has(flags::TRANSFER_ENCODING) {
            if !response && !self.allows(lenient::CHUNKED_LENGTH | lenient::TRANSFER_ENCODING) {
                return self.fail(
                    failure::INVALID_TRANSFER_ENCODING,
                    "Request has invalid `Transfer-Encoding`",
                );
            }
            self.read_until_end();
            return Ok(());
        }
        if self.has(flags::CONTENT_LENGTH) {
            if self.content_length == 0 {
                return self.complete_bodiless(input);
            }
            self.state = State::Body;
            return Ok(());
        }
        if self.needs_end() {
            self.read_until_end();
            return Ok(());
        }
        self.complete_bodiless(input)
    }

    fn read_until_end(&mut self) {
        self.finish = Finish::EndsMessage;
        self.state = State::BodyUntilEnd;
    }

    fn tell_complete<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        input
            .sink
            .message_complete()
            .map_err(|refusal| self.refuse(refusal, failure::CB_MESSAGE_COMPLETE))
    }

    fn complete_bodiless<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        self.tell_complete(input)?;
        self.state = State::AfterMessage;
        Ok(())
    }

    /// The message and its body have been read.
    pub(crate) fn message_done<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        self.tell_complete(input)?;
        self.state = State::AfterMessage;
        if self.upgrade {
            Err(Halt::Upgraded)
        } else {
            Ok(())
        }
    }

    fn body<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        if self.take_body(input)? {
            return self.message_done(input);
        }
        Ok(())
    }

    /// Takes as much of `content_length` bytes as there is. Returns whether that was all.
    pub(crate) fn take_body<S: Sink>(&mut self, input: &mut Input<S>) -> Result<bool, Halt> {
        if self.part.is_none() {
            self.open(input, Part::Body);
        }
        let there = (input.data.len() - input.at) as u64;
        if there < self.content_length {
            self.content_length -= there;
            input.at = input.data.len();
            return Ok(false);
        }
        input.at += self.content_length as usize;
        self.content_length = 0;
        self.close(input)?;
        Ok(true)
    }

    fn body_until_end<S>(&mut self, input: &mut Input<S>) {
        if self.part.is_none() {
            self.open(input, Part::Body);
        }
        input.at = input.data.len();
    }

    fn after_message(&mut self) {
        let keep = self.should_keep_alive();
        self.finish = Finish::Safe;
        self.flags = 0;
        if keep {
            self.content_length = 0;
        }
        self.state = if keep || self.allows(lenient::KEEP_ALIVE) {
            State::Between
        } else {
            State::Closed
        };
    }

    fn closed<S>(&mut self, input: &mut Input<S>) -> Step {
        match input.byte() {
            Some(b'\r' | b'\n') => input.at += 1,
            _ if self.allows(lenient::DATA_AFTER_CLOSE) => input.at += 1,
            _ => {
                return self.fail_after(
                    input,
                    failure::CLOSED_CONNECTION,
                    "Data after `Connection: close`",
                );
            }
        }
        Ok(())
    }

    fn needs_end(&self) -> bool {
        if self.kind == Kind::Request {
            return false;
        }
        if self.status / 100 == 1
            || self.status == 204
            || self.status == 304
            || self.has(flags::SKIP_BODY)
        {
            return false;
        }
        if self.has(flags::TRANSFER_ENCODING) && !self.has(flags::CHUNKED) {
            return true;
        }
        !self.has(flags::CHUNKED | flags::CONTENT_LENGTH)
    }

    fn should_keep_alive(&self) -> bool {
        let wanted = if self.major > 0 && self.minor > 0 {
            !self.has(flags::CONNECTION_CLOSE)
        } else {
            self.has(flags::CONNECTION_KEEP_ALIVE)
        };
        wanted && !self.needs_end()
    }
}
