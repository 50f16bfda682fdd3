//! `V8Session`: V8's inspector inside the program, for its profilers, coverage and search for objects. The inspector is
//! made with the first session.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use deno_core::v8::inspector::{
    Channel, ChannelImpl, StringBuffer, StringView, V8InspectorClientTrustLevel, V8InspectorSession,
};
use deno_core::{GarbageCollected, op2, v8};

use crate::far_session::{self, Far};
use crate::inspector::{self, GROUP, Inspector};

/// What the inspector has said and nobody has read yet.
#[derive(Default)]
struct Mailbox {
    response: RefCell<Option<String>>,
    notifications: RefCell<Vec<String>>,
    /// Who is told each message at once, instead.
    listener: RefCell<Option<v8::Global<v8::Function>>>,
}

struct Receiver {
    mailbox: Rc<Mailbox>,
    inspector: Rc<Inspector>,
}

impl Receiver {
    /// Whether a listener has been told.
    fn told(&self, message: &str) -> bool {
        let listener = self.mailbox.listener.borrow().clone();
        let Some(listener) = listener else {
            return false;
        };
        self.inspector.enter(|scope| {
            let listener = v8::Local::new(scope, &listener);
            let receiver = v8::undefined(scope).into();
            if let Some(message) = v8::String::new(scope, message) {
                ops_core::guarded(scope, receiver, listener, &[message.into()]);
            }
        });
        true
    }
}

fn text(message: &v8::UniquePtr<StringBuffer>) -> String {
    message
        .as_ref()
        .map(|buffer| buffer.string().to_string())
        .unwrap_or_default()
}

impl ChannelImpl for Receiver {
    fn send_response(&self, _call: i32, message: v8::UniquePtr<StringBuffer>) {
        let message = text(&message);
        if !self.told(&message) {
            *self.mailbox.response.borrow_mut() = Some(message);
        }
    }

    fn send_notification(&self, message: v8::UniquePtr<StringBuffer>) {
        let message = inspector::notification(&message);
        if !self.told(&message) {
            self.mailbox.notifications.borrow_mut().push(message);
        }
    }

    fn flush_protocol_notifications(&self) {}
}

pub(crate) struct Live {
    session: V8InspectorSession,
    mailbox: Rc<Mailbox>,
    // After the session: fields are dropped in this order.
    inspector: Rc<Inspector>,
}

/// What is being told something outlives its own end.
pub(crate) type Slot = Rc<RefCell<Option<Rc<Live>>>>;

thread_local! {
    /// Open sessions stay here until they are closed, also when their object is collected: to end one runs V8.
    static SESSIONS: RefCell<Vec<Slot>> = RefCell::default();
    /// Sessions of another thread, by its number for them.
    static FOREIGN: RefCell<HashMap<u32, Slot>> = RefCell::default();
}

/// Ends the sessions of this thread and its inspector.
pub(crate) fn uninstall() {
    far_session::uninstall();
    let sessions = SESSIONS.take();
    FOREIGN.with(|sessions| sessions.borrow_mut().clear());
    for slot in &sessions {
        close(slot);
    }
    inspector::uninstall();
}

pub(crate) fn close(slot: &Slot) {
    SESSIONS.with_borrow_mut(|sessions| sessions.retain(|session| !Rc::ptr_eq(session, slot)));
    let live = slot.borrow_mut().take();
    drop(live);
}

pub(crate) fn open(scope: &mut v8::PinScope) -> Slot {
    let inspector = inspector::current(scope);
    let mailbox = Rc::new(Mailbox::default());
    let channel = Channel::new(Box::new(Receiver {
        mailbox: mailbox.clone(),
        inspector: inspector.clone(),
    }));
    let session = inspector.v8().connect(
        GROUP,
        channel,
        StringView::from(&b"{}"[..]),
        V8InspectorClientTrustLevel::FullyTrusted,
    );
    let slot = Rc::new(RefCell::new(Some(Rc::new(Live {
        session,
        mailbox,
        inspector,
    }))));
    SESSIONS.with_borrow_mut(|sessions| sessions.push(slot.clone()));
    slot
}

/// The answer to `message`, which has the id that it asks for. Empty after the end of the session, and where a listener
/// has got it.
pub(crate) fn post(slot: &Slot, message: &str) -> String {
    let units: Vec<u16> = message.encode_utf16().collect();
    let Some(live) = slot.borrow().clone() else {
        return String::new();
    };
    live.session
        .dispatch_protocol_message(StringView::from(units.as_slice()));
    live.mailbox
        .response
        .borrow_mut()
        .take()
        .unwrap_or_default()
}

/// What the parent of this worker asks, a message on each line: its session `number` begins with the first call and ends
/// after the one that is `last`. The answer to the last message.
pub fn ask(scope: &mut v8::PinScope, number: u32, messages: &str, last: bool) -> String {
    let known = FOREIGN.with(|sessions| sessions.borrow().get(&number).cloned());
    let slot = known.unwrap_or_else(|| open(scope));
    FOREIGN.with(|sessions| sessions.borrow_mut().insert(number, slot.clone()));
    let mut answer = String::new();
    for message in messages.lines() {
        answer = post(&slot, message);
    }
    if last {
        FOREIGN.with(|sessions| sessions.borrow_mut().remove(&number));
        close(&slot);
    }
    answer
}

/// A snapshot with the options that only the inspector takes.
pub(crate) fn heap_snapshot(scope: &mut v8::PinScope, internals: bool, numbers: bool) -> Vec<u8> {
    let slot = open(scope);
    // `takeHeapSnapshot` waits for an empty stack; the end of tracking takes its snapshot at once.
    post(
        &slot,
        "{\"id\":1,\"method\":\"HeapProfiler.startTrackingHeapObjects\",\"params\":{}}",
    );
    let message = format!(
        "{{\"id\":1,\"method\":\"HeapProfiler.stopTrackingHeapObjects\",\"params\":{{\"reportProgress\":false,\
         \"captureNumericValue\":{numbers},\"exposeInternals\":{internals}}}}}"
    );
    post(&slot, &message);
    let mut out = Vec::new();
    if let Some(live) = slot.borrow().clone() {
        for note in live.mailbox.notifications.borrow().iter() {
            let note: serde_json::Value = serde_json::from_str(note).unwrap_or_default();
            // Other messages tell about the tracking.
            if note["method"] == "HeapProfiler.addHeapSnapshotChunk"
                && let Some(chunk) = note["params"]["chunk"].as_str()
            {
                out.extend_from_slice(chunk.as_bytes());
            }
        }
    }
    close(&slot);
    out
}

/// A session with V8's inspector for this isolate, or for that of another thread.
pub struct V8Session {
    slot: Slot,
    far: RefCell<Option<Far>>,
}

// SAFETY: the struct holds no handles.
unsafe impl GarbageCollected for V8Session {
    fn trace(&self, _: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static std::ffi::CStr {
        c"V8Session"
    }
}

#[op2]
impl V8Session {
    #[constructor]
    #[cppgc]
    fn new(scope: &mut v8::PinScope, thread: v8::Local<v8::Value>) -> V8Session {
        if thread.is_uint32() {
            let thread = thread.uint32_value(scope).unwrap_or(0);
            return V8Session {
                slot: Slot::default(),
                far: RefCell::new(Far::open(scope, thread)),
            };
        }
        V8Session {
            slot: open(scope),
            far: RefCell::default(),
        }
    }

    /// The answer, as JSON, to a message of the protocol, as JSON too. Another thread answers later, to the listener.
    #[reentrant]
    #[string]
    fn post(&self, #[string] message: &str) -> String {
        if let Some(far) = self.far.borrow().as_ref() {
            far.post(message);
            return String::new();
        }
        post(&self.slot, message)
    }

    /// Collects garbage now: the protocol's own command waits for an empty stack.
    #[nofast]
    #[reentrant]
    fn collect_garbage(&self, isolate: &mut v8::Isolate) {
        isolate.low_memory_notification();
    }

    /// From now on every message, as JSON, goes to `listener` at once.
    #[nofast]
    fn listen(&self, scope: &mut v8::PinScope, listener: v8::Local<v8::Function>) {
        let listener = v8::Global::new(scope, listener);
        if let Some(far) = self.far.borrow().as_ref() {
            far.listen(listener);
        } else if let Some(live) = self.slot.borrow().clone() {
            *live.mailbox.listener.borrow_mut() = Some(listener);
        }
    }

    /// The life of something asynchronous: 0 it is scheduled as `name`, 1 it begins to run, 2 it ends to run, 3 it will
    /// not run again.
    #[nofast]
    #[reentrant]
    fn async_task(&self, kind: u32, id: f64, #[string] name: &str) {
        let Some(live) = self.slot.borrow().clone() else {
            return;
        };
        let v8 = live.inspector.v8();
        // V8 takes odd numbers for promises.
        let task = ((id as usize) << 1) as *const std::ffi::c_void;
        // SAFETY: the pointer is a number that V8 compares only.
        unsafe {
            match kind {
                0 => v8.async_task_scheduled(StringView::from(name.as_bytes()), task, true),
                1 => v8.async_task_started(task),
                2 => v8.async_task_finished(task),
                _ => v8.async_task_canceled(task),
            }
        }
    }

    #[nofast]
    #[reentrant]
    fn close(&self) {
        let far = self.far.borrow_mut().take();
        drop(far);
        close(&self.slot);
    }
}
