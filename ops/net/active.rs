//! The open handles of this thread that keep its loop alive (`process.getActiveResourcesInfo()`).

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

use deno_core::{op2, v8};

/// A handle as the list sees it.
pub trait ActiveHandle {
    /// The name of its kind in Node, and the JS object; `None` when it does not keep the loop alive.
    fn active<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
    ) -> Option<(&'static str, v8::Local<'s, v8::Object>)>;
}

#[derive(Default)]
struct Handles {
    next: u64,
    list: BTreeMap<u64, Weak<dyn ActiveHandle>>,
}

thread_local! {
    static HANDLES: RefCell<Handles> = RefCell::default();
}

/// A place in the list, given back when it is dropped.
pub struct Entry(u64);

impl Entry {
    pub fn new(handle: &Rc<impl ActiveHandle + 'static>) -> Self {
        let handle: Rc<dyn ActiveHandle> = handle.clone();
        HANDLES.with(|cell| {
            let mut handles = cell.borrow_mut();
            handles.next += 1;
            let id = handles.next;
            handles.list.insert(id, Rc::downgrade(&handle));
            Self(id)
        })
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        // The list may be gone already when its thread ends.
        let _ = HANDLES.try_with(|cell| {
            if let Ok(mut handles) = cell.try_borrow_mut() {
                handles.list.remove(&self.0);
            }
        });
    }
}

/// The active handles as a flat array `[name, handle, ...]`, the oldest first.
#[op2]
pub fn op_net_active_handles<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Array> {
    let handles: Vec<_> = HANDLES.with(|cell| {
        cell.borrow()
            .list
            .values()
            .filter_map(Weak::upgrade)
            .collect()
    });
    let mut flat: Vec<v8::Local<v8::Value>> = Vec::new();
    for handle in handles {
        let Some((name, object)) = handle.active(scope) else {
            continue;
        };
        if let Some(name) = v8::String::new(scope, name) {
            flat.push(name.into());
            flat.push(object.into());
        }
    }
    v8::Array::new_with_elements(scope, &flat)
}
