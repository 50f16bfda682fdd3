//! The event loop as a room sees it: descriptors to watch, completions to queue, and what keeps the loop alive.
//!
//! The order of the phases and every choice among things that are ready is in `runtime/src/event_loop.rs`.
//! This file only keeps the lists. There is one loop per isolate and one isolate per thread.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Wake, Waker};
use std::time::Instant;

use deno_core::v8;

use crate::SysError;

/// Bits of `epoll(7)`: `libc::EPOLLIN` and so on.
pub type Events = u32;

/// A watched descriptor's owner.
pub trait Watcher {
    /// Called in the poll phase with the bits that are ready. JS is entered only through [`crate::call_raw`],
    /// [`crate::call_method`] or [`crate::JsCallback`].
    fn ready(self: Rc<Self>, scope: &mut v8::PinScope, events: Events);
}

type Local = Box<dyn FnOnce(&mut v8::PinScope)>;
/// What another thread has queued.
pub type Sent = Box<dyn FnOnce(&mut v8::PinScope) + Send>;

struct Slot {
    generation: u32,
    entry: Option<(RawFd, Rc<dyn Watcher>)>,
}

/// The lists of one isolate's loop.
pub struct Loop {
    epoll: OwnedFd,
    started: Instant,
    now: Cell<u64>,
    slots: RefCell<Vec<Slot>>,
    free: RefCell<Vec<u32>>,
    refs: Rc<Cell<usize>>,
    completions: RefCell<VecDeque<Local>>,
    closing: RefCell<VecDeque<Local>>,
    remote: Remote,
    /// Loop time, in milliseconds, at which the native timer is due.
    timer_due: Cell<Option<u64>>,
    timer_ref: Cell<bool>,
    immediate_ref: Cell<bool>,
}

thread_local! {
    static CURRENT: RefCell<Option<Rc<Loop>>> = const { RefCell::new(None) };
}

/// The loop of this thread. `None` before the isolate's loop is made and while a snapshot is written.
pub fn with_loop<R>(f: impl FnOnce(&Rc<Loop>) -> R) -> Option<R> {
    CURRENT.with(|cell| cell.borrow().as_ref().map(f))
}

impl Loop {
    /// Makes the loop of this thread and its wake-up descriptor.
    pub fn install() -> Result<Rc<Loop>, SysError> {
        // SAFETY: plain system calls; the results are checked before they become owned descriptors.
        let (epoll, wake) = unsafe {
            let epoll = libc::epoll_create1(libc::EPOLL_CLOEXEC);
            if epoll < 0 {
                return Err(SysError::last("epoll_create1"));
            }
            let epoll = OwnedFd::from_raw_fd(epoll);
            let wake = libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK);
            if wake < 0 {
                return Err(SysError::last("eventfd"));
            }
            (epoll, OwnedFd::from_raw_fd(wake))
        };
        let mut event = libc::epoll_event {
            events: libc::EPOLLIN as u32,
            u64: WAKE,
        };
        // SAFETY: both descriptors are open and `event` lives through the call.
        if unsafe {
            libc::epoll_ctl(
                epoll.as_raw_fd(),
                libc::EPOLL_CTL_ADD,
                wake.as_raw_fd(),
                &mut event,
            )
        } < 0
        {
            return Err(SysError::last("epoll_ctl"));
        }
        let this = Rc::new(Loop {
            epoll,
            started: Instant::now(),
            now: Cell::new(0),
            slots: RefCell::default(),
            free: RefCell::default(),
            refs: Rc::default(),
            completions: RefCell::default(),
            closing: RefCell::default(),
            remote: Remote(Arc::new(RemoteInner {
                wake,
                queue: Mutex::default(),
                length: AtomicUsize::new(0),
            })),
            timer_due: Cell::new(None),
            timer_ref: Cell::new(false),
            immediate_ref: Cell::new(false),
        });
        CURRENT.with(|cell| *cell.borrow_mut() = Some(this.clone()));
        Ok(this)
    }

    /// Drops this thread's loop and everything it still watches.
    pub fn uninstall() {
        let last = CURRENT.with(|cell| cell.borrow_mut().take());
        drop(last);
    }

    /// The epoll set, to be nested into another one.
    pub fn epoll_fd(&self) -> RawFd {
        self.epoll.as_raw_fd()
    }

    /// Watches `fd` (level-triggered) until the result is dropped. Does not keep the loop alive.
    pub fn watch(
        self: &Rc<Self>,
        fd: RawFd,
        events: Events,
        watcher: Rc<dyn Watcher>,
    ) -> Result<Watch, SysError> {
        let index = match self.free.borrow_mut().pop() {
            Some(index) => index,
            None => {
                let mut slots = self.slots.borrow_mut();
                slots.push(Slot {
                    generation: 0,
                    entry: None,
                });
                (slots.len() - 1) as u32
            }
        };
        let generation = {
            let mut slots = self.slots.borrow_mut();
            let slot = &mut slots[index as usize];
            slot.generation = slot.generation.wrapping_add(1);
            slot.entry = Some((fd, watcher));
            slot.generation
        };
        let watch = Watch {
            owner: self.clone(),
            index,
            generation,
            events: Cell::new(events),
        };
        watch.control(libc::EPOLL_CTL_ADD, events)?;
        Ok(watch)
    }

    /// Queues `f` for the poll phase of the loop's next turn. It counts as work: the loop stays alive for it.
    pub fn complete(&self, f: impl FnOnce(&mut v8::PinScope) + 'static) {
        self.completions.borrow_mut().push_back(Box::new(f));
    }

    /// Queues `f` for the close phase of this turn (`uv_close`). The loop stays alive for it.
    pub fn close(&self, f: impl FnOnce(&mut v8::PinScope) + 'static) {
        self.closing.borrow_mut().push_back(Box::new(f));
    }

    /// A handle that other threads use to queue work for this loop.
    pub fn remote(&self) -> Remote {
        self.remote.clone()
    }

    /// A token that keeps the loop alive until it is dropped (a ref'd handle, a pending request).
    pub fn hold(&self) -> Alive {
        self.refs.set(self.refs.get() + 1);
        Alive(self.refs.clone())
    }

    /// The number of [`Alive`] tokens.
    pub fn refs(&self) -> usize {
        self.refs.get()
    }

    /// Cached loop time in milliseconds since the loop began (`uv_now`).
    pub fn now(&self) -> u64 {
        self.now.get()
    }

    /// Refreshes the cached time and returns it (`uv_update_time`).
    pub fn update_now(&self) -> u64 {
        self.now.set(self.started.elapsed().as_millis() as u64);
        self.now.get()
    }

    /// Arms the one native timer, `after` milliseconds from the cached loop time; `None` disarms it.
    pub fn set_timer(&self, after: Option<u64>) {
        self.timer_due
            .set(after.map(|after| self.now().saturating_add(after.max(1))));
    }

    pub fn timer_due(&self) -> Option<u64> {
        self.timer_due.get()
    }

    pub fn set_timer_ref(&self, on: bool) {
        self.timer_ref.set(on);
    }

    pub fn set_immediate_ref(&self, on: bool) {
        self.immediate_ref.set(on);
    }

    /// Whether a ref'd `Immediate` waits.
    pub fn immediate_ref(&self) -> bool {
        self.immediate_ref.get()
    }

    /// Drops all watchers and everything that waits: before the isolate goes.
    pub fn clear(&self) {
        let slots = std::mem::take(&mut *self.slots.borrow_mut());
        drop(slots);
        let waiting = self.take_completions();
        drop(waiting);
        let closing = self.take_closing();
        drop(closing);
        drop(self.take_remote());
    }

    /// Whether anything keeps the loop alive.
    pub fn is_alive(&self) -> bool {
        self.refs.get() > 0
            || (self.timer_ref.get() && self.timer_due.get().is_some())
            || self.immediate_ref.get()
            || self.has_completions()
            || !self.closing.borrow().is_empty()
    }

    /// Whether completions wait for the next turn.
    pub fn has_completions(&self) -> bool {
        !self.completions.borrow().is_empty()
    }

    /// Takes the completions that were queued until now.
    pub fn take_completions(&self) -> VecDeque<Local> {
        std::mem::take(&mut *self.completions.borrow_mut())
    }

    /// Puts back what could not be delivered.
    pub fn put_back_completions(&self, mut rest: VecDeque<Local>) {
        let mut queue = self.completions.borrow_mut();
        rest.append(&mut queue);
        *queue = rest;
    }

    /// Whether closing callbacks wait.
    pub fn has_closing(&self) -> bool {
        !self.closing.borrow().is_empty()
    }

    /// Takes the closing callbacks that were queued until now.
    pub fn take_closing(&self) -> VecDeque<Local> {
        std::mem::take(&mut *self.closing.borrow_mut())
    }

    /// Takes what other threads have queued.
    pub fn take_remote(&self) -> VecDeque<Sent> {
        let mut queue = self.remote.0.take();
        if let Some(opener) = crate::debug_signal::take(self.wake_descriptor()) {
            queue.push_back(Box::new(opener));
        }
        queue
    }

    /// Whether other threads have queued something, or somebody asks for the debugger.
    pub fn has_remote(&self) -> bool {
        self.remote.0.length.load(Ordering::Acquire) > 0
            || crate::debug_signal::is_asked(self.wake_descriptor())
    }

    /// Resets the wake-up descriptor.
    pub fn reset_wake(&self) {
        self.remote.0.reset();
    }

    /// From now on who queues something from another thread wakes the loop by its descriptor. `false`: something has been
    /// queued, and there is no sleeping.
    pub fn fall_asleep(&self) -> bool {
        let mut queue = self.remote.0.queue();
        queue.is_asleep = queue.list.is_empty();
        queue.is_asleep
    }

    /// The loop's thread looks by itself at what is queued.
    pub fn wake_up(&self) {
        self.remote.0.queue().is_asleep = false;
    }

    /// The descriptor that wakes this loop when it is written to.
    pub(crate) fn wake_descriptor(&self) -> RawFd {
        self.remote.0.wake.as_raw_fd()
    }

    /// Whether the kernel could have anything to tell: a descriptor is watched.
    pub fn may_be_ready(&self) -> bool {
        self.slots.borrow().len() > self.free.borrow().len()
    }

    /// The watcher of an epoll entry, unless it was dropped after the kernel reported it.
    pub fn watcher(&self, data: u64) -> Option<Rc<dyn Watcher>> {
        let (index, generation) = (data as u32, (data >> 32) as u32);
        let slots = self.slots.borrow();
        let slot = slots.get(index as usize)?;
        if slot.generation != generation {
            return None;
        }
        slot.entry.as_ref().map(|(_, watcher)| watcher.clone())
    }
}

/// The epoll data of the wake-up descriptor; no watcher can have it.
pub const WAKE: u64 = u64::MAX;

/// A watched descriptor: dropping it ends the watching. The descriptor itself is the owner's to close, after that.
pub struct Watch {
    owner: Rc<Loop>,
    index: u32,
    generation: u32,
    events: Cell<Events>,
}

impl Watch {
    /// Changes the bits that are watched; 0 leaves only errors and hang-ups.
    pub fn set_events(&self, events: Events) -> Result<(), SysError> {
        if self.events.replace(events) == events {
            return Ok(());
        }
        self.control(libc::EPOLL_CTL_MOD, events)
    }

    /// The bits that are watched now.
    pub fn events(&self) -> Events {
        self.events.get()
    }

    fn control(&self, operation: i32, events: Events) -> Result<(), SysError> {
        let fd = match self.owner.slots.borrow().get(self.index as usize) {
            Some(Slot {
                entry: Some((fd, _)),
                ..
            }) => *fd,
            _ => return Err(SysError::new(libc::EBADF, "epoll_ctl")),
        };
        let data = (u64::from(self.generation) << 32) | u64::from(self.index);
        let mut event = libc::epoll_event { events, u64: data };
        // SAFETY: `event` lives through the call; a bad descriptor is reported, not undefined.
        if unsafe { libc::epoll_ctl(self.owner.epoll.as_raw_fd(), operation, fd, &mut event) } < 0 {
            return Err(SysError::last("epoll_ctl"));
        }
        Ok(())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.control(libc::EPOLL_CTL_DEL, 0);
        let entry = {
            let mut slots = self.owner.slots.borrow_mut();
            // The lists may have been cleared already.
            let Some(slot) = slots.get_mut(self.index as usize) else {
                return;
            };
            slot.generation = slot.generation.wrapping_add(1);
            slot.entry.take()
        };
        self.owner.free.borrow_mut().push(self.index);
        drop(entry);
    }
}

/// Keeps the loop alive until it is dropped.
pub struct Alive(Rc<Cell<usize>>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.set(self.0.get().saturating_sub(1));
    }
}

struct RemoteInner {
    wake: OwnedFd,
    queue: Mutex<Queue>,
    /// The queue's length, for who only wants to know whether there is something.
    length: AtomicUsize,
}

#[derive(Default)]
struct Queue {
    list: VecDeque<Sent>,
    /// Whether the loop's thread sleeps: else it finds by itself what is here.
    is_asleep: bool,
}

impl RemoteInner {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake(&self) {
        let one = 1u64;
        // SAFETY: an eventfd is written as eight bytes, which `one` holds.
        unsafe { libc::write(self.wake.as_raw_fd(), (&raw const one).cast(), 8) };
    }

    fn reset(&self) {
        let mut count = 0u64;
        // SAFETY: an eventfd is read as eight bytes, which `count` holds.
        unsafe { libc::read(self.wake.as_raw_fd(), (&raw mut count).cast(), 8) };
    }

    fn take(&self) -> VecDeque<Sent> {
        let mut queue = self.queue();
        self.length.store(0, Ordering::Relaxed);
        std::mem::take(&mut queue.list)
    }
}

/// Queues work for a loop from any thread.
#[derive(Clone)]
pub struct Remote(Arc<RemoteInner>);

impl Remote {
    /// Queues `f` for the loop's poll phase and wakes it. Dropped unrun when the loop has ended.
    pub fn post(&self, f: impl FnOnce(&mut v8::PinScope) + Send + 'static) {
        let mut queue = self.0.queue();
        queue.list.push_back(Box::new(f));
        self.0.length.store(queue.list.len(), Ordering::Release);
        // One is enough until the loop's thread has come.
        let is_asleep = std::mem::take(&mut queue.is_asleep);
        drop(queue);
        if is_asleep {
            self.wake();
        }
    }

    /// Wakes the loop without queueing anything.
    pub fn wake(&self) {
        self.0.wake();
    }

    /// Wakes the loop as [`Remote::wake`] does, as long as there is one: unlike a `Remote` it keeps no descriptor open.
    pub fn waker(&self) -> Waker {
        Arc::new(Weakly(Arc::downgrade(&self.0))).into()
    }
}

struct Weakly(Weak<RemoteInner>);

impl Wake for Weakly {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if let Some(remote) = self.0.upgrade() {
            remote.wake();
        }
    }
}
