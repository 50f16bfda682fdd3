//! Long text on its way into files. It becomes bytes when its turn comes: copies of all that waits would take memory, and
//! copying into memory that is not in the processor's caches takes long. A text that goes into several files, or into one
//! again and again, becomes bytes once.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use std::sync::Arc;

use deno_core::v8;

use crate::data::{Data, encode};
use crate::door::Reply;
use crate::write_file::Place;

/// A text that waits.
struct Text {
    place: Place,
    text: v8::Global<v8::String>,
    reply: Reply,
}

/// What there is of long text on this thread. The requests under way own it, so that it ends with the isolate.
#[derive(Default)]
struct Desk {
    waiting: RefCell<VecDeque<Text>>,
    /// How many texts are being written, and how many bytes were made for them.
    requests: Cell<usize>,
    bytes: Cell<usize>,
    /// What became bytes last, as long as something is being written.
    last: RefCell<Option<(v8::Global<v8::String>, Arc<Data>)>>,
}

/// From this length on text is long.
pub const LONG: usize = 32 * 1024;
/// So many long texts are written at once, or more of them when they have fewer bytes than that.
const REQUESTS: usize = 4;
const BYTES: usize = 1 << 20;

thread_local! {
    static DESK: RefCell<Weak<Desk>> = const { RefCell::new(Weak::new()) };
}

fn desk() -> Rc<Desk> {
    DESK.with_borrow_mut(|cell| match cell.upgrade() {
        Some(desk) => desk,
        None => {
            let desk = Rc::new(Desk::default());
            *cell = Rc::downgrade(&desk);
            desk
        }
    })
}

impl Desk {
    /// Starts what waits, as far as there is room.
    fn start(self: &Rc<Self>, scope: &mut v8::PinScope) {
        loop {
            let bytes = self.bytes.get();
            if self.requests.get() >= REQUESTS && bytes >= BYTES {
                return;
            }
            let Some(next) = self.waiting.borrow_mut().pop_front() else {
                return;
            };
            let Text { place, text, reply } = next;
            v8::scope!(let scope, scope);
            let (data, is_new) = self.encode(scope, text);
            let length = if is_new { data.part().iov_len } else { 0 };
            self.requests.set(self.requests.get() + 1);
            self.bytes.set(bytes + length);
            let desk = self.clone();
            ops_core::submit(
                move || place.write(data.part()),
                move |scope, result| {
                    desk.requests.set(desk.requests.get() - 1);
                    desk.bytes.set(desk.bytes.get() - length);
                    desk.start(scope);
                    reply.settle(scope, result);
                    if desk.requests.get() == 0 {
                        desk.last.take();
                    }
                },
            );
        }
    }

    /// The text as bytes, and whether they are new.
    fn encode(&self, scope: &mut v8::PinScope, text: v8::Global<v8::String>) -> (Arc<Data>, bool) {
        let string = v8::Local::new(scope, &text);
        let mut last = self.last.borrow_mut();
        if let Some((known, data)) = &*last
            && v8::Local::new(scope, known).strict_equals(string.into())
        {
            return (data.clone(), false);
        }
        let data = Arc::new(encode(v8::ValueView::new(scope, string).data()));
        *last = Some((text, data.clone()));
        (data, true)
    }
}

/// Writes `text` on the pool and answers in the poll phase.
pub fn submit<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    mut place: Place,
    text: v8::Local<'s, v8::String>,
    callback: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::Value> {
    let (reply, returned) = Reply::new(scope, callback);
    let text = v8::Global::new(scope, text);
    let desk = desk();
    if !desk.waiting.borrow().is_empty() {
        place.close();
    }
    let next = Text { place, text, reply };
    desk.waiting.borrow_mut().push_back(next);
    desk.start(scope);
    returned
}
