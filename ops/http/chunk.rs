//! The chunked transfer coding (RFC 9112, 7.1).

use crate::chars::{self, QUOTED, TOKEN, VALUE};
use crate::failure;
use crate::field;
use crate::machine::{Input, Machine, Part, Refusal, Sink, State as Place, Step, flags, lenient};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    /// The first digit of the size.
    Size,
    SizeMore,
    SizeEnd,
    LineFeed,
    ExtensionStart,
    ExtensionName,
    ExtensionValueStart,
    ExtensionValue,
    Quoted,
    QuotedPair,
    QuotedEnd,
    Data,
    DataEnd,
    DataLineFeed,
}

const BAD_SIZE: &str = "Invalid character in chunk size";
const NO_CR_AFTER_VALUE: &str = "Missing expected CR after chunk extension value";

impl Machine {
    fn at_chunk(&mut self, state: State) {
        self.state = Place::Chunk(state);
    }

    pub(crate) fn chunk<S: Sink>(&mut self, state: State, input: &mut Input<S>) -> Step {
        let Some(byte) = input.byte() else {
            return Ok(());
        };
        match state {
            State::Size | State::SizeMore => match (byte as char).to_digit(16) {
                Some(digit) => {
                    let size = self.content_length;
                    if size >> 60 != 0 {
                        return self.fail_after(
                            input,
                            failure::INVALID_CHUNK_SIZE,
                            "Chunk size overflow",
                        );
                    }
                    self.content_length = size << 4 | u64::from(digit);
                    self.at_chunk(State::SizeMore);
                }
                None if state == State::Size => {
                    return self.fail(failure::INVALID_CHUNK_SIZE, BAD_SIZE);
                }
                None => {
                    self.at_chunk(State::SizeEnd);
                    return Ok(());
                }
            },
            State::SizeEnd => match byte {
                b' ' | b'\t' if self.allows(lenient::SPACES_AFTER_CHUNK_SIZE) => {}
                b' ' | b'\t' => {
                    return self.fail_after(input, failure::INVALID_CHUNK_SIZE, BAD_SIZE);
                }
                b'\r' => self.at_chunk(State::LineFeed),
                b'\n' if self.allows(lenient::OPTIONAL_CR_BEFORE_LF) => {
                    self.at_chunk(State::LineFeed)
                }
                b'\n' => {
                    return self.fail_after(
                        input,
                        failure::CR_EXPECTED,
                        "Missing expected CR after chunk size",
                    );
                }
                b';' => self.at_chunk(State::ExtensionStart),
                _ => return self.fail(failure::INVALID_CHUNK_SIZE, BAD_SIZE),
            },
            State::LineFeed => {
                let feed = byte == b'\n';
                if !feed && !self.allows(lenient::OPTIONAL_LF_AFTER_CR) {
                    return self.fail(failure::STRICT, "Expected LF after chunk size");
                }
                input.at += usize::from(feed);
                return self.size_complete(input);
            }
            State::Data => {
                if self.take_body(input)? {
                    self.at_chunk(State::DataEnd);
                }
                return Ok(());
            }
            State::DataEnd => match byte {
                b'\r' => self.at_chunk(State::DataLineFeed),
                b'\n' if self.allows(lenient::OPTIONAL_CR_BEFORE_LF) => {
                    input.at += 1;
                    return self.data_complete(input);
                }
                b'\n' => {
                    return self.fail_after(
                        input,
                        failure::CR_EXPECTED,
                        "Missing expected CR after chunk data",
                    );
                }
                _ => return self.no_line_end(input),
            },
            State::DataLineFeed => {
                if byte != b'\n' {
                    return self.no_line_end(input);
                }
                input.at += 1;
                return self.data_complete(input);
            }
            _ => return self.extension(state, byte, input),
        }
        input.at += 1;
        Ok(())
    }

    fn no_line_end<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        if !self.allows(lenient::OPTIONAL_CRLF_AFTER_CHUNK) {
            return self.fail(failure::STRICT, "Expected LF after chunk data");
        }
        self.data_complete(input)
    }

    fn size_complete<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        input
            .sink
            .chunk_header()
            .map_err(|refusal| self.refuse(refusal, failure::USER))?;
        if self.content_length == 0 {
            self.flags |= flags::TRAILING;
            self.state = Place::Field(field::State::LineStart);
        } else {
            self.at_chunk(State::Data);
        }
        Ok(())
    }

    fn data_complete<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        self.chunk_complete(input)?;
        self.content_length = 0;
        self.at_chunk(State::Size);
        Ok(())
    }

    pub(crate) fn chunk_complete<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        input
            .sink
            .chunk_complete()
            .map_err(|refusal: Refusal| self.refuse(refusal, failure::USER))
    }

    fn extension<S: Sink>(&mut self, state: State, byte: u8, input: &mut Input<S>) -> Step {
        match state {
            State::ExtensionStart => {
                if matches!(byte, b' ' | b'\r') {
                    return self.fail_after(
                        input,
                        failure::STRICT,
                        "Invalid character in chunk extensions",
                    );
                }
                self.open(input, Part::ChunkExtension);
                self.at_chunk(State::ExtensionName);
                Ok(())
            }
            State::ExtensionName => {
                if byte == b'=' {
                    self.at_chunk(State::ExtensionValueStart);
                    return self.close_and_take(input);
                }
                let reason = "Invalid character in chunk extensions name";
                self.extension_text(
                    byte,
                    input,
                    reason,
                    "Missing expected CR after chunk extension name",
                )
            }
            State::ExtensionValueStart => {
                self.open(input, Part::ChunkExtension);
                self.at_chunk(State::ExtensionValue);
                Ok(())
            }
            State::ExtensionValue => {
                if byte == b'"' {
                    self.at_chunk(State::Quoted);
                    input.at += 1;
                    return Ok(());
                }
                let reason = "Invalid character in chunk extensions value";
                self.extension_text(byte, input, reason, NO_CR_AFTER_VALUE)
            }
            State::Quoted => {
                let length = chars::span(input.rest(), QUOTED);
                if length > 0 {
                    input.at += length;
                    return Ok(());
                }
                input.at += 1;
                match byte {
                    b'"' => {
                        self.at_chunk(State::QuotedEnd);
                        self.close(input)
                    }
                    b'\\' => {
                        self.at_chunk(State::QuotedPair);
                        Ok(())
                    }
                    _ => self.refuse_extension(
                        input,
                        "Invalid character in chunk extensions quoted value",
                    ),
                }
            }
            State::QuotedPair => {
                input.at += 1;
                if !chars::is(byte, VALUE) {
                    return self.refuse_extension(
                        input,
                        "Invalid quoted-pair in chunk extensions quoted value",
                    );
                }
                self.at_chunk(State::Quoted);
                Ok(())
            }
            _ => {
                match byte {
                    b';' => self.at_chunk(State::ExtensionStart),
                    b'\r' => self.at_chunk(State::LineFeed),
                    b'\n' if self.allows(lenient::OPTIONAL_CR_BEFORE_LF) => {
                        self.at_chunk(State::LineFeed);
                        return Ok(());
                    }
                    b'\n' => return self.fail(failure::CR_EXPECTED, NO_CR_AFTER_VALUE),
                    _ => {
                        return self.fail(
                            failure::STRICT,
                            "Invalid character in chunk extensions quote value",
                        );
                    }
                }
                input.at += 1;
                Ok(())
            }
        }
    }

    /// Refuses the byte before the one at hand.
    fn refuse_extension<S: Sink>(&mut self, input: &mut Input<S>, reason: &'static str) -> Step {
        input.at -= 1;
        self.close(input)?;
        self.fail_after(input, failure::STRICT, reason)
    }

    /// The unquoted text of a name or a value, and what may end it.
    fn extension_text<S: Sink>(
        &mut self,
        byte: u8,
        input: &mut Input<S>,
        reason: &'static str,
        no_cr: &'static str,
    ) -> Step {
        let length = chars::span(input.rest(), TOKEN);
        if length > 0 {
            input.at += length;
            return Ok(());
        }
        match byte {
            b';' => self.at_chunk(State::ExtensionStart),
            b'\r' => self.at_chunk(State::LineFeed),
            b'\n' => {
                self.close(input)?;
                if !self.allows(lenient::OPTIONAL_CR_BEFORE_LF) {
                    return self.fail(failure::CR_EXPECTED, no_cr);
                }
                self.at_chunk(State::LineFeed);
                return Ok(());
            }
            _ => {
                self.close_and_take(input)?;
                return self.fail(failure::STRICT, reason);
            }
        }
        self.close_and_take(input)
    }
}
