//! Header fields and trailers, and what those that frame the message say.

use crate::chars::{self, MEMBER, RELAXED, TOKEN, VALUE};
use crate::failure;
use crate::machine::{
    Halt, Input, Kind, Machine, Part, Sink, State as Place, Step, flags, lenient,
};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    AfterStartLine,
    LineStart,
    Name,
    /// Spaces between a name that matters and its colon (lenient).
    NameSpaces,
    ValueSpaces,
    /// A CR before any value.
    EmptyLineFeed,
    /// A line end before any value: the next line may go on (lenient).
    EmptyFold,
    ValueStart,
    /// `chunked`, as far as `matched` says.
    Coding,
    CodingEnd,
    CodingToken,
    CodingTokenSpaces,
    Length,
    LengthSpaces,
    Option,
    /// A word of Connection, as far as `matched` says.
    OptionWord(u8),
    OptionSpaces,
    OptionToken,
    Value,
    ValueEnd,
    ValueLenient,
    ValueRelaxed,
    ValueLineFeed,
    /// After the line: the next one may go on (lenient).
    Fold,
    HeadLineFeed,
}

/// What the field at hand says about the message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    General,
    Connection,
    ContentLength,
    TransferEncoding,
    Upgrade,
    KeepAlive,
    Close,
    ConnectionUpgrade,
    Chunked,
}

const NAMES: [(&[u8], Role); 5] = [
    (b"connection", Role::Connection),
    (b"content-length", Role::ContentLength),
    (b"proxy-connection", Role::Connection),
    (b"transfer-encoding", Role::TransferEncoding),
    (b"upgrade", Role::Upgrade),
];

const OPTIONS: [(&[u8], Role); 3] = [
    (b"close", Role::Close),
    (b"upgrade", Role::ConnectionUpgrade),
    (b"keep-alive", Role::KeepAlive),
];

const CHUNKED: &[u8] = b"chunked";

fn role_of(name: &[u8]) -> Role {
    if !matches!(name.len(), 7 | 10 | 14 | 16 | 17) {
        return Role::General;
    }
    let known = NAMES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name));
    known.map_or(Role::General, |(_, role)| *role)
}

const TOKEN_CODE: &str = failure::INVALID_HEADER_TOKEN;
const BAD_VALUE: &str = "Invalid header value char";

impl Machine {
    fn at_field(&mut self, state: State) {
        self.state = Place::Field(state);
    }

    pub(crate) fn field<S: Sink>(&mut self, state: State, input: &mut Input<S>) -> Step {
        let Some(byte) = input.byte() else {
            return Ok(());
        };
        match state {
            State::AfterStartLine => {
                self.at_field(State::LineStart);
                if byte != b' ' {
                    return Ok(());
                }
                if !self.allows(lenient::HEADERS) {
                    return self.fail_after(
                        input,
                        failure::UNEXPECTED_SPACE,
                        "Unexpected space after start line",
                    );
                }
            }
            State::LineStart => return self.line_start(byte, input),
            State::Name => return self.name(input),
            State::NameSpaces => match byte {
                b' ' => {}
                b':' => return self.name_complete(input),
                _ => {
                    self.at_field(State::Name);
                    return Ok(());
                }
            },
            State::ValueSpaces => match byte {
                b' ' | b'\t' => {}
                b'\r' => self.at_field(State::EmptyLineFeed),
                b'\n' if self.allows(lenient::OPTIONAL_CR_BEFORE_LF) => {
                    self.at_field(State::EmptyFold)
                }
                b'\n' => return self.fail_after(input, TOKEN_CODE, BAD_VALUE),
                _ => {
                    self.open(input, Part::FieldValue);
                    return self.value_start(input);
                }
            },
            State::EmptyLineFeed => {
                let feed = byte == b'\n';
                if !feed && !self.allows(lenient::HEADERS) {
                    return self.fail(failure::STRICT, "Expected LF after CR");
                }
                self.at_field(State::EmptyFold);
                if !feed {
                    return Ok(());
                }
            }
            State::EmptyFold => match byte {
                b' ' | b'\t' if self.allows(lenient::HEADERS) => self.at_field(State::ValueSpaces),
                b' ' | b'\t' => return self.fail_after(input, TOKEN_CODE, BAD_VALUE),
                _ => return self.empty_value(input),
            },
            State::ValueStart => return self.value_start(input),
            State::Coding | State::CodingEnd | State::CodingToken | State::CodingTokenSpaces => {
                return self.transfer_encoding(state, byte, input);
            }
            State::Length | State::LengthSpaces => return self.content_length(state, byte, input),
            State::Option | State::OptionWord(_) | State::OptionSpaces | State::OptionToken => {
                return self.connection(state, byte, input);
            }
            State::Value => {
                input.at += chars::span(input.rest(), VALUE);
                if input.byte().is_some() {
                    self.at_field(State::ValueEnd);
                }
                return Ok(());
            }
            State::ValueEnd => return self.value_end(byte, input),
            State::ValueLenient => return self.value_lenient(input),
            State::ValueRelaxed => {
                match byte {
                    b'\r' | b'\n' => self.at_field(State::ValueEnd),
                    0 => {
                        self.close(input)?;
                        return self.fail(TOKEN_CODE, BAD_VALUE);
                    }
                    _ => input.at += chars::span(input.rest(), RELAXED),
                }
                return Ok(());
            }
            State::ValueLineFeed => {
                if byte != b'\n' {
                    return self.fail(
                        failure::LF_EXPECTED,
                        "Missing expected LF after header value",
                    );
                }
                self.at_field(State::Fold);
            }
            State::Fold => return self.fold(byte, input),
            State::HeadLineFeed => {
                let feed = byte == b'\n';
                if !feed && !self.allows(lenient::OPTIONAL_LF_AFTER_CR) {
                    return self.fail(failure::STRICT, "Expected LF after headers");
                }
                input.at += usize::from(feed);
                return self.fields_end(input);
            }
        }
        input.at += 1;
        Ok(())
    }

    fn line_start<S: Sink>(&mut self, byte: u8, input: &mut Input<S>) -> Step {
        match byte {
            b'\r' => self.at_field(State::HeadLineFeed),
            b'\n' if self.allows(lenient::OPTIONAL_CR_BEFORE_LF) => {
                input.at += 1;
                return self.fields_end(input);
            }
            b'\n' => return self.fail_after(input, TOKEN_CODE, "Invalid header field char"),
            b':' => return self.fail(TOKEN_CODE, "Invalid header token"),
            _ => {
                self.open(input, Part::FieldName);
                self.word.clear();
                self.role = Role::General;
                self.at_field(State::Name);
                return Ok(());
            }
        }
        input.at += 1;
        Ok(())
    }

    /// The empty line: the head ends, or the trailers and with them the message.
    fn fields_end<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        if self.has(flags::TRAILING) {
            self.chunk_complete(input)?;
            return self.message_done(input);
        }
        self.headers_complete(input)
    }

    /// The role of the name that ends before the byte at hand.
    fn role_here<S>(&mut self, input: &Input<S>) -> Role {
        let here = input.data.get(input.mark..input.at).unwrap_or_default();
        if self.word.is_empty() {
            return role_of(here.trim_ascii_end());
        }
        let mut word = self.word;
        word.push(here);
        role_of(word.as_bytes().trim_ascii_end())
    }

    fn name<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        input.at += chars::span(input.rest(), TOKEN);
        match input.byte() {
            None => Ok(()),
            Some(b':') => self.name_complete(input),
            Some(b' ') if self.role_here(input) != Role::General => {
                if self.allows(lenient::HEADERS) {
                    self.at_field(State::NameSpaces);
                    return Ok(());
                }
                self.close_and_take(input)?;
                self.fail(TOKEN_CODE, "Invalid header field char")
            }
            Some(_) => self.fail(TOKEN_CODE, "Invalid header token"),
        }
    }

    fn name_complete<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        self.role = self.role_here(input);
        self.close_and_take(input)?;
        let strict = !self.allows(lenient::CHUNKED_LENGTH);
        if strict && self.role == Role::TransferEncoding && self.has(flags::CONTENT_LENGTH) {
            let reason = "Transfer-Encoding can't be present with Content-Length";
            return self.fail(failure::INVALID_TRANSFER_ENCODING, reason);
        }
        if strict && self.role == Role::ContentLength && self.has(flags::TRANSFER_ENCODING) {
            let reason = "Content-Length can't be present with Transfer-Encoding";
            return self.fail(failure::INVALID_CONTENT_LENGTH, reason);
        }
        self.at_field(State::ValueSpaces);
        Ok(())
    }

    fn empty_value<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        if self.role == Role::ContentLength {
            return self.fail(failure::INVALID_CONTENT_LENGTH, "Empty Content-Length");
        }
        if self.role == Role::TransferEncoding {
            return self.fail(
                failure::INVALID_TRANSFER_ENCODING,
                "Empty Transfer-Encoding",
            );
        }
        self.set_flags();
        self.open(input, Part::FieldValue);
        self.close(input)?;
        self.at_field(State::LineStart);
        Ok(())
    }

    /// Looks at the value in the way that its field wants. Its part is open.
    fn value_start<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        match self.role {
            Role::Upgrade => {
                self.flags |= flags::UPGRADE;
                self.role = Role::General;
                self.at_field(State::Value);
            }
            Role::TransferEncoding => {
                if self.has(flags::CHUNKED) {
                    self.forbid_after_chunked(input)?;
                }
                self.flags |= flags::TRANSFER_ENCODING;
                self.flags &= !flags::CHUNKED;
                self.begin_coding();
            }
            Role::ContentLength => {
                if self.has(flags::CONTENT_LENGTH) {
                    return self.fail(
                        failure::UNEXPECTED_CONTENT_LENGTH,
                        "Duplicate Content-Length",
                    );
                }
                self.at_field(State::Length);
            }
            Role::Connection => self.at_field(State::Option),
            _ => self.at_field(State::Value),
        }
        Ok(())
    }

    /// A flag for what the value said, at its end or at a comma.
    fn set_flags(&mut self) {
        let flag = match self.role {
            Role::KeepAlive => flags::CONNECTION_KEEP_ALIVE,
            Role::Close => flags::CONNECTION_CLOSE,
            Role::ConnectionUpgrade => flags::CONNECTION_UPGRADE,
            Role::Chunked => flags::CHUNKED,
            _ => return,
        };
        self.flags |= flag;
        if self.role != Role::Chunked {
            self.role = Role::Connection;
        }
    }

    fn begin_coding(&mut self) {
        self.matched = 0;
        self.at_field(State::Coding);
    }

    /// RFC 9112, 6.1: in a request nothing comes after `chunked`.
    fn forbid_after_chunked<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        if self.kind != Kind::Request || self.allows(lenient::TRANSFER_ENCODING) {
            return Ok(());
        }
        self.close_and_take(input)?;
        self.fail(
            failure::INVALID_TRANSFER_ENCODING,
            "Invalid `Transfer-Encoding` header value",
        )
    }

    fn transfer_encoding<S: Sink>(&mut self, state: State, byte: u8, input: &mut Input<S>) -> Step {
        match state {
            State::Coding => {
                if CHUNKED.get(self.matched as usize) != Some(&(byte | 0x20)) {
                    self.at_field(State::CodingToken);
                    return Ok(());
                }
                self.matched += 1;
                if self.matched as usize == CHUNKED.len() {
                    self.at_field(State::CodingEnd);
                }
            }
            State::CodingEnd => match byte {
                b' ' => {}
                b'\r' | b'\n' => {
                    self.role = Role::Chunked;
                    self.at_field(State::ValueEnd);
                    return Ok(());
                }
                b',' => {
                    self.forbid_after_chunked(input)?;
                    self.begin_coding();
                    return Ok(());
                }
                _ => {
                    self.at_field(State::CodingToken);
                    return Ok(());
                }
            },
            State::CodingToken => match byte {
                b',' => self.at_field(State::CodingTokenSpaces),
                _ if chars::is(byte, MEMBER) => {}
                _ => {
                    self.role = Role::General;
                    self.at_field(State::Value);
                    return Ok(());
                }
            },
            _ => {
                if !matches!(byte, b' ' | b'\t') {
                    self.begin_coding();
                    return Ok(());
                }
            }
        }
        input.at += 1;
        Ok(())
    }

    fn content_length<S: Sink>(&mut self, state: State, byte: u8, input: &mut Input<S>) -> Step {
        if state == State::Length && byte.is_ascii_digit() {
            input.at += 1;
            let digit = u64::from(byte - b'0');
            let longer = self
                .content_length
                .checked_mul(10)
                .and_then(|length| length.checked_add(digit));
            let Some(length) = longer else {
                self.close(input)?;
                return self.fail(failure::INVALID_CONTENT_LENGTH, "Content-Length overflow");
            };
            self.content_length = length;
            return Ok(());
        }
        match byte {
            b' ' | b'\t' => {
                input.at += 1;
                self.at_field(State::LengthSpaces);
                Ok(())
            }
            b'\r' | b'\n' => {
                self.flags |= flags::CONTENT_LENGTH;
                self.at_field(State::ValueEnd);
                Ok(())
            }
            _ => {
                self.close(input)?;
                self.fail(
                    failure::INVALID_CONTENT_LENGTH,
                    "Invalid character in Content-Length",
                )
            }
        }
    }

    fn connection<S: Sink>(&mut self, state: State, byte: u8, input: &mut Input<S>) -> Step {
        match state {
            State::Option => match byte {
                b' ' | b'\t' => {}
                _ => {
                    let lower = byte.to_ascii_lowercase();
                    let Some(index) = OPTIONS
                        .iter()
                        .position(|(word, _)| word.first() == Some(&lower))
                    else {
                        self.at_field(State::OptionToken);
                        return Ok(());
                    };
                    self.matched = 1;
                    self.at_field(State::OptionWord(index as u8));
                }
            },
            State::OptionWord(index) => {
                let Some((word, role)) = OPTIONS.get(index as usize) else {
                    return Ok(());
                };
                if word.get(self.matched as usize) != Some(&byte.to_ascii_lowercase()) {
                    self.at_field(State::OptionToken);
                    return Ok(());
                }
                self.matched += 1;
                if self.matched as usize == word.len() {
                    self.role = *role;
                    self.at_field(State::OptionSpaces);
                }
            }
            State::OptionSpaces => match byte {
                b',' => {
                    self.set_flags();
                    self.at_field(State::Option);
                }
                b' ' | b'\t' => {}
                b'\r' | b'\n' => {
                    self.at_field(State::ValueEnd);
                    return Ok(());
                }
                _ => {
                    self.role = Role::General;
                    self.at_field(State::OptionToken);
                    return Ok(());
                }
            },
            _ => match byte {
                b',' => self.at_field(State::Option),
                _ if chars::is(byte, MEMBER) => {}
                _ => {
                    self.at_field(State::ValueEnd);
                    return Ok(());
                }
            },
        }
        input.at += 1;
        Ok(())
    }

    fn value_end<S: Sink>(&mut self, byte: u8, input: &mut Input<S>) -> Step {
        match byte {
            b'\r' => {
                self.at_field(State::ValueLineFeed);
                self.close_and_take(input)
            }
            b'\n' => {
                self.close(input)?;
                if !self.allows(lenient::OPTIONAL_CR_BEFORE_LF) {
                    return self.fail(
                        failure::CR_EXPECTED,
                        "Missing expected CR after header value",
                    );
                }
                self.at_field(State::ValueLineFeed);
                Ok(())
            }
            _ if self.allows(lenient::HEADERS) => {
                self.at_field(State::ValueLenient);
                Ok(())
            }
            _ if self.allows(lenient::HEADER_VALUE_RELAXED) => {
                self.at_field(State::ValueRelaxed);
                Ok(())
            }
            _ => {
                self.close(input)?;
                self.fail(TOKEN_CODE, BAD_VALUE)
            }
        }
    }

    fn value_lenient<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        let length = input
            .rest()
            .iter()
            .position(|byte| matches!(byte, b'\r' | b'\n'));
        let Some(length) = length else {
            input.at = input.data.len();
            return Ok(());
        };
        input.at += length;
        self.at_field(State::ValueLineFeed);
        if input.byte() == Some(b'\r') {
            self.close_and_take(input)
        } else {
            self.close(input)
        }
    }

    fn fold<S: Sink>(&mut self, byte: u8, input: &mut Input<S>) -> Result<(), Halt> {
        if !matches!(byte, b' ' | b'\t') {
            self.set_flags();
            self.at_field(State::LineStart);
            return Ok(());
        }
        if !self.allows(lenient::HEADERS) {
            return self.fail(TOKEN_CODE, "Unexpected whitespace after header value");
        }
        if self.role == Role::Chunked {
            self.role = Role::General;
        }
        self.open(input, Part::FieldValue);
        self.at_field(State::ValueStart);
        Ok(())
    }
}
