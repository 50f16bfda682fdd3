//! The event loop: Node's phases in Node's order, and every choice among things that are ready.
//!
//! A turn is poll, check, close, timers, as libuv has done since 1.45; the first turn is preceded by a timers phase.
//! deno_core turns its own queues (dynamic imports, V8's tasks, rejections) before each of our turns.
//! Sources: <https://docs.libuv.org/en/v1.x/design.html#the-i-o-loop>,
//! <https://nodejs.org/en/learn/asynchronous-work/event-loop-timers-and-nexttick>.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use deno_core::{JsRuntime, PollEventLoopOptions, v8};
use ops_core::{Awake, Loop, Patience, SysError, WAKE, trace};
use ops_worker::LoopUsage;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use crate::{platform, tracing};

/// How many ready descriptors one look at the kernel returns.
const BATCH: usize = 256;

/// Turns one isolate's loop.
pub struct Turner {
    event_loop: Rc<Loop>,
    /// What deno_core keeps, as long as the isolate lives, to wake the loop: tokio's own would keep tokio.
    waker: Waker,
    nested: AsyncFd<OwnedFd>,
    alarm: OwnedFd,
    alarm_due: Option<u64>,
    first: bool,
    /// The loop was about to sleep: the next turn asks the kernel in any case.
    ask: bool,
    /// Since when the loop sleeps, for `performance.eventLoopUtilization()`.
    asleep: Option<Instant>,
    /// For what other threads send.
    patience: Patience,
    awake: Option<Awake>,
    /// What the parent of a worker sees of this loop.
    usage: Option<Arc<LoopUsage>>,
}

impl Turner {
    /// For the loop of this thread, inside its tokio runtime.
    pub fn new(event_loop: Rc<Loop>) -> Result<Turner, SysError> {
        // SAFETY: a plain system call; the result is checked before it becomes an owned descriptor.
        let alarm = unsafe {
            let fd = libc::timerfd_create(
                libc::CLOCK_MONOTONIC,
                libc::TFD_CLOEXEC | libc::TFD_NONBLOCK,
            );
            if fd < 0 {
                return Err(SysError::last("timerfd_create"));
            }
            OwnedFd::from_raw_fd(fd)
        };
        let epoll = event_loop.epoll_fd();
        let mut event = libc::epoll_event {
            events: libc::EPOLLIN as u32,
            u64: WAKE - 1,
        };
        // SAFETY: both descriptors are open and `event` lives through the call.
        if unsafe { libc::epoll_ctl(epoll, libc::EPOLL_CTL_ADD, alarm.as_raw_fd(), &mut event) } < 0
        {
            return Err(SysError::last("epoll_ctl"));
        }
        // tokio wants a descriptor of its own, for the same epoll set.
        // SAFETY: a plain system call; the result is checked before it becomes an owned descriptor.
        let copy = unsafe {
            let fd = libc::fcntl(epoll, libc::F_DUPFD_CLOEXEC, 0);
            if fd < 0 {
                return Err(SysError::last("fcntl"));
            }
            OwnedFd::from_raw_fd(fd)
        };
        // SAFETY: `copy` is open and moves into the AsyncFd, which alone owns it.
        let nested = unsafe { AsyncFd::register_with_interest(copy, Interest::READABLE) }
            .map_err(|e| SysError::from_io(&e.into_parts().1, "epoll_ctl"))?;
        Ok(Turner {
            waker: event_loop.remote().waker(),
            event_loop,
            nested,
            alarm,
            alarm_due: None,
            first: true,
            ask: true,
            asleep: None,
            patience: Patience::default(),
            awake: None,
            usage: None,
        })
    }

    /// From now on `usage` tells other threads how long the loop has slept.
    pub fn report(&mut self, usage: Arc<LoopUsage>) {
        self.usage = Some(usage);
    }

    fn woke(&mut self) {
        let Some(since) = self.asleep.take() else {
            return;
        };
        let slept = since.elapsed();
        if self.event_loop.has_remote() {
            self.patience.slept(slept);
        }
        let slept = slept.as_nanos() as u64;
        ops_perf::add_idle(slept);
        if let Some(usage) = &self.usage {
            usage.idle.fetch_add(slept, Ordering::Relaxed);
            usage.asleep.store(0, Ordering::Relaxed);
        }
    }

    /// Whether another thread has sent something, or does so before it is worth sleeping.
    fn await_others(&mut self) -> bool {
        if self.patience.has() && !self.event_loop.has_remote() {
            self.falls_asleep();
            self.patience.wait(|| self.event_loop.has_remote());
            self.woke();
        }
        self.event_loop.has_remote()
    }

    fn falls_asleep(&mut self) {
        self.asleep = Some(Instant::now());
        if let Some(usage) = &self.usage {
            let now = (ops_perf::now() * 1e6) as u64;
            usage.asleep.store(now, Ordering::Relaxed);
        }
    }

    /// Turns the loop until nothing keeps it alive, or the isolate is being terminated.
    pub async fn run(&mut self, runtime: &mut JsRuntime) {
        poll_fn(|cx| self.poll(cx, runtime)).await;
    }

    fn poll(&mut self, cx: &mut Context, runtime: &mut JsRuntime) -> Poll<()> {
        self.woke();
        self.event_loop.wake_up();
        self.awake.get_or_insert_with(Awake::begin);
        loop {
            // Ticks that wait now are those behind one that threw; an immediate drains them, and promise jobs come after
            // them. deno_core would run promise jobs.
            let waiting = ops_core::has_ticks() && ops_timers::has_immediates();
            let own = if waiting {
                Poll::Pending
            } else {
                if platform::has_tasks() {
                    deno_core::scope!(_scope, runtime);
                    platform::run_tasks();
                }
                let cx = &mut Context::from_waker(&self.waker);
                runtime.poll_event_loop(cx, PollEventLoopOptions::default())
            };
            if ops_core::is_stopping() {
                return Poll::Ready(());
            }
            if own.is_ready() && !self.event_loop.is_alive() {
                // One of V8's tasks may have scheduled ticks: a callback of a FinalizationRegistry, for one.
                if ops_core::has_ticks() {
                    deno_core::scope!(scope, runtime);
                    ops_core::drain(scope);
                    continue;
                }
                // A thread of V8 may have ended its work since.
                if platform::has_tasks() {
                    continue;
                }
                return Poll::Ready(());
            }
            let more = {
                deno_core::scope!(scope, runtime);
                if !waiting {
                    // Promise reactions in deno_core's phases may have scheduled ticks.
                    ops_core::drain(scope);
                }
                self.turn(scope)
            };
            if ops_core::is_stopping() {
                return Poll::Ready(());
            }
            // The beginning of the next round decides whether it is the end.
            let over = own.is_ready() && !self.event_loop.is_alive();
            if more || waiting || over || self.is_busy() {
                continue;
            }
            if self.await_others() {
                continue;
            }
            self.arm_alarm();
            self.ask = true;
            match self.nested.poll_read_ready(cx) {
                Poll::Ready(Ok(mut guard)) => guard.clear_ready(),
                Poll::Ready(Err(_)) => {}
                Poll::Pending => {
                    if self.event_loop.fall_asleep() {
                        self.awake = None;
                        self.falls_asleep();
                        return Poll::Pending;
                    }
                }
            }
        }
    }

    /// Whether the next turn must begin without sleeping.
    fn is_busy(&self) -> bool {
        let l = &self.event_loop;
        l.has_completions()
            || l.has_remote()
            || l.immediate_ref()
            || l.has_closing()
            || l.timer_due().is_some_and(|due| due <= l.now())
    }

    /// One turn. Returns whether the kernel may have more to report at once.
    fn turn(&mut self, scope: &mut v8::PinScope) -> bool {
        if std::mem::take(&mut self.first) {
            ops_perf::loop_started();
            tracing::mark("loopStart");
            self.event_loop.update_now();
            timers_phase(scope);
        }
        let more = self.poll_phase(scope);
        check_phase(scope);
        self.close_phase(scope);
        self.event_loop.update_now();
        timers_phase(scope);
        more
    }

    /// Delivers what was ready before the phase began: completions first, then what other
    /// threads have sent, then descriptors in the kernel's order.
    fn poll_phase(&mut self, scope: &mut v8::PinScope) -> bool {
        let mut completions = self.event_loop.take_completions();
        let mut ready = [const { MaybeUninit::<libc::epoll_event>::uninit() }; BATCH];
        // While nothing is watched only another thread can have something; the loop's own timer ends a sleep, no more.
        let count = if std::mem::take(&mut self.ask) || self.event_loop.may_be_ready() {
            // SAFETY: the array has room for BATCH entries and the descriptor is open.
            unsafe {
                libc::epoll_wait(
                    self.event_loop.epoll_fd(),
                    ready.as_mut_ptr().cast(),
                    BATCH as i32,
                    0,
                )
            }
            .max(0)
        } else {
            0
        };
        let remote = match self.event_loop.has_remote() {
            true => self.event_loop.take_remote(),
            false => VecDeque::new(),
        };
        let found = completions.len() + remote.len() + count as usize;
        ops_perf::count_turn(found, found);
        if count > 0 {
            self.event_loop.update_now();
        }
        while let Some(completion) = completions.pop_front() {
            v8::scope!(let inner, scope);
            completion(inner);
            if ops_core::is_stopping() {
                self.event_loop.put_back_completions(completions);
                return false;
            }
        }
        if !self.deliver_remote(scope, remote) {
            return false;
        }
        for event in &ready[..count as usize] {
            // SAFETY: the kernel has filled the first `count` entries.
            let event = unsafe { event.assume_init_ref() };
            let (data, events) = (event.u64, event.events);
            self.deliver(scope, data, events);
            if ops_core::is_stopping() {
                return false;
            }
        }
        count as usize == BATCH
    }

    fn deliver(&mut self, scope: &mut v8::PinScope, data: u64, events: u32) {
        if data == WAKE {
            // What was sent has been delivered, and what has been sent since waits for the next turn.
            self.event_loop.reset_wake();
        } else if data == WAKE - 1 {
            let mut count = 0u64;
            // SAFETY: a timerfd is read as eight bytes, which `count` holds.
            unsafe { libc::read(self.alarm.as_raw_fd(), (&raw mut count).cast(), 8) };
            self.alarm_due = None;
        } else if let Some(watcher) = self.event_loop.watcher(data) {
            v8::scope!(let inner, scope);
            watcher.ready(inner, events);
        }
    }

    /// `false`: the isolate is being stopped.
    fn deliver_remote(
        &mut self,
        scope: &mut v8::PinScope,
        remote: VecDeque<ops_core::Sent>,
    ) -> bool {
        for sent in remote {
            v8::scope!(let inner, scope);
            sent(inner);
            if ops_core::is_stopping() {
                return false;
            }
        }
        true
    }

    fn close_phase(&mut self, scope: &mut v8::PinScope) {
        for closing in self.event_loop.take_closing() {
            v8::scope!(let inner, scope);
            closing(inner);
            if ops_core::is_stopping() {
                return;
            }
        }
    }

    /// Before sleeping: the kernel wakes us when the first timer is due.
    fn arm_alarm(&mut self) {
        let due = self.event_loop.timer_due();
        if due == self.alarm_due || due.is_none() {
            return;
        }
        self.alarm_due = due;
        let wait = due
            .unwrap_or(0)
            .saturating_sub(self.event_loop.now())
            .max(1);
        let value = libc::timespec {
            tv_sec: (wait / 1000) as i64,
            tv_nsec: ((wait % 1000) * 1_000_000) as i64,
        };
        let spec = libc::itimerspec {
            it_interval: libc::timespec {
                tv_sec: 0,
                tv_nsec: 0,
            },
            it_value: value,
        };
        // SAFETY: the descriptor is open and `spec` lives through the call.
        unsafe { libc::timerfd_settime(self.alarm.as_raw_fd(), 0, &spec, std::ptr::null_mut()) };
    }
}

/// Immediates that were set before the phase began.
fn check_phase(scope: &mut v8::PinScope) {
    if trace::is_on(trace::ENVIRONMENT) {
        return tracing::check_phase(scope);
    }
    ops_timers::run_immediates(scope);
}

/// Timers that are due.
fn timers_phase(scope: &mut v8::PinScope) {
    if trace::is_on(trace::ENVIRONMENT) {
        return tracing::timers_phase(scope);
    }
    ops_timers::run_timers(scope);
}
