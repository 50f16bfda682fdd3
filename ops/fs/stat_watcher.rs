//! `StatWatcher`: the handle behind `fs.watchFile`. It asks for a file's `stat` every so often (libuv's `uv_fs_poll`).

use std::cell::{Cell, RefCell};
use std::ffi::CStr;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::rc::Rc;
use std::time::{Duration, Instant};

use deno_core::{GarbageCollected, op2, v8};
use ops_core::{Alive, Events, SysError, Watch, Watcher, call_method, with_loop};

use crate::args::{Numbers, PathArg};
use crate::door::IntoJs;
use crate::stat::{Stats, stat_path};
use crate::value::Row;

const NOTHING: Stats = [0; 18];

/// What the last look has found.
#[derive(Clone, Copy, PartialEq)]
enum Seen {
    NotYet,
    Failed(i32),
    Found,
}

struct Active {
    path: PathArg,
    interval: Duration,
    began: Instant,
    timer: OwnedFd,
    _watch: Watch,
    object: v8::Global<v8::Object>,
    alive: Option<Alive>,
    numbers: Numbers,
}

struct Inner {
    active: RefCell<Option<Active>>,
    seen: Cell<Seen>,
    last: Cell<Stats>,
    unref: Cell<bool>,
}

impl Inner {
    /// Looks on the pool. It does not keep the loop alive longer than the handle does.
    fn look(self: Rc<Self>) {
        let Some(path) = self
            .active
            .borrow()
            .as_ref()
            .map(|active| active.path.clone())
        else {
            return;
        };
        ops_core::submit(
            move || stat_path(&path),
            move |scope, result| self.looked(scope, result),
        );
    }

    fn looked(&self, scope: &mut v8::PinScope, result: Result<Stats, SysError>) {
        if self.active.borrow().is_none() {
            return;
        }
        let before = self.last.get();
        match result {
            Err(error) => {
                if self.seen.replace(Seen::Failed(error.errno)) != Seen::Failed(error.errno) {
                    self.tell(scope, error.errno, NOTHING, before);
                }
            }
            Ok(now) => {
                let seen = self.seen.replace(Seen::Found);
                self.last.set(now);
                if matches!(seen, Seen::Failed(_))
                    || (seen == Seen::Found && changed(&before, &now))
                {
                    self.tell(scope, 0, now, before);
                }
            }
        }
        if let Some(active) = self.active.borrow().as_ref() {
            let past = active.began.elapsed().as_millis();
            let interval = active.interval.as_millis().max(1);
            arm(
                &active.timer,
                Duration::from_millis((interval - past % interval) as u64),
            );
        }
    }

    fn tell(&self, scope: &mut v8::PinScope, status: i32, now: Stats, before: Stats) {
        v8::scope!(let scope, scope);
        let Some((object, numbers)) = self
            .active
            .borrow()
            .as_ref()
            .map(|active| (v8::Local::new(scope, &active.object), active.numbers))
        else {
            return;
        };
        let mut both = [0i64; 36];
        both[..18].copy_from_slice(&now);
        both[18..].copy_from_slice(&before);
        let status = v8::Integer::new(scope, status).into();
        if let Some(values) = Row(both, numbers).into_js(scope) {
            call_method(scope, object, "onchange", &[status, values]);
        }
    }
}

/// Everything but the time of the last access.
fn changed(before: &Stats, now: &Stats) -> bool {
    before
        .iter()
        .zip(now)
        .enumerate()
        .any(|(index, (a, b))| index != 10 && index != 11 && a != b)
}

fn arm(timer: &OwnedFd, after: Duration) {
    let value = libc::timespec {
        tv_sec: after.as_secs() as i64,
        tv_nsec: i64::from(after.subsec_nanos()).max(i64::from(after.is_zero())),
    };
    let spec = libc::itimerspec {
        it_interval: libc::timespec {
            tv_sec: 0,
            tv_nsec: 0,
        },
        it_value: value,
    };
    // SAFETY: `spec` lives through the call.
    unsafe { libc::timerfd_settime(timer.as_raw_fd(), 0, &spec, std::ptr::null_mut()) };
}

impl Watcher for Inner {
    fn ready(self: Rc<Self>, _: &mut v8::PinScope, _: Events) {
        if let Some(active) = self.active.borrow().as_ref() {
            let mut count = 0u64;
            // SAFETY: a timerfd is read as eight bytes, which `count` holds.
            unsafe { libc::read(active.timer.as_raw_fd(), (&raw mut count).cast(), 8) };
        }
        self.look();
    }
}

/// `fs.watchFile`'s handle. JS sets `onchange(status, stats)` on it: 18 numbers of now, then 18 of before.
pub struct StatWatcher {
    inner: Rc<Inner>,
    numbers: Numbers,
}

// SAFETY: the reference to the JS object is a strong handle that is dropped on `close`.
unsafe impl GarbageCollected for StatWatcher {
    fn trace(&self, _: &mut v8::cppgc::Visitor) {}

    fn get_name(&self) -> &'static CStr {
        c"StatWatcher"
    }
}

#[op2]
impl StatWatcher {
    /// `big`: whether the numbers come as a `BigInt64Array`.
    #[constructor]
    #[cppgc]
    fn new(big: bool) -> StatWatcher {
        let inner = Inner {
            active: RefCell::new(None),
            seen: Cell::new(Seen::NotYet),
            last: Cell::new(NOTHING),
            unref: Cell::new(false),
        };
        StatWatcher {
            inner: Rc::new(inner),
            numbers: if big { Numbers::Big } else { Numbers::Double },
        }
    }

    /// Begins to look every `interval` milliseconds: 0, or the negative number of an error.
    fn start<'s>(
        &self,
        #[this] this: v8::Global<v8::Object>,
        #[scoped] path: PathArg,
        #[smi] interval: u32,
    ) -> Result<i32, SysError> {
        path.may_read()?;
        // SAFETY: a plain call; the result is checked before it becomes an owned descriptor.
        let timer = unsafe {
            libc::timerfd_create(
                libc::CLOCK_MONOTONIC,
                libc::TFD_CLOEXEC | libc::TFD_NONBLOCK,
            )
        };
        if timer < 0 {
            return Ok(SysError::last("watchFile").errno);
        }
        // SAFETY: the descriptor was just opened and belongs to nobody else.
        let timer = unsafe { OwnedFd::from_raw_fd(timer) };
        let watcher: Rc<dyn Watcher> = self.inner.clone();
        let watch = match with_loop(|event_loop| {
            event_loop.watch(timer.as_raw_fd(), libc::EPOLLIN as u32, watcher)
        }) {
            Some(Ok(watch)) => watch,
            Some(Err(error)) => return Ok(error.errno),
            None => return Ok(-libc::ENOSYS),
        };
        let alive = if self.inner.unref.get() {
            None
        } else {
            with_loop(|event_loop| event_loop.hold())
        };
        *self.inner.active.borrow_mut() = Some(Active {
            path,
            interval: Duration::from_millis(u64::from(interval)),
            began: Instant::now(),
            timer,
            _watch: watch,
            object: this,
            alive,
            numbers: self.numbers,
        });
        self.inner.clone().look();
        Ok(0)
    }

    /// Ends it.
    #[fast]
    fn close(&self) {
        let active = self.inner.active.borrow_mut().take();
        // The watching ends before the descriptor is closed.
        if let Some(Active { _watch, timer, .. }) = active {
            drop(_watch);
            drop(timer);
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
        !self.inner.unref.get() && self.inner.active.borrow().is_some()
    }

    /// A number of its own for `async_hooks`.
    #[fast]
    fn get_async_id(&self) -> i32 {
        -1
    }
}
