//! An event as text.

use std::fmt::Write;

use crate::clock::{Moment, now};
use crate::{categories, sink};

/// One event that is not yet in the file.
pub(crate) struct Event {
    pub(crate) handle: u64,
    pub(crate) start: Moment,
    /// Set when what it measures has ended; other events last no time.
    pub(crate) duration: Moment,
    /// Its end is still to come.
    pub(crate) open: bool,
    head: String,
    tail: String,
}

/// What an event is made of.
pub(crate) struct Parts<'a> {
    pub(crate) phase: char,
    pub(crate) category: &'a str,
    pub(crate) name: &'a str,
    pub(crate) id: Option<u64>,
    /// A JSON object.
    pub(crate) arguments: &'a str,
}

impl Event {
    pub(crate) fn new(parts: &Parts, start: Moment) -> Event {
        // SAFETY: a plain system call without arguments.
        Event::of_thread(parts, start, unsafe { libc::gettid() })
    }

    pub(crate) fn of_thread(parts: &Parts, start: Moment, thread: i32) -> Event {
        let mut head = String::with_capacity(160);
        let _ = write!(
            head,
            "{{\"pid\":{},\"tid\":{thread},\"ts\":{},\"tts\":{},\"ph\":\"{}\",\"cat\":",
            std::process::id(),
            start.wall,
            start.cpu,
            parts.phase
        );
        quote(&mut head, parts.category);
        head.push_str(",\"name\":");
        quote(&mut head, parts.name);
        let mut tail = String::with_capacity(parts.arguments.len() + 32);
        if let Some(id) = parts.id {
            let _ = write!(tail, ",\"id\":\"0x{id:x}\"");
        }
        tail.push_str(",\"args\":");
        tail.push_str(if parts.arguments.is_empty() {
            "{}"
        } else {
            parts.arguments
        });
        tail.push('}');
        Event {
            handle: 0,
            start,
            duration: Moment { wall: 0, cpu: 0 },
            open: false,
            head,
            tail,
        }
    }

    /// It ends now.
    pub(crate) fn end(&mut self) {
        let end = now();
        self.duration = Moment {
            wall: end.wall.saturating_sub(self.start.wall),
            cpu: end.cpu.saturating_sub(self.start.cpu),
        };
        self.open = false;
    }

    pub(crate) fn append_to(&self, out: &mut String) {
        let Moment { wall, cpu } = self.duration;
        out.push_str(&self.head);
        let _ = write!(out, ",\"dur\":{wall},\"tdur\":{cpu}");
        out.push_str(&self.tail);
    }
}

/// Appends `text` as a JSON string.
pub(crate) fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if (c as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Writes down what this runtime has to say: the door of `ops_core::trace`.
pub(crate) fn emit(phase: char, category: &str, name: &str, id: Option<u64>, arguments: &str) {
    if !categories::is_enabled(category) {
        return;
    }
    let parts = Parts {
        phase,
        category,
        name,
        id,
        arguments,
    };
    sink::add(Event::new(&parts, now()));
}

/// Something begins that [`end`] will end, on this thread; it counts from its begin. 0 when its category is not written
/// down.
pub fn begin(category: &str, name: &str) -> u64 {
    if !categories::is_enabled(category) {
        return 0;
    }
    let parts = Parts {
        phase: 'X',
        category,
        name,
        id: None,
        arguments: "",
    };
    let mut event = Event::new(&parts, now());
    event.open = true;
    sink::add(event)
}

/// What [`begin`] began ends.
pub fn end(handle: u64) {
    if handle != 0 {
        sink::end(handle);
    }
}
