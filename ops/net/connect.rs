//! The end of a connect: what the kernel says about it, or what was known before.

use std::rc::Rc;

use deno_core::v8;
use ops_core::with_loop;

use crate::pending::Pending;
use crate::stream::StreamInner;
use crate::sys;

impl StreamInner {
    pub(crate) fn connect_ready(self: &Rc<Self>, scope: &mut v8::PinScope) {
        let error = match self.delayed_error.replace(0) {
            0 => match sys::get_option(self.fd.get(), libc::SOL_SOCKET, libc::SO_ERROR) {
                Ok(error) => -error,
                Err(error) => error,
            },
            delayed => delayed,
        };
        if error == -libc::EINPROGRESS {
            return;
        }
        let Some(pending) = self.connecting.borrow_mut().take() else {
            return;
        };
        self.connected.set(error == 0);
        self.update();
        self.finish_connect(scope, pending, error);
    }

    pub(crate) fn finish_connect(&self, scope: &mut v8::PinScope, pending: Pending, error: i32) {
        v8::scope!(let scope, scope);
        let handle = self.object_or_undefined(scope);
        let flag = v8::Boolean::new(scope, error == 0).into();
        let undefined = v8::undefined(scope).into();
        pending.complete(scope, error, &[handle, undefined, flag, flag]);
    }

    /// Tells a failed or finished connect in the next turn (there is nothing to watch).
    pub(crate) fn connect_later(self: &Rc<Self>) {
        let this = self.clone();
        with_loop(|l| {
            l.complete(move |scope| {
                if !this.closing.get() {
                    this.connect_ready(scope);
                }
            });
        });
    }
}
