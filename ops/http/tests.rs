//! Replays llhttp's own cases (MIT, (c) 2018 Fedor Indutny), whole and in pieces.

use crate::collector::{Collected, Collecting, Collector, Listener};
use crate::failure;
use crate::machine::{Halt, Head, HeadAnswer, Kind, Machine, Refusal, lenient};

#[derive(Default, PartialEq, Debug, Clone)]
struct Heard {
    begun: usize,
    heads: Vec<String>,
    body: Vec<u8>,
    trailers: usize,
    complete: usize,
    skip_body: bool,
}

impl Listener for &mut Heard {
    fn begin(&mut self) -> Result<(), Refusal> {
        self.begun += 1;
        Ok(())
    }

    fn head(&mut self, head: &Head, collected: &Collected) -> Result<HeadAnswer, Refusal> {
        let fields: Vec<_> = collected.fields().collect();
        self.heads.push(format!(
            "{:?} {:?} {:?} {fields:?}",
            Head {
                more: false,
                ..*head
            },
            collected.target(),
            collected.status()
        ));
        Ok(if self.skip_body {
            HeadAnswer::SkipBody
        } else {
            HeadAnswer::ReadBody
        })
    }

    fn body(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        self.body.extend_from_slice(bytes);
        Ok(())
    }

    fn trailers(&mut self, collected: &Collected) -> Result<(), Refusal> {
        self.trailers += collected.len();
        Ok(())
    }

    fn complete(&mut self) -> Result<(), Refusal> {
        self.complete += 1;
        Ok(())
    }
}

fn flags_of(meta: &str) -> u32 {
    let known = [
        ("lenient-headers", lenient::HEADERS),
        ("lenient-chunked-length", lenient::CHUNKED_LENGTH),
        ("lenient-keep-alive", lenient::KEEP_ALIVE),
        ("lenient-transfer-encoding", lenient::TRANSFER_ENCODING),
        ("lenient-version", lenient::VERSION),
        ("lenient-data-after-close", lenient::DATA_AFTER_CLOSE),
        (
            "lenient-optional-lf-after-cr",
            lenient::OPTIONAL_LF_AFTER_CR,
        ),
        (
            "lenient-optional-crlf-after-chunk",
            lenient::OPTIONAL_CRLF_AFTER_CHUNK,
        ),
        (
            "lenient-optional-cr-before-lf",
            lenient::OPTIONAL_CR_BEFORE_LF,
        ),
        (
            "lenient-spaces-after-chunk-size",
            lenient::SPACES_AFTER_CHUNK_SIZE,
        ),
        (
            "lenient-header-value-relaxed",
            lenient::HEADER_VALUE_RELAXED,
        ),
        ("lenient-all", lenient::HEADER_VALUE_RELAXED - 1),
    ];
    known
        .iter()
        .find(|(name, _)| meta.ends_with(name))
        .map_or(0, |(_, flag)| *flag)
}

/// llhttp's numbers of the codes.
fn number_of(code: &str) -> u64 {
    match code {
        failure::STRICT => 2,
        failure::LF_EXPECTED => 3,
        failure::UNEXPECTED_CONTENT_LENGTH => 4,
        failure::CLOSED_CONNECTION => 5,
        failure::INVALID_METHOD => 6,
        failure::INVALID_URL => 7,
        failure::INVALID_CONSTANT => 8,
        failure::INVALID_VERSION => 9,
        failure::INVALID_HEADER_TOKEN => 10,
        failure::INVALID_CONTENT_LENGTH => 11,
        failure::INVALID_CHUNK_SIZE => 12,
        failure::INVALID_STATUS => 13,
        failure::INVALID_EOF_STATE => 14,
        failure::INVALID_TRANSFER_ENCODING => 15,
        failure::PAUSED_H2_UPGRADE => 23,
        failure::CR_EXPECTED => 25,
        failure::UNEXPECTED_SPACE => 30,
        _ => 0,
    }
}

struct Outcome {
    heard: Heard,
    halt: Option<Halt>,
    taken: usize,
}

fn run(kind: Kind, flags: u32, skip_body: bool, raw: &[u8], size: usize) -> Outcome {
    let mut machine = Machine::new(kind, flags);
    let mut collector = Collector::new(80 * 1024);
    let mut heard = Heard {
        skip_body,
        ..Heard::default()
    };
    let mut taken = 0;
    for piece in raw.chunks(size.max(1)) {
        let mut sink = Collecting {
            collector: &mut collector,
            listener: &mut heard,
        };
        let (got, result) = machine.execute(piece, &mut sink);
        taken += got;
        if let Err(halt) = result {
            return Outcome {
                heard,
                halt: Some(halt),
                taken,
            };
        }
    }
    Outcome {
        heard,
        halt: None,
        taken,
    }
}

#[test]
fn llhttp_cases() {
    let file: serde_json::Value =
        serde_json::from_str(include_str!("llhttp_cases.json")).unwrap_or_default();
    let cases = file["cases"].as_array().cloned().unwrap_or_default();
    assert_eq!(cases.len(), 251);
    for case in &cases {
        let meta = case["meta"]["type"].as_str().unwrap_or_default();
        if meta.ends_with("finish") || meta.starts_with("url") {
            continue;
        }
        let kind = if meta.starts_with("response") {
            Kind::Response
        } else {
            Kind::Request
        };
        let skip_body = case["meta"]["skipBody"].as_bool().unwrap_or(false);
        // The collection has cut off the empty line at the end of some heads.
        let raw = format!("{}\r\n\r\n", case["raw"].as_str().unwrap_or_default()).into_bytes();
        let name = format!("{} / {}: {:?}", case["src"], case["title"], case["raw"]);
        let whole = run(kind, flags_of(meta), skip_body, &raw, raw.len());
        let expected = case["error"].as_u64();
        match whole.halt {
            Some(Halt::Failed(failed)) => {
                let got = Some(number_of(failed.code));
                // What the added line end alone breaks is no failure of the case.
                let added = expected.is_none() && whole.taken + 4 > raw.len();
                assert!(
                    added || got == expected,
                    "{name}: {failed:?}, expected {}",
                    case["reason"]
                );
                if !added {
                    assert_eq!(Some(failed.reason), case["reason"].as_str(), "{name}");
                }
            }
            Some(Halt::Upgraded) => assert_eq!(expected, Some(22), "{name}"),
            _ => assert_eq!(expected, None, "{name}: expected {}", case["reason"]),
        }
        if expected.is_none() {
            let messages = case["messages"].as_u64().unwrap_or_default() as usize;
            assert!(
                whole.heard.complete >= messages,
                "{name}: {} of {messages}",
                whole.heard.complete
            );
        }
        for size in [1, 2, 3, 7] {
            let pieces = run(kind, flags_of(meta), skip_body, &raw, size);
            assert_eq!(pieces.heard, whole.heard, "{name} in pieces of {size}");
            assert_eq!(pieces.halt, whole.halt, "{name} in pieces of {size}");
            assert_eq!(pieces.taken, whole.taken, "{name} in pieces of {size}");
        }
    }
}

#[test]
fn limits() {
    let head =
        |length: usize| format!("GET / HTTP/1.1\r\na: {}\r\n\r\n", "x".repeat(length)).into_bytes();
    let run = |raw: &[u8], max: u64| {
        let mut machine = Machine::new(Kind::Request, 0);
        let mut collector = Collector::new(max);
        let mut heard = Heard::default();
        machine
            .execute(
                raw,
                &mut Collecting {
                    collector: &mut collector,
                    listener: &mut heard,
                },
            )
            .1
    };
    assert_eq!(run(&head(90), 100), Ok(()));
    let Err(Halt::Failed(failed)) = run(&head(100), 100) else {
        panic!("no overflow")
    };
    assert_eq!(failed.code, failure::HEADER_OVERFLOW);

    let start = "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n2;";
    let Err(Halt::Failed(failed)) =
        run(format!("{start}{}", "a".repeat(17_000)).as_bytes(), 16_384)
    else {
        panic!("no overflow")
    };
    assert_eq!(failed.code, failure::CHUNK_EXTENSIONS_OVERFLOW);
}

#[test]
fn end_of_input() {
    let finish = |kind, raw: &[u8]| {
        let mut machine = Machine::new(kind, 0);
        let mut collector = Collector::new(16_384);
        let mut heard = Heard::default();
        let mut sink = Collecting {
            collector: &mut collector,
            listener: &mut heard,
        };
        assert_eq!(machine.execute(raw, &mut sink).1, Ok(()));
        let result = machine.finish(&mut sink);
        (result.is_ok(), heard.complete)
    };
    assert_eq!(finish(Kind::Request, b""), (true, 0));
    assert_eq!(finish(Kind::Request, b"GET / HT"), (false, 0));
    assert_eq!(finish(Kind::Request, b"GET / HTTP/1.1\r\n\r\n"), (true, 1));
    assert_eq!(
        finish(Kind::Response, b"HTTP/1.1 200 OK\r\n\r\nbody"),
        (true, 1)
    );
    assert_eq!(
        finish(
            Kind::Response,
            b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nbody"
        ),
        (false, 0)
    );
}
