//! A session with the inspector of another thread.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::ffi::c_void;
use std::sync::{Arc, Mutex};

use deno_core::v8;
use ops_core::{Remote, with_loop};

use crate::inspector;
use crate::mail::{self, Event, Mail, Peer, lock, next_number};

type Inbox = Arc<Mutex<VecDeque<String>>>;

/// This end, as the inspected thread sees it.
struct Sender {
    number: u32,
    inbox: Inbox,
    remote: Remote,
    isolate: v8::IsolateHandle,
}

impl Peer for Sender {
    fn send(&self, text: &str) {
        lock(&self.inbox).push_back(text.to_owned());
        let number = self.number;
        // Whichever comes first: the loop, or a microtask of code that is running.
        self.remote.post(move |scope| deliver(scope, number, true));
        self.isolate
            .request_interrupt(interrupt, number as usize as *mut c_void);
    }

    fn close(&self) {}

    fn is_outside(&self) -> bool {
        false
    }
}

struct Receiver {
    inbox: Inbox,
    listener: Option<v8::Global<v8::Function>>,
}

thread_local! {
    static RECEIVERS: RefCell<HashMap<u32, Receiver>> = RefCell::default();
}

/// The listener does not come in between: it is a microtask.
unsafe extern "C" fn interrupt(isolate: v8::UnsafeRawIsolatePtr, number: *mut c_void) {
    let number = number as usize as u32;
    let enqueue = |scope: &mut v8::PinScope| {
        let number = v8::Integer::new_from_unsigned(scope, number).into();
        let job = v8::Function::builder(on_microtask)
            .data(number)
            .build(scope);
        if let Some(job) = job {
            scope.enqueue_microtask(job);
        }
    };
    // SAFETY: V8 calls on the thread of the isolate.
    unsafe { inspector::enter_home(isolate, enqueue) };
}

fn on_microtask(
    scope: &mut v8::PinScope,
    arguments: v8::FunctionCallbackArguments,
    _: v8::ReturnValue,
) {
    let number = arguments.data().uint32_value(scope).unwrap_or(0);
    deliver(scope, number, false);
}

fn deliver(scope: &mut v8::PinScope, number: u32, drains: bool) {
    loop {
        let next = RECEIVERS.with_borrow(|receivers| {
            let receiver = receivers.get(&number)?;
            let listener = receiver.listener.clone()?;
            Some((lock(&receiver.inbox).pop_front()?, listener))
        });
        let Some((text, listener)) = next else {
            return;
        };
        v8::scope!(let inner, scope);
        let listener = v8::Local::new(inner, &listener);
        let receiver = v8::undefined(inner).into();
        let Some(text) = v8::String::new(inner, &text) else {
            continue;
        };
        if drains {
            ops_core::call_raw(inner, receiver, listener, &[text.into()]);
        } else {
            ops_core::guarded(inner, receiver, listener, &[text.into()]);
        }
    }
}

/// The session as the thread sees it that has opened it.
pub(crate) struct Far {
    number: u32,
    mail: Arc<Mail>,
}

impl Far {
    pub(crate) fn open(scope: &mut v8::PinScope, thread: u32) -> Option<Far> {
        let remote = with_loop(|event_loop| event_loop.remote())?;
        inspector::remember_home(scope);
        let (number, inbox) = (next_number(), Inbox::default());
        let sender = Sender {
            number,
            inbox: inbox.clone(),
            remote,
            isolate: scope.thread_safe_handle(),
        };
        let receiver = Receiver {
            inbox,
            listener: None,
        };
        RECEIVERS.with_borrow_mut(|receivers| receivers.insert(number, receiver));
        let mail = mail::mail_of(thread);
        mail.put(Event::Open(number, Arc::new(sender)));
        Some(Far { number, mail })
    }

    pub(crate) fn listen(&self, listener: v8::Global<v8::Function>) {
        RECEIVERS.with_borrow_mut(|receivers| {
            if let Some(receiver) = receivers.get_mut(&self.number) {
                receiver.listener = Some(listener);
            }
        });
    }

    pub(crate) fn post(&self, message: &str) {
        self.mail
            .put(Event::Message(self.number, message.to_owned()));
    }
}

impl Drop for Far {
    fn drop(&mut self) {
        let receiver = RECEIVERS.try_with(|receivers| receivers.borrow_mut().remove(&self.number));
        drop(receiver);
        self.mail.put(Event::Closed(self.number));
    }
}

/// Forgets the listeners of this thread, before its isolate ends.
pub(crate) fn uninstall() {
    drop(RECEIVERS.take());
}
