//! `ConnectionsList`: the parsers of one server, and since when each has been at its message.

use std::cell::{Cell, RefCell};
use std::ffi::CStr;
use std::rc::Rc;

use deno_core::{GarbageCollected, op2, v8};
use ops_core::with_loop;

/// One parser in a list.
pub struct Entry {
    parser: v8::Global<v8::Object>,
    index: Cell<usize>,
    /// Loop time in milliseconds at which the message began; `None` between messages.
    began: Cell<Option<u64>>,
    /// Whether it waits for the end of a message: [`ConnectionsList::expired`] names it only once.
    active: Cell<bool>,
    headers_completed: Cell<bool>,
}

impl Entry {
    pub fn begin(&self) {
        self.began.set(Some(now()));
        self.active.set(true);
        self.headers_completed.set(false);
    }

    pub fn headers_completed(&self) {
        self.headers_completed.set(true);
    }

    pub fn complete(&self) {
        self.began.set(None);
        self.active.set(false);
    }
}

fn now() -> u64 {
    with_loop(|event_loop| event_loop.now()).unwrap_or_default()
}

/// The entries behind a JS `ConnectionsList`.
#[derive(Default)]
pub struct Entries(RefCell<Vec<Rc<Entry>>>);

impl Entries {
    /// Adds a parser, whose first message may begin at any moment: a client that never sends one is late too.
    pub fn add(&self, parser: v8::Global<v8::Object>) -> Rc<Entry> {
        let mut list = self.0.borrow_mut();
        let entry = Rc::new(Entry {
            parser,
            index: Cell::new(list.len()),
            began: Cell::new(Some(now())),
            active: Cell::new(true),
            headers_completed: Cell::new(false),
        });
        list.push(entry.clone());
        entry
    }

    pub fn remove(&self, entry: &Rc<Entry>) {
        let mut list = self.0.borrow_mut();
        let index = entry.index.get();
        if list
            .get(index)
            .is_some_and(|there| Rc::ptr_eq(there, entry))
        {
            list.swap_remove(index);
            if let Some(moved) = list.get(index) {
                moved.index.set(index);
            }
        }
    }

    fn select<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        wanted: impl Fn(&Entry) -> bool,
    ) -> v8::Local<'s, v8::Array> {
        let mut found: Vec<Rc<Entry>> = self
            .0
            .borrow()
            .iter()
            .filter(|entry| wanted(entry))
            .cloned()
            .collect();
        found.sort_by_key(|entry| entry.began.get());
        let parsers: Vec<v8::Local<v8::Value>> = found
            .iter()
            .map(|entry| v8::Local::new(scope, &entry.parser).into())
            .collect();
        v8::Array::new_with_elements(scope, &parsers)
    }
}

/// The JS class.
pub struct ConnectionsList {
    pub(crate) entries: Rc<Entries>,
}

// SAFETY: the references to JS objects are strong handles, each dropped when its parser leaves the list.
unsafe impl GarbageCollected for ConnectionsList {
    fn trace(&self, _: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static CStr {
        c"ConnectionsList"
    }
}

#[op2]
impl ConnectionsList {
    #[constructor]
    #[cppgc]
    fn new() -> ConnectionsList {
        ConnectionsList {
            entries: Rc::default(),
        }
    }

    /// Every parser.
    fn all<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Array> {
        self.entries.select(scope, |_| true)
    }

    /// Those between two messages.
    fn idle<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Array> {
        self.entries
            .select(scope, |entry| entry.began.get().is_none())
    }

    /// Those in the middle of a message.
    fn active<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Array> {
        self.entries.select(scope, |entry| entry.active.get())
    }

    /// Those whose head or message takes longer than so many milliseconds. 0 is no limit.
    fn expired<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        headers_timeout: f64,
        request_timeout: f64,
    ) -> v8::Local<'s, v8::Array> {
        let (mut headers, mut request) = (headers_timeout as u64, request_timeout as u64);
        if request > 0 && headers > request {
            std::mem::swap(&mut headers, &mut request);
        }
        let now = now();
        let late = |began: u64, limit: u64| limit > 0 && now.saturating_sub(began) > limit;
        self.entries.select(scope, |entry| {
            let Some(began) = entry.began.get() else {
                return false;
            };
            let expired = entry.active.get()
                && ((!entry.headers_completed.get() && late(began, headers))
                    || late(began, request));
            if expired {
                entry.active.set(false);
            }
            expired
        })
    }
}
