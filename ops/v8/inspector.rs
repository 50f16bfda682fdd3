//! The inspector of this thread's isolate, made with the first session.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::OnceLock;

use deno_core::v8;
use deno_core::v8::inspector::{
    StringBuffer, StringView, V8Inspector, V8InspectorClient, V8InspectorClientImpl,
};
use ops_core::ContextNews;
use serde_json::json;

/// All contexts are of one group: sessions see them all.
pub(crate) const GROUP: i32 = 1;

/// The number that the inspector gives its first context.
const FIRST_CONTEXT: std::ffi::c_int = 1;

unsafe extern "C" {
    /// `v8::debug::SetContextId(Local<Context>, int)`, which the crate has no function for.
    #[link_name = "_ZN2v85debug12SetContextIdENS_5LocalINS_7ContextEEEi"]
    fn set_context_id(context: v8::Local<v8::Context>, id: std::ffi::c_int);
}

/// Gives the main context its number before there is an inspector: scripts keep the number of the context that compiled
/// them, and the inspector knows only those whose context it knows.
pub fn number_context(scope: &mut v8::PinScope) {
    let context = scope.get_current_context();
    // SAFETY: `Local` is a pointer that C++ takes in a register too; the context is a native one.
    unsafe { set_context_id(context, FIRST_CONTEXT) };
}

/// V8 asks for somebody to tell its messages where exceptions count as uncaught.
extern "C" fn ignore_message(_: v8::Local<v8::Message>, _: v8::Local<v8::Value>) {}

/// What the inspector needs to enter the isolate.
struct Home {
    isolate: v8::UnsafeRawIsolatePtr,
    context: v8::Global<v8::Context>,
}

/// V8's inspector with its way back into the isolate.
pub(crate) struct Inspector {
    v8: V8Inspector,
    home: Rc<Home>,
}

struct Client(Rc<Home>);

thread_local! {
    static CURRENT: RefCell<Option<Rc<Inspector>>> = const { RefCell::new(None) };
}

/// `file://` and the path with what is special in a URL escaped.
fn file_url(path: &str) -> String {
    let mut url = String::from("file://");
    for byte in path.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"/-_.~!$&'()*+,;=:@[]^|".contains(&byte);
        if plain {
            url.push(byte as char);
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    url
}

impl V8InspectorClientImpl for Client {
    fn ensure_default_context_in_group(&self, _: i32) -> Option<v8::Local<'_, v8::Context>> {
        // SAFETY: V8 calls on the thread of the isolate, which lives as long as its inspector.
        let mut isolate = unsafe { v8::Isolate::from_raw_isolate_ptr(self.0.isolate) };
        let isolate = &mut isolate;
        v8::callback_scope!(unsafe scope, isolate);
        let context = v8::Local::new(scope, &self.0.context);
        // SAFETY: the caller has a handle scope of its own around this call.
        Some(unsafe { context.extend_lifetime_unchecked() })
    }

    fn run_message_loop_on_pause(&self, _: i32) {
        crate::frontend::pause();
    }

    fn quit_message_loop_on_pause(&self) {
        crate::frontend::go_on();
    }

    fn run_if_waiting_for_debugger(&self, _: i32) {
        crate::frontend::run_if_waiting();
    }

    fn resource_name_to_url(&self, name: &StringView) -> Option<v8::UniquePtr<StringBuffer>> {
        let name = name.to_string();
        let url = name.starts_with('/').then(|| file_url(&name))?;
        Some(StringBuffer::create(StringView::from(url.as_bytes())))
    }
}

/// The key under which the origin of a context travels through V8, which has no other place for it here.
const ORIGIN: &str = "originOfContext";

/// Tells the inspector of a context that the program has made. It notices the end of the context itself.
fn introduce(_: &mut v8::PinScope, context: v8::Local<v8::Context>, news: &ContextNews) {
    let Some(inspector) = CURRENT.with_borrow(Clone::clone) else {
        return;
    };
    let mut about = json!({ "isDefault": false });
    if !news.origin.is_empty() {
        about[ORIGIN] = news.origin.into();
    }
    let about = about.to_string();
    let (name, about): (Vec<u16>, Vec<u16>) = (
        news.name.encode_utf16().collect(),
        about.encode_utf16().collect(),
    );
    inspector.v8.context_created(
        context,
        GROUP,
        StringView::from(name.as_slice()),
        StringView::from(about.as_slice()),
    );
}

/// What V8 has to say, with the origin of a context in its place.
pub(crate) fn notification(message: &v8::UniquePtr<StringBuffer>) -> String {
    let text = message
        .as_ref()
        .map(|buffer| buffer.string().to_string())
        .unwrap_or_default();
    if !text.starts_with("{\"method\":\"Runtime.executionContextCreated\"")
        || !text.contains(ORIGIN)
    {
        return text;
    }
    let Ok(mut value) = serde_json::from_str::<serde_json::Value>(&text) else {
        return text;
    };
    let context = &mut value["params"]["context"];
    if let Some(origin) = context["auxData"]
        .as_object_mut()
        .and_then(|data| data.remove(ORIGIN))
    {
        context["origin"] = origin;
    }
    value.to_string()
}

impl Inspector {
    pub(crate) fn v8(&self) -> &V8Inspector {
        &self.v8
    }

    /// Calls `body` inside the main context. V8 is in the middle of a call: nothing is drained.
    pub(crate) fn enter(&self, body: impl FnOnce(&mut v8::PinScope)) {
        // SAFETY: sessions speak only on the thread of the isolate, which lives as long as its inspector.
        let mut isolate = unsafe { v8::Isolate::from_raw_isolate_ptr(self.home.isolate) };
        let isolate = &mut isolate;
        v8::callback_scope!(unsafe scope, isolate);
        let context = v8::Local::new(scope, &self.home.context);
        let scope = &mut v8::ContextScope::new(scope, context);
        body(scope);
    }
}

thread_local! {
    static BEING_MADE: Cell<bool> = const { Cell::new(false) };
}

/// Whether V8 has interrupted the making of the inspector.
pub(crate) fn is_being_made() -> bool {
    BEING_MADE.get()
}

/// The inspector of this thread.
pub(crate) fn current(scope: &mut v8::PinScope) -> Rc<Inspector> {
    if let Some(inspector) = CURRENT.with_borrow(Clone::clone) {
        return inspector;
    }
    BEING_MADE.set(true);
    let inspector = make(scope);
    BEING_MADE.set(false);
    inspector
}

fn make(scope: &mut v8::PinScope) -> Rc<Inspector> {
    let context = scope.get_current_context();
    let home = Rc::new(Home {
        // SAFETY: only used while the isolate lives.
        isolate: unsafe { scope.as_raw_isolate_ptr() },
        context: v8::Global::new(scope, context),
    });
    let client = V8InspectorClient::new(Box::new(Client(home.clone())));
    let inspector = Rc::new(Inspector {
        v8: V8Inspector::create(scope, client),
        home,
    });
    let program = std::env::args().next().unwrap_or_default();
    let name = format!("{program}[{}]", std::process::id());
    let about = StringView::from(&b"{\"isDefault\":true}"[..]);
    let name = StringView::from(name.as_bytes());
    inspector.v8.context_created(context, GROUP, name, about);
    scope.add_message_listener(ignore_message);
    ops_core::listen_for_contexts(Some(introduce));
    ops_core::set_debugged(true);
    CURRENT.with_borrow_mut(|current| *current = Some(inspector.clone()));
    inspector
}

/// Calls the function that a builtin exports, by their names, with a number and a text.
pub type BuiltinCaller = fn(&mut v8::PinScope, &str, &str, u32, &str) -> Option<()>;

static CALL_BUILTIN: OnceLock<BuiltinCaller> = OnceLock::new();

/// Lends the way to the builtins, once per process.
pub fn set_builtin_caller(caller: BuiltinCaller) {
    let _ = CALL_BUILTIN.set(caller);
}

/// Calls `name` of the builtin `id`, also in the middle of the program.
pub(crate) fn call_builtin(inspector: &Inspector, id: &str, name: &str, number: u32, text: &str) {
    if let Some(call) = CALL_BUILTIN.get() {
        inspector.enter(|scope| {
            call(scope, id, name, number, text);
        });
    }
}

thread_local! {
    /// The main context of this thread, for those who come from elsewhere.
    static HOME: RefCell<Option<v8::Global<v8::Context>>> = const { RefCell::new(None) };
}

/// Keeps the context for [`enter_home`].
pub(crate) fn remember_home(scope: &mut v8::PinScope) {
    let context = scope.get_current_context();
    HOME.set(Some(v8::Global::new(scope, context)));
}

/// Runs `body` in the main context of this thread.
///
/// # Safety
/// The isolate is that of this thread, and it is alive.
pub(crate) unsafe fn enter_home(
    isolate: v8::UnsafeRawIsolatePtr,
    body: impl FnOnce(&mut v8::PinScope),
) {
    let Some(home) = HOME.with_borrow(Clone::clone) else {
        return;
    };
    // SAFETY: the caller knows.
    let mut isolate = unsafe { v8::Isolate::from_raw_isolate_ptr(isolate) };
    let isolate = &mut isolate;
    v8::callback_scope!(unsafe scope, isolate);
    let context = v8::Local::new(scope, &home);
    let scope = &mut v8::ContextScope::new(scope, context);
    body(scope);
}

/// Lets go of it, after its sessions.
pub(crate) fn uninstall() {
    ops_core::listen_for_contexts(None);
    ops_core::set_debugged(false);
    drop(HOME.take());
    let inspector = CURRENT.take();
    drop(inspector);
}
