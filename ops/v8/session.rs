//! `V8Session`: V8's inspector inside the program, for its profilers, coverage and search for objects. The inspector is
//! made with the first session.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use deno_core::v8::inspector::{
    Channel, ChannelImpl, StringBuffer, StringView, V8Inspector, V8InspectorClient,
    V8InspectorClientImpl, V8InspectorClientTrustLevel, V8InspectorSession,
};
use deno_core::{GarbageCollected, op2, v8};

const GROUP: i32 = 1;

struct Client;

impl V8InspectorClientImpl for Client {}

/// What the inspector has said and nobody has read yet.
#[derive(Default)]
struct Mailbox {
    response: RefCell<Option<String>>,
    notifications: RefCell<Vec<String>>,
}

struct Receiver(Rc<Mailbox>);

fn text(message: &v8::UniquePtr<StringBuffer>) -> String {
    message
        .as_ref()
        .map(|buffer| buffer.string().to_string())
        .unwrap_or_default()
}

impl ChannelImpl for Receiver {
    fn send_response(&self, _call: i32, message: v8::UniquePtr<StringBuffer>) {
        *self.0.response.borrow_mut() = Some(text(&message));
    }

    fn send_notification(&self, message: v8::UniquePtr<StringBuffer>) {
        self.0.notifications.borrow_mut().push(text(&message));
    }

    fn flush_protocol_notifications(&self) {}
}

struct Live {
    session: V8InspectorSession,
    mailbox: Rc<Mailbox>,
    // After the session: fields are dropped in this order.
    _inspector: Rc<V8Inspector>,
}

type Slot = Rc<RefCell<Option<Live>>>;

#[derive(Default)]
struct State {
    inspector: Option<Rc<V8Inspector>>,
    /// Open sessions stay here until they are closed, also when their object is collected: to end one runs V8.
    sessions: Vec<Slot>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
    /// Sessions of another thread, by its number for them.
    static FOREIGN: RefCell<HashMap<u32, Slot>> = RefCell::default();
}

/// Ends the sessions of this thread and its inspector.
pub(crate) fn uninstall() {
    let state = STATE.with(|state| std::mem::take(&mut *state.borrow_mut()));
    FOREIGN.with(|sessions| sessions.borrow_mut().clear());
    for slot in &state.sessions {
        close(slot);
    }
}

fn close(slot: &Slot) {
    STATE.with(|state| {
        let mut state = state.borrow_mut();
        state.sessions.retain(|session| !Rc::ptr_eq(session, slot));
    });
    let live = slot.borrow_mut().take();
    drop(live);
}

fn open(scope: &mut v8::PinScope) -> Slot {
    let inspector = STATE.with(|state| state.borrow().inspector.clone());
    let inspector = inspector.unwrap_or_else(|| {
        let inspector = V8Inspector::create(scope, V8InspectorClient::new(Box::new(Client)));
        let context = scope.get_current_context();
        let name = StringView::from(&b"main"[..]);
        let about = StringView::from(&b"{\"isDefault\":true}"[..]);
        inspector.context_created(context, GROUP, name, about);
        let inspector = Rc::new(inspector);
        STATE.with(|state| state.borrow_mut().inspector = Some(inspector.clone()));
        inspector
    });
    let mailbox = Rc::new(Mailbox::default());
    let channel = Channel::new(Box::new(Receiver(mailbox.clone())));
    let session = inspector.connect(
        GROUP,
        channel,
        StringView::from(&b"{}"[..]),
        V8InspectorClientTrustLevel::FullyTrusted,
    );
    let slot = Rc::new(RefCell::new(Some(Live {
        session,
        mailbox,
        _inspector: inspector,
    })));
    STATE.with(|state| {
        state.borrow_mut().sessions.push(slot.clone());
    });
    slot
}

/// The answer to `message`, which has the id that it asks for. Empty after the end of the session.
fn post(slot: &Slot, message: &str) -> String {
    let units: Vec<u16> = message.encode_utf16().collect();
    let live = slot.borrow();
    let Some(live) = &*live else {
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
    if let Some(live) = &*slot.borrow() {
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

/// A session with V8's inspector for this isolate.
pub struct V8Session {
    slot: Slot,
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
    fn new(scope: &mut v8::PinScope) -> V8Session {
        V8Session { slot: open(scope) }
    }

    /// The answer, as JSON, to a message of the protocol, as JSON too.
    #[reentrant]
    #[string]
    fn post(&self, #[string] message: &str) -> String {
        post(&self.slot, message)
    }

    /// Collects garbage now: the protocol's own command waits for an empty stack.
    #[nofast]
    #[reentrant]
    fn collect_garbage(&self, isolate: &mut v8::Isolate) {
        isolate.low_memory_notification();
    }

    #[nofast]
    #[reentrant]
    fn close(&self) {
        close(&self.slot);
    }
}
