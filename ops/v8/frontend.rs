//! Clients of the inspector in other programs, as the inspected thread sees them: their sessions, and the times at which
//! the program waits for them.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use deno_core::v8::inspector::{
    Channel, ChannelImpl, StringBuffer, StringView, V8InspectorClientTrustLevel, V8InspectorSession,
};
use deno_core::{op2, v8};
use ops_core::{SysError, with_loop};
use serde_json::{Value, json};

use crate::inspector::{self, GROUP, Inspector};
use crate::server::{Event, Peer, Server};

struct Client {
    session: V8InspectorSession,
    peer: Arc<Peer>,
    /// What of the domain `NodeRuntime` it has asked for.
    runtime: Cell<bool>,
    at_end: Cell<bool>,
}

struct Frontend {
    server: Server,
    inspector: Rc<Inspector>,
    clients: RefCell<BTreeMap<u32, Rc<Client>>>,
    paused: Cell<bool>,
    waiting: Cell<bool>,
}

thread_local! {
    static FRONTEND: RefCell<Option<Rc<Frontend>>> = const { RefCell::new(None) };
}

struct ToPeer(Arc<Peer>);

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
        self.send(&message);
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
                eprintln!("Debugger attached.");
                let client = Client {
                    session,
                    peer,
                    runtime: Cell::new(false),
                    at_end: Cell::new(false),
                };
                self.clients.borrow_mut().insert(number, Rc::new(client));
            }
            Event::Message(number, text) => {
                let client = self.clients.borrow().get(&number).cloned();
                if let Some(client) = client {
                    self.dispatch(&client, &text);
                }
            }
            Event::Closed(number) => {
                let client = self.clients.borrow_mut().remove(&number);
                drop(client);
                if self.clients.borrow().is_empty() {
                    self.paused.set(false);
                }
            }
        }
    }

    fn dispatch(&self, client: &Client, text: &str) {
        if text.contains("\"NodeRuntime.") && self.node_runtime(client, text) {
            return;
        }
        let units: Vec<u16> = text.encode_utf16().collect();
        client
            .session
            .dispatch_protocol_message(StringView::from(units.as_slice()));
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

    fn deal_with_all(&self) {
        while let Some(event) = self.server.mail.take() {
            self.deal_with(event);
        }
    }

    fn wait_while(&self, condition: impl Fn(&Frontend) -> bool) {
        loop {
            self.deal_with_all();
            if !condition(self) {
                return;
            }
            self.server.mail.wait();
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

fn take_mail(_: &mut v8::PinScope) {
    if let Some(frontend) = current() {
        frontend.deal_with_all();
    }
}

unsafe extern "C" fn interrupt(_: v8::UnsafeRawIsolatePtr, _: *mut std::ffi::c_void) {
    if let Some(frontend) = current() {
        frontend.deal_with_all();
    }
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
    let context = scope.get_current_context();
    frontend.inspector.v8().context_destroyed(context);
    eprintln!("Waiting for the debugger to disconnect...");
    frontend.wait_while(|frontend| !frontend.clients.borrow().is_empty());
}

fn open(
    scope: &mut v8::PinScope,
    host: &str,
    port: u16,
    script: &str,
) -> Result<Rc<Frontend>, SysError> {
    let inspector = inspector::current(scope);
    let remote = with_loop(|event_loop| event_loop.remote())
        .ok_or_else(|| SysError::new(libc::EINVAL, "listen"))?;
    let isolate = scope.thread_safe_handle();
    let wake = move || {
        remote.post(take_mail);
        isolate.request_interrupt(interrupt, std::ptr::null_mut());
    };
    let server = Server::start(host, port, script, Box::new(wake))
        .map_err(|error| SysError::from_io(&error, "listen"))?;
    eprintln!("Debugger listening on {}", server.url());
    eprintln!("For help, see: https://nodejs.org/learn/getting-started/debugging");
    let frontend = Rc::new(Frontend {
        server,
        inspector,
        clients: RefCell::default(),
        paused: Cell::new(false),
        waiting: Cell::new(false),
    });
    FRONTEND.with_borrow_mut(|slot| *slot = Some(frontend.clone()));
    ops_core::before_exit(at_exit);
    Ok(frontend)
}

/// `open` (host and port, answers with the URL), `close`, `url`, `wait` for a client that lets the program run. Without a
/// server there is no answer.
#[op2(reentrant)]
#[string]
pub fn op_v8_inspector(
    scope: &mut v8::PinScope,
    #[string] verb: &str,
    #[string] host: &str,
    port: u16,
    #[string] script: &str,
) -> Result<Option<String>, SysError> {
    if verb == "open" {
        let frontend = open(scope, host, port, script)?;
        return Ok(Some(frontend.server.url()));
    }
    let Some(frontend) = current() else {
        return Ok(None);
    };
    match verb {
        "close" => {
            let clients = std::mem::take(&mut *frontend.clients.borrow_mut());
            for client in clients.values() {
                client.peer.close();
            }
            frontend.server.stop();
            FRONTEND.with_borrow_mut(|slot| slot.take());
        }
        "wait" => {
            frontend.waiting.set(true);
            for client in frontend.clients.borrow().values() {
                if client.runtime.get() {
                    let note = "{\"method\":\"NodeRuntime.waitingForDebugger\"}";
                    client.peer.send(note);
                }
            }
            frontend.wait_while(|frontend| frontend.waiting.get());
        }
        _ => {}
    }
    Ok(Some(frontend.server.url()))
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
        let clients: Vec<Rc<Client>> = frontend.clients.borrow().values().cloned().collect();
        for client in clients {
            let reason = StringView::from(&b"Break on start"[..]);
            let detail = StringView::from(&b"{}"[..]);
            client
                .session
                .schedule_pause_on_next_statement(reason, detail);
        }
    }
    // Without a result an exception is on its way.
    let result = func.call(scope, receiver, &list);
    result.unwrap_or_else(|| v8::undefined(scope).into())
}

/// Lets go of the server's clients, before the inspector ends.
pub(crate) fn uninstall() {
    let frontend = FRONTEND.take();
    if let Some(frontend) = frontend {
        frontend.server.stop();
        frontend.clients.borrow_mut().clear();
    }
}
