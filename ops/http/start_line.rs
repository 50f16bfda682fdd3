//! The start line: a request's method and version, a response's version and status.

use crate::failure;
use crate::field;
use crate::machine::{Input, Machine, Part, Sink, State as Place, Step, lenient};
use crate::method::{self, Prefix, Protocol};
use crate::target;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    Method,
    /// GET, unless GET_PARAMETER follows.
    MethodGet,
    SpaceAfterMethod,
    SpacesBeforeTarget,
    SpacesBeforeProtocol,
    Protocol,
    SlashAfterProtocol,
    Major,
    Dot,
    Minor,
    EndOfLine,
    LineFeed,
    Preface,
    ResponseProtocol,
    ResponseSlash,
    ResponseMajor,
    ResponseDot,
    ResponseMinor,
    SpaceBeforeStatus,
    Status(u8),
    AfterStatus,
    ReasonStart,
    Reason,
    ReasonLineFeed,
}

const PREFACE: &[u8] = b"\r\n\r\nSM\r\n\r\n";
const NO_PROTOCOL: &str = "Expected HTTP/, RTSP/ or ICE/";

impl Machine {
    fn at_start(&mut self, state: State) {
        self.state = Place::Start(state);
    }

    pub(crate) fn start_line<S: Sink>(&mut self, state: State, input: &mut Input<S>) -> Step {
        let Some(byte) = input.byte() else {
            return Ok(());
        };
        match state {
            State::Method => return self.method(byte, input),
            State::MethodGet if byte == b'_' => {
                self.word.push(b"_");
                self.at_start(State::Method);
            }
            State::MethodGet => {
                self.at_start(State::SpaceAfterMethod);
                return Ok(());
            }
            State::SpaceAfterMethod => {
                if byte != b' ' {
                    return self.fail(failure::INVALID_METHOD, "Expected space after method");
                }
                self.at_start(State::SpacesBeforeTarget);
            }
            State::SpacesBeforeTarget => {
                if byte != b' ' {
                    let connect = self.method == method::CONNECT;
                    self.state = Place::Target(if connect {
                        target::State::Connect
                    } else {
                        target::State::Begin
                    });
                    return Ok(());
                }
            }
            State::SpacesBeforeProtocol => {
                if byte != b' ' {
                    self.word.clear();
                    self.at_start(State::Protocol);
                    return Ok(());
                }
            }
            State::Protocol => {
                if self.word.is_empty()
                    && input.rest().starts_with(b"HTTP/1.1\r\n")
                    && method::fits(self.method, Protocol::Http)
                    && self.method != method::PRI
                {
                    (self.major, self.minor) = (1, 1);
                    input.at += 10;
                    self.begin_fields();
                    return Ok(());
                }
                if let Some(protocol) = self.protocol(byte, input)? {
                    self.at_start(State::SlashAfterProtocol);
                    if !method::fits(self.method, protocol) {
                        let reason = match protocol {
                            Protocol::Http => "Invalid method for HTTP/x.x request",
                            Protocol::Rtsp => "Invalid method for RTSP/x.x request",
                            Protocol::Ice => "Expected SOURCE method for ICE/x.x request",
                        };
                        return self.fail(failure::INVALID_CONSTANT, reason);
                    }
                }
                return Ok(());
            }
            State::SlashAfterProtocol => self.slash(byte, State::Major)?,
            State::Major => self.major = self.digit(byte, State::Dot, "Invalid major version")?,
            State::Dot => self.dot(byte, State::Minor)?,
            State::Minor => {
                self.minor = self.digit(byte, State::EndOfLine, "Invalid minor version")?;
                self.check_version(input)?;
                if self.method == method::PRI {
                    self.matched = 0;
                    self.at_start(State::Preface);
                }
            }
            State::EndOfLine => match byte {
                b'\r' => self.at_start(State::LineFeed),
                b'\n' if self.allows(lenient::OPTIONAL_CR_BEFORE_LF) => {
                    self.at_start(State::LineFeed)
                }
                b'\n' => {
                    return self.fail_after(
                        input,
                        failure::INVALID_VERSION,
                        "Expected CRLF after version",
                    );
                }
                _ => return self.fail(failure::INVALID_VERSION, "Expected CRLF after version"),
            },
            State::LineFeed => {
                let feed = byte == b'\n';
                if !feed && !self.allows(lenient::OPTIONAL_LF_AFTER_CR) {
                    return self.fail(failure::STRICT, "Expected CRLF after version");
                }
                self.begin_fields();
                if !feed {
                    return Ok(());
                }
            }
            State::Preface => return self.preface(byte, input),
            _ => return self.response_line(state, byte, input),
        }
        input.at += 1;
        Ok(())
    }

    fn response_line<S: Sink>(&mut self, state: State, byte: u8, input: &mut Input<S>) -> Step {
        match state {
            State::ResponseProtocol => {
                if self.protocol(byte, input)?.is_some() {
                    self.at_start(State::ResponseSlash);
                }
                return Ok(());
            }
            State::ResponseSlash => self.slash(byte, State::ResponseMajor)?,
            State::ResponseMajor => {
                self.major = self.digit(byte, State::ResponseDot, "Invalid major version")?
            }
            State::ResponseDot => self.dot(byte, State::ResponseMinor)?,
            State::ResponseMinor => {
                self.minor = self.digit(byte, State::SpaceBeforeStatus, "Invalid minor version")?;
                self.check_version(input)?;
            }
            State::SpaceBeforeStatus => {
                if byte != b' ' {
                    return self.fail(failure::INVALID_VERSION, "Expected space after version");
                }
                self.status = 0;
                self.at_start(State::Status(0));
            }
            State::Status(digits) => {
                if !byte.is_ascii_digit() {
                    return self.fail(failure::INVALID_STATUS, "Invalid status code");
                }
                self.status = self.status * 10 + u16::from(byte - b'0');
                self.at_start(if digits == 2 {
                    State::AfterStatus
                } else {
                    State::Status(digits + 1)
                });
            }
            State::AfterStatus => match byte {
                b' ' => self.at_start(State::ReasonStart),
                b'\r' => self.at_start(State::ReasonLineFeed),
                b'\n' if self.allows(lenient::OPTIONAL_CR_BEFORE_LF) => self.begin_fields(),
                b'\n' => {
                    return self.fail_after(
                        input,
                        failure::INVALID_STATUS,
                        "Invalid response status",
                    );
                }
                _ => return self.fail(failure::INVALID_STATUS, "Invalid response status"),
            },
            State::ReasonStart => {
                self.open(input, Part::Status);
                self.at_start(State::Reason);
                return Ok(());
            }
            State::Reason => return self.reason(input),
            State::ReasonLineFeed => {
                let feed = byte == b'\n';
                if !feed && !self.allows(lenient::OPTIONAL_LF_AFTER_CR) {
                    return self.fail(failure::STRICT, "Expected LF after CR");
                }
                self.begin_fields();
                if !feed {
                    return Ok(());
                }
            }
            _ => {}
        }
        input.at += 1;
        Ok(())
    }

    pub(crate) fn begin_fields(&mut self) {
        self.state = Place::Field(field::State::AfterStartLine);
    }

    fn method<S>(&mut self, byte: u8, input: &mut Input<S>) -> Step {
        if self.word.is_empty()
            && let Some((number, length)) = method::usual(input.rest())
        {
            self.method = number;
            input.at += length;
            self.at_start(State::SpacesBeforeTarget);
            return Ok(());
        }
        self.word.push(&[byte]);
        match method::look_up(self.word.as_bytes()) {
            Prefix::None => {
                return self.fail(failure::INVALID_METHOD, "Invalid method encountered");
            }
            Prefix::Some => {}
            Prefix::Whole(number) => {
                self.method = number;
                self.at_start(if number == method::GET {
                    State::MethodGet
                } else {
                    State::SpaceAfterMethod
                });
            }
        }
        input.at += 1;
        Ok(())
    }

    fn protocol<S>(
        &mut self,
        byte: u8,
        input: &mut Input<S>,
    ) -> Result<Option<Protocol>, crate::machine::Halt> {
        self.word.push(&[byte]);
        let word = self.word.as_bytes();
        let known = Protocol::ALL
            .iter()
            .find(|(_, name)| name.starts_with(word));
        let Some((protocol, name)) = known else {
            return self.fail(failure::INVALID_CONSTANT, NO_PROTOCOL);
        };
        let whole = (name.len() == word.len()).then_some(*protocol);
        input.at += 1;
        Ok(whole)
    }

    fn slash(&mut self, byte: u8, next: State) -> Step {
        if byte != b'/' {
            return self.fail(failure::INVALID_CONSTANT, NO_PROTOCOL);
        }
        self.at_start(next);
        Ok(())
    }

    fn dot(&mut self, byte: u8, next: State) -> Step {
        if byte != b'.' {
            return self.fail(failure::INVALID_VERSION, "Expected dot");
        }
        self.at_start(next);
        Ok(())
    }

    fn digit(
        &mut self,
        byte: u8,
        next: State,
        reason: &'static str,
    ) -> Result<u8, crate::machine::Halt> {
        if !byte.is_ascii_digit() {
            return self.fail(failure::INVALID_VERSION, reason);
        }
        self.at_start(next);
        Ok(byte - b'0')
    }

    fn check_version<S>(&mut self, input: &mut Input<S>) -> Step {
        if self.allows(lenient::VERSION)
            || matches!((self.major, self.minor), (0, 9) | (1, 0 | 1) | (2, 0))
        {
            return Ok(());
        }
        self.fail_after(input, failure::INVALID_VERSION, "Invalid HTTP version")
    }

    fn preface<S>(&mut self, byte: u8, input: &mut Input<S>) -> Step {
        if PREFACE.get(self.matched as usize) != Some(&byte) {
            return self.fail(
                failure::INVALID_VERSION,
                "Expected HTTP/2 Connection Preface",
            );
        }
        self.matched += 1;
        if self.matched as usize == PREFACE.len() {
            return self.fail_after(input, failure::PAUSED_H2_UPGRADE, "Pause on PRI/Upgrade");
        }
        input.at += 1;
        Ok(())
    }

    fn reason<S: Sink>(&mut self, input: &mut Input<S>) -> Step {
        let rest = input.rest();
        let length = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
        let Some(length) = length else {
            input.at = input.data.len();
            return Ok(());
        };
        input.at += length;
        let feed = input.byte() == Some(b'\n');
        self.close_and_take(input)?;
        if !feed {
            self.at_start(State::ReasonLineFeed);
            return Ok(());
        }
        if !self.allows(lenient::OPTIONAL_CR_BEFORE_LF) {
            return self.fail(
                failure::CR_EXPECTED,
                "Missing expected CR after response line",
            );
        }
        self.begin_fields();
        Ok(())
    }
}
