//! Where events go: they wait in memory, then they are text in a file (`--trace-event-file-pattern`), and those of an
//! inspector's session are handed to it. The file is whole JSON whenever the program may be at its end.

use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

use crate::clock::now;
use crate::event::{Event, Parts};

/// So many events wait before they are written.
const WAITING: usize = 8192;

/// A file with so many is closed, and the next one begins: those who look at them keep a file in memory.
const PER_FILE: usize = 1 << 19;

const HEAD: &str = "{\"traceEvents\":[";
const TAIL: &str = "]}";

struct Output {
    file: File,
    /// Where the next event goes: behind it are metadata and the end of the JSON.
    end: u64,
    events: usize,
}

struct Sink {
    pattern: String,
    rotation: u32,
    output: Option<Output>,
    failed: bool,
    to_file: bool,
    waiting: Vec<Event>,
    metadata: Vec<Event>,
    next: u64,
    collected: Option<Vec<String>>,
    threads_named: bool,
}

static SINK: Mutex<Sink> = Mutex::new(Sink {
    pattern: String::new(),
    rotation: 0,
    output: None,
    failed: false,
    to_file: false,
    waiting: Vec::new(),
    metadata: Vec::new(),
    next: 1,
    collected: None,
    threads_named: false,
});

fn with<R>(f: impl FnOnce(&mut Sink) -> R) -> R {
    f(&mut SINK.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Takes an event; answers the handle by which [`end`] knows it.
pub(crate) fn add(event: Event) -> u64 {
    with(|sink| sink.add(event))
}

/// Takes an event that each file has.
pub(crate) fn add_metadata(event: Event) {
    with(|sink| sink.metadata.push(event));
}

/// The event that [`add`] took ends now.
pub(crate) fn end(handle: u64) {
    with(|sink| {
        let found = sink.waiting.binary_search_by_key(&handle, |e| e.handle);
        if let Some(event) = found.ok().and_then(|index| sink.waiting.get_mut(index)) {
            event.end();
        }
    });
}

/// Whether events go to a file from now on. The pattern of the first call stays.
pub(crate) fn write_to_file(pattern: &str) {
    with(|sink| {
        if sink.pattern.is_empty() {
            pattern.clone_into(&mut sink.pattern);
        }
        sink.to_file = true;
    });
}

/// Begins to keep events for a session, or ends it with what there was.
pub(crate) fn collect(begin: bool) -> Option<Vec<String>> {
    with(|sink| {
        sink.drain(true);
        let mut collected = std::mem::replace(&mut sink.collected, begin.then(Vec::new));
        if let Some(list) = &mut collected {
            for event in &sink.metadata {
                let mut one = String::new();
                event.append_to(&mut one);
                list.push(one);
            }
        }
        collected
    })
}

/// Writes all there is and closes the JSON. More may follow.
pub(crate) fn finish() {
    with(Sink::finish);
}

impl Sink {
    fn add(&mut self, mut event: Event) -> u64 {
        let handle = self.next;
        self.next += 1;
        event.handle = handle;
        self.waiting.push(event);
        if self.waiting.len() >= WAITING {
            self.drain(false);
        }
        handle
    }

    /// Turns events into text. Those whose end is to come wait on, unless it is the end of all.
    fn drain(&mut self, all: bool) {
        let mut waiting = std::mem::take(&mut self.waiting);
        let too_many_open = waiting.iter().filter(|e| e.open).count() * 2 > WAITING;
        let mut text = String::new();
        let mut count = 0;
        waiting.retain(|event| {
            if event.open && !all && !too_many_open {
                return true;
            }
            if let Some(collected) = &mut self.collected {
                let mut one = String::new();
                event.append_to(&mut one);
                collected.push(one);
            }
            if self.to_file {
                text.push(',');
                event.append_to(&mut text);
                count += 1;
            }
            false
        });
        self.waiting = waiting;
        if count > 0 {
            self.write(&text, count);
        }
    }

    /// `text` is events, a comma before each.
    fn write(&mut self, text: &str, count: usize) {
        if self
            .output
            .as_ref()
            .is_some_and(|output| output.events >= PER_FILE)
        {
            self.close();
            self.output = None;
        }
        self.open();
        let Some(output) = &mut self.output else {
            return;
        };
        let text = if output.events == 0 { &text[1..] } else { text };
        if output.file.write_all(text.as_bytes()).is_ok() {
            output.events += count;
            output.end += text.len() as u64;
        }
    }

    fn open(&mut self) {
        if self.output.is_some() || self.failed {
            return;
        }
        self.rotation += 1;
        let path = self
            .pattern
            .replace("${pid}", &std::process::id().to_string())
            .replace("${rotation}", &self.rotation.to_string());
        let opened = OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(true)
            .open(&path)
            .and_then(|mut file| file.write_all(HEAD.as_bytes()).map(|()| file));
        match opened {
            Ok(file) => {
                self.output = Some(Output {
                    file,
                    end: HEAD.len() as u64,
                    events: 0,
                });
            }
            Err(error) => {
                self.failed = true;
                let reason = ops_core::errno_message(-error.raw_os_error().unwrap_or(0))
                    .unwrap_or("unknown error");
                let _ = writeln!(
                    std::io::stderr(),
                    "Could not open trace file {path}: {reason}"
                );
            }
        }
    }

    /// Writes what each file has at its end. The position is then where the next event goes.
    fn close(&mut self) {
        let Some(output) = &mut self.output else {
            return;
        };
        let mut text = String::new();
        for (index, event) in self.metadata.iter().enumerate() {
            if index > 0 || output.events > 0 {
                text.push(',');
            }
            event.append_to(&mut text);
        }
        text.push_str(TAIL);
        let _ = output.file.write_all(text.as_bytes());
        let _ = output.file.seek(SeekFrom::Start(output.end));
    }

    fn finish(&mut self) {
        self.drain(true);
        if !self.to_file {
            return;
        }
        if !std::mem::replace(&mut self.threads_named, true) {
            self.name_threads();
        }
        self.open();
        self.close();
    }

    /// V8 names its threads when it starts them.
    fn name_threads(&mut self) {
        let Ok(threads) = std::fs::read_dir("/proc/self/task") else {
            return;
        };
        for entry in threads.flatten() {
            let name = std::fs::read_to_string(entry.path().join("comm")).unwrap_or_default();
            let id = entry.file_name().to_string_lossy().parse().unwrap_or(0);
            if name.starts_with("V8 Default") {
                let parts = Parts {
                    phase: 'M',
                    category: "__metadata",
                    name: "thread_name",
                    id: None,
                    arguments: "{\"name\":\"PlatformWorkerThread\"}",
                };
                self.metadata.push(Event::of_thread(&parts, now(), id));
            }
        }
    }
}
