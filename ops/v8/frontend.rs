//! Clients of the inspector in other programs, as the inspected thread sees them: their sessions, and the times at which
//! the program waits for them.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::Write;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use deno_core::v8::inspector::{
    Channel, ChannelImpl, StringBuffer, StringView, V8InspectorClientTrustLevel, V8InspectorSession,
};
use deno_core::{op2, v8};
use ops_core::{SysError, with_loop};
use serde_json::{Value, json};

use crate::inspector::{self, GROUP, Inspector};
use crate::mail::{self, Event, Mail, Peer};
use crate::server::{Address, Server};

const HELP: &str = "For help, see: https://nodejs.org/learn/getting-started/debugging";

/// In one write: readers look at what comes together.
fn say(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

struct Client {
    session: V8InspectorSession,
    peer: Arc<dyn Peer>,
    /// What of the domain `NodeRuntime` it has asked for.
    runtime: Cell<bool>,
    at_end: Cell<bool>,
    /// Whether its stacks have an asynchronous part.
    follows_calls: Cell<bool>,
    /// Whether it has spoken to domains that builtins answer for.
    for_builtins: Cell<bool>,
}

const ASYNC_DEPTH: &str = "\"Debugger.setAsyncCallStackDepth\"";

/// The domains that builtins answer for, as in `js/internal/inspector/connection.js`.
const DOMAINS: [&str; 7] = [
    "DOMStorage",
    "IO",
    "Network",
    "NodeTracing",
    "NodeWorker",
    "Storage",
    "Target",
];

/// Whether a message is for one of these domains, or for a session within the session.
fn is_for_builtins(text: &str) -> bool {
    let mentioned = |domain: &str| text.contains(&format!("\"{domain}."));
    if !text.contains("\"sessionId\"") && !DOMAINS.iter().any(|domain| mentioned(domain)) {
        return false;
    }
    let Ok(message) = serde_json::from_str::<Value>(text) else {
        return false;
    };
    let domain = message["method"]
        .as_str()
        .and_then(|method| method.split('.').next());
    message["sessionId"].is_string() || domain.is_some_and(|domain| DOMAINS.contains(&domain))
}

struct Frontend {
    mail: Arc<Mail>,
    server: RefCell<Option<Server>>,
    inspector: Rc<Inspector>,
    clients: RefCell<BTreeMap<u32, Rc<Client>>>,
    paused: Cell<bool>,
    waiting: Cell<bool>,
    /// Whether a function of the builtins runs for it.
    calls: Cell<bool>,
}

thread_local! {
    static FRONTEND: RefCell<Option<Rc<Frontend>>> = const { RefCell::new(None) };
}

struct ToPeer(Arc<dyn Peer>);

impl ToPeer {
    fn send(&self, message: &v8::UniquePtr<StringBuffer>) {
        if let Some(buffer) = message.as_ref() {
            self.0.send(&buffer.string().to_string());
        }
    }
}

impl ChannelImpl for ToPeer {
    fn send_response(&self, _: i32, message: v8::UniquePtr<StringBuffer>) {
        self.send(&message);
    }

    fn send_notification(&self, message: v8::UniquePtr<StringBuffer>) {
        self.0.send(&inspector::notification(&message));
    }

    fn flush_protocol_notifications(&self) {}
}

fn current() -> Option<Rc<Frontend>> {
    FRONTEND.with_borrow(Clone::clone)
}

impl Frontend {
    fn deal_with(&self, event: Event) {
        match event {
            Event::Open(number, peer) => {
                let session = self.inspector.v8().connect(
                    GROUP,
                    Channel::new(Box::new(ToPeer(peer.clone()))),
                    StringView::from(&b"{}"[..]),
                    V8InspectorClientTrustLevel::FullyTrusted,
                );
                let is_outside = peer.is_outside();
                let client = Client {
                    session,
                    peer,
                    runtime: Cell::new(false),
                    at_end: Cell::new(false),
                    follows_calls: Cell::new(false),
                    for_builtins: Cell::new(false),
                };
                let client = Rc::new(client);
                self.clients.borrow_mut().insert(number, client.clone());
                if is_outside {
                    say("Debugger attached.\n");
                    if TARGETS.load(Ordering::Relaxed) {
                        client.for_builtins.set(true);
                        self.call("inspector/foreign", "open", number, "");
                    }
                } else {
                    self.call("inspector/connection", "wrapConsole", 0, "");
                }
            }
            Event::Message(number, text) => {
                let client = self.clients.borrow().get(&number).cloned();
                if let Some(client) = client {
                    self.dispatch(number, &client, &text);
                }
            }
            Event::Threads => self.call("inspector/node_worker", "update", 0, ""),
            Event::Closed(number) => {
                let client = self.clients.borrow_mut().remove(&number);
                if let Some(client) = &client {
                    if client.for_builtins.get() {
                        self.call("inspector/foreign", "close", number, "");
                    }
                    self.set_follows_calls(client, false);
                }
                drop(client);
                if self.clients.borrow().is_empty() {
                    self.paused.set(false);
                }
            }
        }
    }

    /// Calls a function of the builtins. What comes meanwhile waits: messages are dealt with in their order.
    fn call(&self, module: &str, name: &str, number: u32, text: &str) {
        let before = self.calls.replace(true);
        let id = format!("internal/{module}");
        inspector::call_builtin(&self.inspector, &id, name, number, text);
        self.calls.set(before);
    }

    fn dispatch(&self, number: u32, client: &Client, text: &str) {
        if is_for_builtins(text) {
            client.for_builtins.set(true);
            self.call("inspector/foreign", "receive", number, text);
            return;
        }
        if text.contains("\"NodeRuntime.") && self.node_runtime(client, text) {
            return;
        }
        let units: Vec<u16> = text.encode_utf16().collect();
        client
            .session
            .dispatch_protocol_message(StringView::from(units.as_slice()));
        if text.contains(ASYNC_DEPTH) {
            self.follow_calls(client, text);
        }
    }

    /// Stacks with an asynchronous part need to know what was scheduled where.
    fn follow_calls(&self, client: &Client, text: &str) {
        let Ok(message) = serde_json::from_str::<Value>(text) else {
            return;
        };
        if message["method"] == "Debugger.setAsyncCallStackDepth" {
            let depth = message["params"]["maxDepth"].as_f64().unwrap_or(0.0);
            self.set_follows_calls(client, depth > 0.0);
        }
    }

    fn set_follows_calls(&self, client: &Client, follows: bool) {
        if client.follows_calls.replace(follows) == follows {
            return;
        }
        let clients = self.clients.borrow();
        let wanted = follows || clients.values().any(|client| client.follows_calls.get());
        drop(clients);
        let name = if wanted { "start" } else { "stop" };
        self.call("inspector_async_hook", name, 0, "");
    }

    /// Whether the message was for the domain `NodeRuntime`.
    fn node_runtime(&self, client: &Client, text: &str) -> bool {
        let Ok(message) = serde_json::from_str::<Value>(text) else {
            return false;
        };
        match message["method"].as_str() {
            Some("NodeRuntime.enable") => client.runtime.set(true),
            Some("NodeRuntime.disable") => client.runtime.set(false),
            Some("NodeRuntime.notifyWhenWaitingForDisconnect") => {
                client.at_end.set(message["params"]["enabled"] == true);
            }
            _ => return false,
        }
        client
            .peer
            .send(&json!({ "id": message["id"], "result": {} }).to_string());
        if message["method"] == "NodeRuntime.enable" && self.waiting.get() {
            client
                .peer
                .send("{\"method\":\"NodeRuntime.waitingForDebugger\"}");
        }
        true
    }

    /// Lets the program stand still at its next statement.
    fn break_at_next(&self, reason: &[u8]) {
        let clients: Vec<Rc<Client>> = self.clients.borrow().values().cloned().collect();
        for client in clients {
            let (reason, detail) = (StringView::from(reason), StringView::from(&b"{}"[..]));
            client
                .session
                .schedule_pause_on_next_statement(reason, detail);
        }
    }

    fn deal_with_all(&self) {
        while let Some(event) = self.mail.take() {
            self.deal_with(event);
        }
    }

    /// Returns early where the thread has to end.
    fn wait_while(&self, condition: impl Fn(&Frontend) -> bool) {
        loop {
            self.deal_with_all();
            if !condition(self) || !self.mail.wait() {
                return;
            }
        }
    }
}

/// The program stands at a breakpoint until a client lets it go on.
pub(crate) fn pause() {
    let Some(frontend) = current() else {
        return;
    };
    if frontend.clients.borrow().is_empty() || frontend.paused.replace(true) {
        return;
    }
    frontend.wait_while(|frontend| frontend.paused.get());
}

/// The end of [`pause`].
pub(crate) fn go_on() {
    if let Some(frontend) = current() {
        frontend.paused.set(false);
    }
}

/// A client has said that the program may start.
pub(crate) fn run_if_waiting() {
    if let Some(frontend) = current() {
        frontend.waiting.set(false);
    }
}

/// Whether builtins have to do something, which may be half-way through something else: this waits for the loop.
fn needs_builtins(event: &Event) -> bool {
    match event {
        Event::Open(_, peer) => !peer.is_outside() || TARGETS.load(Ordering::Relaxed),
        Event::Message(_, text) => text.contains(ASYNC_DEPTH) || is_for_builtins(text),
        Event::Closed(_) | Event::Threads => true,
    }
}

fn take_mail(scope: &mut v8::PinScope) {
    if let Some(frontend) = frontend(scope).filter(|frontend| !frontend.calls.get()) {
        frontend.deal_with_all();
        // Builtins may have told listeners of the program.
        ops_core::drain(scope);
    }
}

unsafe extern "C" fn interrupt(isolate: v8::UnsafeRawIsolatePtr, _: *mut std::ffi::c_void) {
    // To make the inspector reads `console`, which may be just being made.
    let Some(frontend) = current().filter(|frontend| !frontend.calls.get()) else {
        return;
    };
    let take = |_: &mut v8::PinScope| {
        while let Some(event) = frontend.mail.take_if(|event| !needs_builtins(event)) {
            frontend.deal_with(event);
        }
    };
    // SAFETY: V8 calls on the thread of the isolate.
    unsafe { inspector::enter_home(isolate, take) };
}

thread_local! {
    /// The mail that this thread is woken for.
    static MAIL: RefCell<Option<Arc<Mail>>> = const { RefCell::new(None) };
    /// The number of this thread.
    static THREAD: Cell<u32> = const { Cell::new(mail::MAIN) };
    /// Whether the isolate of this thread is at its end: no session begins any more.
    static ENDED: Cell<bool> = const { Cell::new(false) };
}

/// The mail of this thread, which is looked at from now on.
fn own_mail(scope: &mut v8::PinScope) -> Option<Arc<Mail>> {
    if let Some(mail) = MAIL.with_borrow(Clone::clone) {
        return Some(mail);
    }
    if ENDED.get() {
        return None;
    }
    inspector::remember_home(scope);
    let remote = with_loop(|event_loop| event_loop.remote())?;
    let isolate = scope.thread_safe_handle();
    let mail = mail::mail_of(THREAD.get());
    mail.awake(Box::new(move || {
        remote.post(take_mail);
        isolate.request_interrupt(interrupt, std::ptr::null_mut());
    }));
    MAIL.set(Some(mail.clone()));
    Some(mail)
}

/// The sessions of this thread.
fn frontend(scope: &mut v8::PinScope) -> Option<Rc<Frontend>> {
    if let Some(frontend) = current() {
        return Some(frontend);
    }
    // What comes while it is being made is looked at later.
    if ENDED.get() || inspector::is_being_made() {
        return None;
    }
    let mail = own_mail(scope)?;
    let inspector = inspector::current(scope);
    let frontend = Rc::new(Frontend {
        mail,
        server: RefCell::default(),
        inspector,
        clients: RefCell::default(),
        paused: Cell::new(false),
        waiting: Cell::new(false),
        calls: Cell::new(false),
    });
    FRONTEND.with_borrow_mut(|slot| *slot = Some(frontend.clone()));
    if THREAD.get() == mail::MAIN {
        mail::tell_of_threads();
    }
    ops_core::before_exit(at_exit);
    Some(frontend)
}

/// The program has ended: clients may still look at it.
fn at_exit(scope: &mut v8::PinScope) {
    let Some(frontend) = current() else {
        return;
    };
    frontend.deal_with_all();
    if frontend.clients.borrow().is_empty() {
        return;
    }
    for client in frontend.clients.borrow().values() {
        if client.at_end.get() {
            let note = "{\"method\":\"NodeRuntime.waitingForDisconnect\"}";
            client.peer.send(note);
        }
    }
    // Those who have asked to be told look at the program while its context is still there.
    frontend.wait_while(|frontend| {
        let clients = frontend.clients.borrow();
        clients.values().any(|client| client.at_end.get())
    });
    if frontend.clients.borrow().is_empty() {
        return;
    }
    let is_outside = |frontend: &Frontend| {
        let clients = frontend.clients.borrow();
        clients.values().any(|client| client.peer.is_outside())
    };
    if !is_outside(&frontend) {
        return;
    }
    let context = scope.get_current_context();
    frontend.inspector.v8().context_destroyed(context);
    say("Waiting for the debugger to disconnect...\n");
    frontend.wait_while(is_outside);
}

/// The URL of the new server.
fn open(scope: &mut v8::PinScope, address: Address) -> Result<String, SysError> {
    let frontend = frontend(scope).ok_or_else(|| SysError::new(libc::EINVAL, "listen"))?;
    let server = Server::start(address, frontend.mail.clone())
        .map_err(|error| SysError::from_io(&error, "listen"))?;
    let url = server.url();
    if server.says_url {
        say(&format!("Debugger listening on {url}\n{HELP}\n"));
    }
    *frontend.server.borrow_mut() = Some(server);
    Ok(url)
}

impl Frontend {
    fn url(&self) -> Option<String> {
        self.server.borrow().as_ref().map(Server::url)
    }

    /// Ends the server and lets its clients go.
    fn close_server(&self) {
        let Some(server) = self.server.borrow_mut().take() else {
            return;
        };
        let mut outside = BTreeMap::new();
        self.clients.borrow_mut().retain(|number, client| {
            if client.peer.is_outside() {
                outside.insert(*number, client.clone());
            }
            !client.peer.is_outside()
        });
        for client in outside.values() {
            client.peer.close();
        }
        server.stop();
        if server.says_url {
            say(&format!("Debugger ending on {}\n{HELP}\n", server.url()));
        }
    }

    /// Until a client lets the program run.
    fn wait_for_client(&self) {
        self.waiting.set(true);
        for client in self.clients.borrow().values() {
            if client.runtime.get() {
                let note = "{\"method\":\"NodeRuntime.waitingForDebugger\"}";
                client.peer.send(note);
            }
        }
        self.wait_while(|frontend| frontend.waiting.get());
    }
}

/// Whether clients in other programs are told of worker threads.
static TARGETS: AtomicBool = AtomicBool::new(false);

/// How many clients want new threads to wait for them.
static WAITED_FOR: AtomicI32 = AtomicI32::new(0);

/// Threads, as JSON.
fn list_threads() -> String {
    let threads = mail::threads();
    let list: Vec<Value> = threads
        .iter()
        .filter(|(number, _)| **number != mail::MAIN)
        .filter_map(|(number, thread)| {
            let (name, url) = thread.about.as_ref()?;
            Some(json!({ "thread": number, "name": name, "url": url }))
        })
        .collect();
    Value::Array(list).to_string()
}

/// What JavaScript wants of the inspector of this thread:
/// - `open PLACES`: a server at host and port, whose URL is told the places `stderr` and `http`;
/// - `url`, `close`: that of the server, which there may not be;
/// - `wait`: for a client that lets the program run; `break`: at the next statement (the reason stands for the script);
/// - `send`: a message to the client whose number stands for the port;
/// - `thread`: the number (for the port), name (for the host) and URL of this thread, and whether it has to `wait`;
/// - `targets`: clients in other programs are told of worker threads; `threads`: the list of all; `hold`: new threads wait for one client more, or for one less.
#[op2(reentrant)]
#[string]
pub fn op_v8_inspector(
    scope: &mut v8::PinScope,
    #[string] verb: &str,
    #[string] host: &str,
    port: u32,
    #[string] script: &str,
) -> Result<Option<String>, SysError> {
    if let Some(published) = verb.strip_prefix("open ") {
        let address = Address {
            host,
            port: port as u16,
            script,
            published,
        };
        return open(scope, address).map(Some);
    }
    match verb {
        "wait" => {
            if let Some(frontend) = frontend(scope) {
                frontend.wait_for_client();
            }
        }
        "thread" => {
            THREAD.set(port);
            own_mail(scope);
            mail::announce(port, host, script);
            let waits = port != mail::MAIN && WAITED_FOR.load(Ordering::Relaxed) > 0;
            return Ok(waits.then(|| "wait".to_owned()));
        }
        "targets" => TARGETS.store(true, Ordering::Relaxed),
        "threads" => {
            mail::tell_of_threads();
            return Ok(Some(list_threads()));
        }
        "hold" => {
            WAITED_FOR.fetch_add(if port == 0 { -1 } else { 1 }, Ordering::Relaxed);
        }
        _ => {}
    }
    let Some(frontend) = current() else {
        return Ok(None);
    };
    match verb {
        "close" => frontend.close_server(),
        "break" => frontend.break_at_next(script.as_bytes()),
        "send" => {
            let client = frontend.clients.borrow().get(&port).cloned();
            if let Some(client) = client {
                client.peer.send(script);
            }
        }
        _ => {}
    }
    Ok(frontend.url())
}

/// Calls `func(...args)`, at whose first statement debuggers stop.
#[op2(reentrant)]
pub fn op_v8_break_and_call<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    func: v8::Local<'s, v8::Function>,
    receiver: v8::Local<'s, v8::Value>,
    args: v8::Local<'s, v8::Array>,
) -> v8::Local<'s, v8::Value> {
    let list: Vec<v8::Local<v8::Value>> = (0..args.length())
        .filter_map(|at| args.get_index(scope, at))
        .collect();
    if let Some(frontend) = current() {
        frontend.break_at_next(b"Break on start");
    }
    // Without a result an exception is on its way.
    let result = func.call(scope, receiver, &list);
    result.unwrap_or_else(|| v8::undefined(scope).into())
}

/// Lets go of all clients, before the inspector ends.
pub(crate) fn uninstall() {
    ENDED.set(true);
    let mail = MAIL.take();
    if mail.is_some() {
        mail::forget(THREAD.get());
    }
    let frontend = FRONTEND.take();
    if let Some(frontend) = frontend {
        if let Some(server) = frontend.server.borrow_mut().take() {
            server.stop();
        }
        frontend.clients.borrow_mut().clear();
    }
}
