//! Between the machine and JS: collects the pieces of a head, and keeps the limits.

use std::ops::Range;

use crate::failure::{self, Failure};
use crate::machine::{Head, HeadAnswer, Part, Refusal, Sink};

/// The bytes of all extensions of one chunk.
const MAX_CHUNK_EXTENSIONS: usize = 16 * 1024;
const HEADER_OVERFLOW: Failure = Failure {
    code: failure::HEADER_OVERFLOW,
    reason: "Header overflow",
};
const EXTENSIONS_OVERFLOW: Failure = Failure {
    code: failure::CHUNK_EXTENSIONS_OVERFLOW,
    reason: "Chunk extensions overflow",
};

/// Hears about whole heads, bodies and ends.
pub trait Listener {
    fn begin(&mut self) -> Result<(), Refusal>;
    fn head(&mut self, head: &Head, collected: &Collected) -> Result<HeadAnswer, Refusal>;
    fn body(&mut self, bytes: &[u8]) -> Result<(), Refusal>;
    fn trailers(&mut self, collected: &Collected) -> Result<(), Refusal>;
    fn complete(&mut self) -> Result<(), Refusal>;
}

/// What has been collected of a head or of trailers.
#[derive(Default)]
pub struct Collected {
    bytes: Vec<u8>,
    target: Range<usize>,
    status: Range<usize>,
    fields: Vec<Field>,
}

#[derive(Default)]
struct Field {
    name: Range<usize>,
    value: Option<Range<usize>>,
}

impl Collected {
    fn get(&self, range: &Range<usize>) -> &[u8] {
        self.bytes.get(range.clone()).unwrap_or_default()
    }

    pub fn target(&self) -> &[u8] {
        self.get(&self.target)
    }

    pub fn status(&self) -> &[u8] {
        self.get(&self.status)
    }

    /// The number of fields.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Names and values; spaces and tabs at the end of a value are not part of it.
    pub fn fields(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.fields.iter().map(|field| {
            let mut value = field
                .value
                .as_ref()
                .map(|range| self.get(range))
                .unwrap_or_default();
            while let [rest @ .., b' ' | b'\t'] = value {
                value = rest;
            }
            (self.get(&field.name), value)
        })
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.target = 0..0;
        self.status = 0..0;
        self.fields.clear();
    }

    fn clear_fields(&mut self) {
        self.fields.clear();
    }

    fn push(&mut self, bytes: &[u8]) -> Range<usize> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        start..self.bytes.len()
    }

    fn name(&mut self, bytes: &[u8]) {
        let range = self.push(bytes);
        match self.fields.last_mut() {
            Some(field) if field.value.is_none() => extend(&mut field.name, range),
            _ => self.fields.push(Field {
                name: range,
                value: None,
            }),
        }
    }

    fn value(&mut self, bytes: &[u8]) {
        let range = self.push(bytes);
        let Some(field) = self.fields.last_mut() else {
            return;
        };
        match &mut field.value {
            Some(value) => extend(value, range),
            None => field.value = Some(range),
        }
    }
}

/// Joins a piece to what came immediately before it.
fn extend(range: &mut Range<usize>, more: Range<usize>) {
    if range.start == range.end {
        *range = more;
    } else {
        range.end = more.end;
    }
}

/// The state of a collection between two pieces.
pub struct Collector {
    collected: Collected,
    /// The bytes of names, values and the target since the last head or chunk.
    header_bytes: u64,
    max_header_bytes: u64,
    extension_bytes: usize,
    pub headers_completed: bool,
}

impl Collector {
    pub fn new(max_header_bytes: u64) -> Self {
        Self {
            collected: Collected::default(),
            header_bytes: 0,
            max_header_bytes,
            extension_bytes: 0,
            headers_completed: false,
        }
    }

    fn count(&mut self, length: usize) -> Result<(), Refusal> {
        self.header_bytes += length as u64;
        if self.header_bytes >= self.max_header_bytes {
            Err(Refusal::Limit(HEADER_OVERFLOW))
        } else {
            Ok(())
        }
    }
}

/// A collector with somebody who listens to it.
pub struct Collecting<'a, L> {
    pub collector: &'a mut Collector,
    pub listener: L,
}

impl<L: Listener> Sink for Collecting<'_, L> {
    fn message_begin(&mut self) -> Result<(), Refusal> {
        let this = &mut *self.collector;
        this.collected.clear();
        this.headers_completed = false;
        this.extension_bytes = 0;
        self.listener.begin()
    }

    fn part(&mut self, part: Part, bytes: &[u8]) -> Result<(), Refusal> {
        let this = &mut *self.collector;
        match part {
            Part::Body if bytes.is_empty() => Ok(()),
            Part::Body => self.listener.body(bytes),
            Part::ChunkExtension => {
                this.extension_bytes += bytes.len();
                let over = this.extension_bytes > MAX_CHUNK_EXTENSIONS;
                if over {
                    Err(Refusal::Limit(EXTENSIONS_OVERFLOW))
                } else {
                    Ok(())
                }
            }
            _ => {
                this.count(bytes.len())?;
                match part {
                    Part::FieldName => this.collected.name(bytes),
                    Part::FieldValue => this.collected.value(bytes),
                    Part::Target => {
                        let range = this.collected.push(bytes);
                        extend(&mut this.collected.target, range);
                    }
                    _ => {
                        let range = this.collected.push(bytes);
                        extend(&mut this.collected.status, range);
                    }
                }
                Ok(())
            }
        }
    }

    fn headers_complete(&mut self, head: &Head) -> Result<HeadAnswer, Refusal> {
        let this = &mut *self.collector;
        this.headers_completed = true;
        this.header_bytes = 0;
        let answer = self.listener.head(head, &this.collected);
        this.collected.clear_fields();
        answer
    }

    fn chunk_header(&mut self) -> Result<(), Refusal> {
        self.collector.header_bytes = 0;
        self.collector.extension_bytes = 0;
        Ok(())
    }

    fn chunk_complete(&mut self) -> Result<(), Refusal> {
        self.collector.header_bytes = 0;
        Ok(())
    }

    fn message_complete(&mut self) -> Result<(), Refusal> {
        if !self.collector.collected.is_empty() {
            self.listener.trailers(&self.collector.collected)?;
            self.collector.collected.clear_fields();
        }
        self.listener.complete()
    }
}
