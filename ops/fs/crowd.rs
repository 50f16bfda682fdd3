//! Short requests that come in crowds: a program that asks about one path often asks about thousands, and the answer
//! takes the kernel less time than a trip to the pool. The loop's thread answers the first ones of a turn at once. The
//! others wait in a list, from which the loop's thread takes in its next turns and threads of the pool do meanwhile, so
//! that all have work until the list is empty.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::LocalKey;

use deno_core::v8;
use ops_core::{Remote, with_loop};

use crate::inline;

/// The most threads of the pool that work on one list.
const MOST: usize = 3;
/// How many requests a thread takes at once.
const BITE: usize = 4;
/// How many requests one trip to the pool answers at most: others wait for the thread, too.
const TRIP: usize = 256;
/// How many answers one turn delivers at most.
const DELIVERED: usize = 256;

/// A request that takes its time from the processor, where nothing has to be fetched.
pub trait Request: Send + Sized + 'static {
    type Answer: Send + 'static;
    /// Who waits for the answer, on the loop's thread.
    type Asker: 'static;
    /// What one counts that is answered at once, beside what it counts anywhere ([`inline`]).
    const LOOK: i64;

    /// The answer, on any thread, unless there is something to wait for.
    fn now(self) -> Result<Self::Answer, Self>;
    /// The answer, on the pool, where it may take as long as it wants.
    fn wait(self) -> Self::Answer;
    /// What was copied for it, in bytes.
    fn bytes(_answer: &Self::Answer) -> i64 {
        0
    }
    /// In the poll phase.
    fn settle(scope: &mut v8::PinScope, asker: Self::Asker, answer: Self::Answer);
    /// Where the crowd of a thread is.
    fn crowd() -> &'static LocalKey<RefCell<Weak<Crowd<Self>>>>;
}

struct List<R: Request> {
    requests: VecDeque<(usize, R)>,
    answers: Vec<(usize, R::Answer)>,
    /// Those that have something to wait for.
    slow: Vec<(usize, R)>,
    workers: usize,
    /// Whether the loop's thread will look at the list by itself.
    is_looked_at: bool,
}

impl<R: Request> List<R> {
    /// Takes the next ones.
    fn bite(&mut self, into: &mut Vec<(usize, R)>) {
        let count = self.requests.len().min(BITE);
        into.extend(self.requests.drain(..count));
    }
}

type Shared<R> = Arc<Mutex<List<R>>>;

fn lock<R: Request>(list: &Shared<R>) -> MutexGuard<'_, List<R>> {
    list.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One thread is the loop's.
fn most_workers() -> usize {
    (ops_core::processors() - 1).clamp(1, MOST)
}

/// On the pool.
fn work<R: Request>(shared: &Shared<R>, remote: &Remote) {
    let mut answered = 0;
    let mut bite = Vec::with_capacity(BITE);
    let mut results = Vec::with_capacity(BITE);
    let mut list = lock(shared);
    while !list.requests.is_empty() && answered < TRIP {
        list.bite(&mut bite);
        drop(list);
        answered += bite.len();
        results.extend(bite.drain(..).map(|(id, request)| (id, request.now())));
        list = lock(shared);
        for (id, result) in results.drain(..) {
            match result {
                Ok(answer) => list.answers.push((id, answer)),
                Err(request) => list.slow.push((id, request)),
            }
        }
        if !std::mem::replace(&mut list.is_looked_at, true) {
            remote.post(|scope| look::<R>(scope));
        }
    }
    list.workers -= 1;
}

fn look<R: Request>(scope: &mut v8::PinScope) {
    let crowd = R::crowd().with(|crowd| crowd.borrow().upgrade());
    if let Some(crowd) = crowd {
        crowd.look(scope);
    }
}

/// The requests of one isolate. Those that are under way own it, so that it ends with them.
pub struct Crowd<R: Request> {
    list: Shared<R>,
    askers: RefCell<Vec<Option<R::Asker>>>,
    free: RefCell<Vec<usize>>,
}

impl<R: Request> Crowd<R> {
    fn of_thread() -> Rc<Self> {
        if let Some(crowd) = R::crowd().with(|crowd| crowd.borrow().upgrade()) {
            return crowd;
        }
        let crowd = Rc::new(Self {
            list: Arc::new(Mutex::new(List {
                requests: VecDeque::new(),
                answers: Vec::new(),
                slow: Vec::new(),
                workers: 0,
                is_looked_at: false,
            })),
            askers: RefCell::default(),
            free: RefCell::default(),
        });
        R::crowd().with(|cell| *cell.borrow_mut() = Rc::downgrade(&crowd));
        crowd
    }

    fn id(&self, asker: R::Asker) -> usize {
        let mut askers = self.askers.borrow_mut();
        match self.free.borrow_mut().pop() {
            Some(id) => {
                askers[id] = Some(asker);
                id
            }
            None => {
                askers.push(Some(asker));
                askers.len() - 1
            }
        }
    }

    fn settle(&self, scope: &mut v8::PinScope, id: usize, answer: R::Answer) {
        let asker = self.askers.borrow_mut()[id].take();
        self.free.borrow_mut().push(id);
        if let Some(asker) = asker {
            R::settle(scope, asker, answer);
        }
    }

    fn push(self: &Rc<Self>, request: R, asker: R::Asker) {
        let id = self.id(asker);
        let mut list = lock(&self.list);
        list.requests.push_back((id, request));
        if !std::mem::replace(&mut list.is_looked_at, true) {
            self.look_later();
        }
        self.see_to_workers(list);
    }

    /// The loop's thread takes the first ones.
    fn see_to_workers(self: &Rc<Self>, mut list: MutexGuard<List<R>>) {
        if list.workers >= most_workers() || list.requests.len() <= BITE * (list.workers + 1) {
            return;
        }
        list.workers += 1;
        drop(list);
        let Some(remote) = with_loop(|event_loop| event_loop.remote()) else {
            return;
        };
        let (shared, crowd) = (self.list.clone(), self.clone());
        ops_core::submit(
            move || work(&shared, &remote),
            move |scope, ()| crowd.look(scope),
        );
    }

    fn look_later(self: &Rc<Self>) {
        let crowd = self.clone();
        with_loop(|event_loop| event_loop.complete(move |scope| crowd.look(scope)));
    }

    /// Delivers what the pool has answered, and answers some requests here.
    fn look(self: &Rc<Self>, scope: &mut v8::PinScope) {
        let mut delivered = 0;
        let (mut answers, mut bite) = (Vec::new(), Vec::with_capacity(BITE));
        loop {
            let mut list = lock(&self.list);
            std::mem::swap(&mut answers, &mut list.answers);
            let slow = std::mem::take(&mut list.slow);
            if inline::is_open() {
                list.bite(&mut bite);
            }
            let is_over = answers.len() + slow.len() + bite.len() == 0;
            list.is_looked_at = !is_over || !list.requests.is_empty();
            let is_enough = delivered >= DELIVERED || is_over;
            if is_enough && list.is_looked_at {
                self.look_later();
            }
            self.see_to_workers(list);
            for (id, request) in slow {
                self.wait(id, request);
            }
            for (id, answer) in answers.drain(..) {
                self.settle(scope, id, answer);
                delivered += 1;
                if ops_core::is_stopping() {
                    return;
                }
            }
            for (id, request) in bite.drain(..) {
                match here(request) {
                    Ok(answer) => self.settle(scope, id, answer),
                    Err(request) => self.wait(id, request),
                }
                delivered += 1;
                if ops_core::is_stopping() {
                    return;
                }
            }
            if is_enough {
                return;
            }
        }
    }

    fn wait(self: &Rc<Self>, id: usize, request: R) {
        let crowd = self.clone();
        ops_core::submit(
            move || request.wait(),
            move |scope, answer| crowd.settle(scope, id, answer),
        );
    }
}

/// On the loop's thread.
fn here<R: Request>(request: R) -> Result<R::Answer, R> {
    let answer = inline::counted(|| request.now())?;
    inline::count(R::bytes(&answer));
    Ok(answer)
}

/// Answers a request, in the poll phase of a later turn.
pub fn ask<R: Request>(request: R, asker: R::Asker) {
    let request = if ops_core::permission::is_enabled() {
        request
    } else if inline::is_open() {
        inline::count(R::LOOK);
        match here(request) {
            Ok(answer) => {
                with_loop(|event_loop| {
                    event_loop.complete(move |scope| R::settle(scope, asker, answer));
                });
                return;
            }
            Err(request) => request,
        }
    } else {
        return Crowd::of_thread().push(request, asker);
    };
    let crowd = Crowd::of_thread();
    let id = crowd.id(asker);
    crowd.wait(id, request);
}
