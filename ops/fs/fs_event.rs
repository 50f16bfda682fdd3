//! `FSEvent`: the handle behind `fs.watch`, on `inotify(7)`. One inotify descriptor serves a whole loop, because a user
//! has few of them and a recursive watcher needs a handle for each folder.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::CStr;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::rc::{Rc, Weak};

use deno_core::{GarbageCollected, op2, v8};
use ops_core::{Alive, Events, SysError, Watch, Watcher, call_method, with_loop};

use crate::args::{PathArg, Text};

const MASK: u32 = libc::IN_ATTRIB
    | libc::IN_CREATE
    | libc::IN_MODIFY
    | libc::IN_DELETE
    | libc::IN_DELETE_SELF
    | libc::IN_MOVE_SELF
    | libc::IN_MOVED_FROM
    | libc::IN_MOVED_TO;

/// The loop's inotify descriptor and who waits for what.
struct Inotify {
    fd: OwnedFd,
    watch: RefCell<Option<Watch>>,
    waiting: RefCell<HashMap<i32, Vec<Weak<Inner>>>>,
}

thread_local! {
    static INOTIFY: RefCell<Weak<Inotify>> = const { RefCell::new(Weak::new()) };
}

impl Inotify {
    /// Lives as long as a handle uses it.
    fn current() -> Result<Rc<Inotify>, SysError> {
        if let Some(this) = INOTIFY.with(|cell| cell.borrow().upgrade()) {
            return Ok(this);
        }
        // SAFETY: a plain call; the result is checked before it becomes an owned descriptor.
        let fd = unsafe { libc::inotify_init1(libc::IN_CLOEXEC | libc::IN_NONBLOCK) };
        if fd < 0 {
            return Err(SysError::last("watch"));
        }
        // SAFETY: the descriptor was just opened and belongs to nobody else.
        let fd = unsafe { OwnedFd::from_raw_fd(fd) };
        let this = Rc::new(Inotify {
            fd,
            watch: RefCell::new(None),
            waiting: RefCell::default(),
        });
        let watcher = Rc::new(Reader(Rc::downgrade(&this)));
        let raw = this.fd.as_raw_fd();
        let watch = with_loop(|event_loop| event_loop.watch(raw, libc::EPOLLIN as u32, watcher));
        *this.watch.borrow_mut() =
            Some(watch.ok_or_else(|| SysError::new(libc::ENOSYS, "watch"))??);
        INOTIFY.with(|cell| *cell.borrow_mut() = Rc::downgrade(&this));
        Ok(this)
    }

    fn add(&self, path: &CStr, handle: &Rc<Inner>) -> Result<i32, SysError> {
        // SAFETY: the path ends in a null byte and lives through the call.
        let wd = unsafe { libc::inotify_add_watch(self.fd.as_raw_fd(), path.as_ptr(), MASK) };
        if wd < 0 {
            return Err(SysError::last("watch"));
        }
        self.waiting
            .borrow_mut()
            .entry(wd)
            .or_default()
            .push(Rc::downgrade(handle));
        Ok(wd)
    }

    fn remove(&self, wd: i32, handle: &Rc<Inner>) {
        let mut waiting = self.waiting.borrow_mut();
        let Some(list) = waiting.get_mut(&wd) else {
            return;
        };
        list.retain(|weak| !std::ptr::eq(weak.as_ptr(), Rc::as_ptr(handle)));
        if list.is_empty() {
            waiting.remove(&wd);
            // SAFETY: no memory is involved; a watch that the kernel has removed is reported.
            unsafe { libc::inotify_rm_watch(self.fd.as_raw_fd(), wd) };
        }
    }

    fn listeners(&self, wd: i32) -> Vec<Rc<Inner>> {
        self.waiting
            .borrow()
            .get(&wd)
            .map(|list| list.iter().filter_map(Weak::upgrade).collect())
            .unwrap_or_default()
    }
}

/// What the loop calls; weak, so that the last handle ends the watching.
struct Reader(Weak<Inotify>);

impl Watcher for Reader {
    fn ready(self: Rc<Self>, scope: &mut v8::PinScope, _: Events) {
        let Some(inotify) = self.0.upgrade() else {
            return;
        };
        let mut bytes = [0u8; 4096];
        loop {
            // SAFETY: the kernel writes at most the length of `bytes`.
            let count = unsafe {
                libc::read(
                    inotify.fd.as_raw_fd(),
                    bytes.as_mut_ptr().cast(),
                    bytes.len(),
                )
            };
            if count <= 0 {
                return;
            }
            let mut rest = &bytes[..count as usize];
            while let Some((event, tail)) = Event::parse(rest) {
                for handle in inotify.listeners(event.wd) {
                    handle.deliver(scope, &event);
                }
                rest = tail;
            }
        }
    }
}

struct Event<'a> {
    wd: i32,
    mask: u32,
    name: &'a [u8],
}

impl<'a> Event<'a> {
    /// `struct inotify_event`: watch, mask, cookie, length of the name, the name padded with null bytes.
    fn parse(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (head, rest) = bytes.split_at_checked(16)?;
        let word = |at: usize| Some(u32::from_ne_bytes(head.get(at..at + 4)?.try_into().ok()?));
        let (name, rest) = rest.split_at_checked(word(12)? as usize)?;
        let end = name
            .iter()
            .position(|byte| *byte == 0)
            .unwrap_or(name.len());
        Some((
            Event {
                wd: word(0)? as i32,
                mask: word(4)?,
                name: &name[..end],
            },
            rest,
        ))
    }
}

/// A handle that has been started.
struct Active {
    wd: i32,
    inotify: Rc<Inotify>,
    /// The JS object, alive while events may come.
    object: v8::Global<v8::Object>,
    alive: Option<Alive>,
    text: Text,
    /// The last part of the path: the name of an event on the watched thing itself.
    base: Vec<u8>,
}

#[derive(Default)]
struct Inner {
    active: RefCell<Option<Active>>,
    unref: Cell<bool>,
    closed: Cell<bool>,
}

impl Inner {
    fn deliver(&self, scope: &mut v8::PinScope, event: &Event) {
        v8::scope!(let scope, scope);
        let Some((object, text, name)) = self.active.borrow().as_ref().map(|active| {
            let name = if event.name.is_empty() {
                active.base.clone()
            } else {
                event.name.to_vec()
            };
            (v8::Local::new(scope, &active.object), active.text, name)
        }) else {
            return;
        };
        // libuv's reading: whatever is more than a change of content or attributes is a rename.
        let kind: &[u8] = match event.mask & !(libc::IN_ATTRIB | libc::IN_MODIFY) == 0 {
            true => b"change",
            false => b"rename",
        };
        let status = v8::Integer::new(scope, 0).into();
        let kind = crate::value::string(scope, kind);
        let name = crate::value::name(scope, name, text);
        call_method(scope, object, "onchange", &[status, kind, name]);
    }
}

/// `fs.watch`'s handle. JS sets `onchange(status, eventType, filename)` on it.
pub struct FSEvent {
    inner: Rc<Inner>,
}

// SAFETY: the reference to the JS object is a strong handle that is dropped on `close`.
unsafe impl GarbageCollected for FSEvent {
    fn trace(&self, _: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static CStr {
        c"FSEvent"
    }
}

#[op2]
impl FSEvent {
    /// A handle that watches nothing yet.
    #[constructor]
    #[cppgc]
    fn new() -> FSEvent {
        FSEvent {
            inner: Rc::default(),
        }
    }

    /// Begins to watch: 0, or the negative number of an error.
    fn start<'s>(
        &self,
        #[this] this: v8::Global<v8::Object>,
        #[scoped] path: PathArg,
        persistent: bool,
        #[scoped] text: Text,
    ) -> Result<i32, SysError> {
        path.may_read()?;
        if self.inner.active.borrow().is_some() {
            return Ok(0);
        }
        let started = Inotify::current().and_then(|inotify| {
            let wd = inotify.add(path.c_str(), &self.inner)?;
            Ok((inotify, wd))
        });
        let (inotify, wd) = match started {
            Ok(pair) => pair,
            Err(error) => return Ok(error.errno),
        };
        let base = path
            .path()
            .file_name()
            .map(|name| name.as_bytes().to_vec())
            .unwrap_or_default();
        if !persistent {
            self.inner.unref.set(true);
        }
        let alive = if self.inner.unref.get() {
            None
        } else {
            with_loop(|event_loop| event_loop.hold())
        };
        *self.inner.active.borrow_mut() = Some(Active {
            wd,
            inotify,
            object: this,
            alive,
            text,
            base,
        });
        Ok(0)
    }

    /// Whether it watches.
    #[fast]
    #[getter]
    fn initialized(&self) -> bool {
        self.inner.active.borrow().is_some()
    }

    /// Ends the watching.
    #[fast]
    fn close(&self) {
        self.inner.closed.set(true);
        let active = self.inner.active.borrow_mut().take();
        if let Some(active) = active {
            active.inotify.remove(active.wd, &self.inner);
        }
    }

    /// Lets it keep the loop alive.
    #[fast]
    #[rename("ref")]
    fn ref_handle(&self) {
        self.inner.unref.set(false);
        if let Some(active) = self.inner.active.borrow_mut().as_mut()
            && active.alive.is_none()
        {
            active.alive = with_loop(|event_loop| event_loop.hold());
        }
    }

    /// Lets the loop end in spite of it.
    #[fast]
    #[rename("unref")]
    fn unref_handle(&self) {
        self.inner.unref.set(true);
        if let Some(active) = self.inner.active.borrow_mut().as_mut() {
            active.alive = None;
        }
    }

    /// Whether it keeps the loop alive.
    #[fast]
    fn has_ref(&self) -> bool {
        !self.inner.unref.get() && !self.inner.closed.get()
    }

    /// A number of its own for `async_hooks`.
    #[fast]
    fn get_async_id(&self) -> i32 {
        -1
    }
}
