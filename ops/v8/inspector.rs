//! The inspector of this thread's isolate, made with the first session.

use std::cell::RefCell;
use std::rc::Rc;

use deno_core::v8;
use deno_core::v8::inspector::{
    StringBuffer, StringView, V8Inspector, V8InspectorClient, V8InspectorClientImpl,
};

/// All contexts are of one group: sessions see them all.
pub(crate) const GROUP: i32 = 1;

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

/// The inspector of this thread.
pub(crate) fn current(scope: &mut v8::PinScope) -> Rc<Inspector> {
    if let Some(inspector) = CURRENT.with_borrow(Clone::clone) {
        return inspector;
    }
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
    CURRENT.with_borrow_mut(|current| *current = Some(inspector.clone()));
    inspector
}

/// Lets go of it, after its sessions.
pub(crate) fn uninstall() {
    let inspector = CURRENT.take();
    drop(inspector);
}
