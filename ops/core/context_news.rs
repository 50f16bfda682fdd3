//! Who wants to know of further contexts of this thread's isolate: the inspector, while there is one.

use std::cell::Cell;

use deno_core::v8;

/// What is said of a new context.
pub struct ContextNews<'a> {
    pub name: &'a str,
    /// A URL, or empty.
    pub origin: &'a str,
}

/// Called with each new context.
pub type ContextListener = fn(&mut v8::PinScope, v8::Local<v8::Context>, &ContextNews);

thread_local! {
    static LISTENER: Cell<Option<ContextListener>> = const { Cell::new(None) };
}

/// Sets who is told, or nobody.
pub fn listen_for_contexts(listener: Option<ContextListener>) {
    LISTENER.set(listener);
}

/// Who is told.
pub fn context_listener() -> Option<ContextListener> {
    LISTENER.get()
}
