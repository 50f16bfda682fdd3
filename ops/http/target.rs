//! The request target: a path, an absolute URL, `*`, or the authority of CONNECT.

use crate::chars::{self, URL, USERINFO};
use crate::failure;
use crate::machine::{Input, Machine, Part, Sink, State as Place, Step};
use crate::start_line;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    Begin,
    Connect,
    Scheme,
    SchemeDelimiter(u8),
    Authority,
    AuthorityAfterAt,
    Path,
    AfterPath,
    Query,
    Fragment,
    /// After the space that ends the target.
    End,
    /// HTTP/0.9: the target ends the line.
    LineFeed,
    EndOfHttp09,
}

const INVALID: &str = "Invalid characters in url";

impl Machine {
    fn at_target(&mut self, state: State) {
        self.state = Place::Target(state);
    }

    pub(crate) fn target<S: Sink>(&mut self, state: State, input: &mut Input<S>) -> Step {
        let Some(byte) = input.byte() else {
            return Ok(());
        };
        // No part of a target takes these, not even the space after it.
        if matches!(byte, b'\t' | b'\x0c')
            && !matches!(state, State::SchemeDelimiter(1) | State::LineFeed)
        {
            return self.fail_after(input, failure::INVALID_URL, INVALID);
        }
        match state {
            State::Begin => {
                self.open(input, Part::Target);
                match byte {
                    b'/' | b'*' => self.at_target(State::Path),
                    b'a'..=b'z' | b'A'..=b'Z' => self.at_target(State::Scheme),
                    b' ' | b'\r' | b'\n' => {
                        return self.fail_after(input, failure::INVALID_URL, INVALID);
                    }
                    _ => return self.fail(failure::INVALID_URL, "Unexpected start char in url"),
                }
            }
            State::Connect => {
                self.open(input, Part::Target);
                self.at_target(State::Authority);
                return Ok(());
            }
            State::Scheme => match byte {
                b'a'..=b'z' | b'A'..=b'Z' => {}
                b':' => self.at_target(State::SchemeDelimiter(0)),
                b' ' | b'\r' | b'\n' => {
                    return self.fail_after(input, failure::INVALID_URL, INVALID);
                }
                _ => return self.fail(failure::INVALID_URL, "Unexpected char in url schema"),
            },
            State::SchemeDelimiter(seen) => match byte {
                b'/' if seen == 0 => self.at_target(State::SchemeDelimiter(1)),
                b'/' => self.at_target(State::Authority),
                b' ' | b'\r' | b'\n' if seen == 0 => {
                    return self.fail_after(input, failure::INVALID_URL, INVALID);
                }
                _ => return self.fail(failure::INVALID_URL, "Unexpected char in url schema"),
            },
            State::Authority | State::AuthorityAfterAt => match byte {
                b'/' => self.at_target(State::Path),
                b'?' => self.at_target(State::Query),
                b'@' if state == State::Authority => self.at_target(State::AuthorityAfterAt),
                b'@' => return self.fail_after(input, failure::INVALID_URL, "Double @ in url"),
                b'[' | b']' => self.at_target(State::Authority),
                b' ' | b'\r' | b'\n' => return self.end_target(byte, input),
                _ if chars::is(byte, USERINFO) => self.at_target(State::Authority),
                _ => return self.fail(failure::INVALID_URL, "Unexpected char in url server"),
            },
            State::Path => {
                let length = chars::span(input.rest(), URL);
                input.at += length;
                if length == 0 {
                    self.at_target(State::AfterPath);
                }
                return Ok(());
            }
            State::AfterPath => match byte {
                b'?' => self.at_target(State::Query),
                b'#' => self.at_target(State::Fragment),
                b' ' | b'\r' | b'\n' => return self.end_target(byte, input),
                _ => return self.fail(failure::INVALID_URL, "Invalid char in url path"),
            },
            State::Query => match byte {
                b'?' => {}
                b'#' => self.at_target(State::Fragment),
                b' ' | b'\r' | b'\n' => return self.end_target(byte, input),
                _ => {
                    let length = chars::span(input.rest(), URL);
                    if length == 0 {
                        return self.fail(failure::INVALID_URL, "Invalid char in url query");
                    }
                    input.at += length;
                    return Ok(());
                }
            },
            State::Fragment => match byte {
                b'?' | b'#' => {}
                b' ' | b'\r' | b'\n' => return self.end_target(byte, input),
                _ if chars::is(byte, URL) => {}
                _ => return self.fail(failure::INVALID_URL, "Invalid char in url fragment start"),
            },
            State::End => {
                self.state = Place::Start(start_line::State::SpacesBeforeProtocol);
                return Ok(());
            }
            State::LineFeed => {
                if byte != b'\n' {
                    return self.fail(failure::INVALID_URL, "Expected CRLF");
                }
                self.at_target(State::EndOfHttp09);
            }
            State::EndOfHttp09 => {
                self.major = 0;
                self.minor = 9;
                self.begin_fields();
                return Ok(());
            }
        }
        input.at += 1;
        Ok(())
    }

    fn end_target<S: Sink>(&mut self, byte: u8, input: &mut Input<S>) -> Step {
        self.close(input)?;
        input.at += 1;
        self.at_target(match byte {
            b' ' => State::End,
            b'\r' => State::LineFeed,
            _ => State::EndOfHttp09,
        });
        Ok(())
    }
}
