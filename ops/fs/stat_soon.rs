//! `fs.stat` and `fs.lstat` with a callback or a promise. A program that asks about one path often asks about thousands,
//! and the answer takes the kernel less time than a trip to the pool: what the loop's thread does not answer itself waits
//! in one list, of which a few requests to the pool take as much as there is.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::os::fd::AsRawFd;
use std::rc::{Rc, Weak};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use deno_core::{op2, v8};
use ops_core::{SysError, with_loop};

use crate::args::{Numbers, PathArg};
use crate::door::{IntoJs, Reply};
use crate::stat::{EMPTY, Stats, lstat_path, stat_path, statx};
use crate::value::Row;
use crate::{inline, sys};

/// How many requests to the pool work on the list: as many as it has threads by default, so that one path that takes
/// long holds up no others.
const WORKERS: usize = 4;
/// How many answers one request to the pool brings back at most.
const BATCH: usize = 64;
/// How many questions it takes at once.
const BITE: usize = 4;

struct Question {
    id: usize,
    path: PathArg,
    link: bool,
}

struct List {
    questions: VecDeque<Question>,
    workers: usize,
}

type Shared = Arc<Mutex<List>>;
type Answer = (usize, Result<Stats, SysError>);

fn lock(list: &Shared) -> MutexGuard<'_, List> {
    list.lock().unwrap_or_else(PoisonError::into_inner)
}

/// On the pool.
fn answer_some(list: &Shared) -> Vec<Answer> {
    let mut answers = Vec::new();
    loop {
        let bite: Vec<Question> = {
            let mut list = lock(list);
            let count = list.questions.len().min(BITE);
            if count == 0 || answers.len() >= BATCH {
                list.workers -= 1;
                return answers;
            }
            list.questions.drain(..count).collect()
        };
        for Question { id, path, link } in bite {
            let stats = match link {
                true => lstat_path(&path),
                false => stat_path(&path),
            };
            answers.push((id, stats));
        }
    }
}

/// Who waits for an answer.
struct Asked {
    reply: Reply,
    numbers: Numbers,
}

/// What is under way on this thread. Requests and completions own it, so that it ends with the isolate.
struct Desk {
    list: Shared,
    asked: RefCell<Vec<Option<Asked>>>,
    free: RefCell<Vec<usize>>,
    /// The arrays into which answers are written, of numbers and of bigints, and what makes `Stats` of one.
    doubles: v8::Global<v8::ArrayBufferView>,
    bigs: v8::Global<v8::ArrayBufferView>,
    make: v8::Global<v8::Function>,
}

thread_local! {
    static DESK: RefCell<Weak<Desk>> = const { RefCell::new(Weak::new()) };
}

/// The numbers as JS reads them at once: in the array that all answers share.
struct Written<'a>(&'a Desk, Stats, Numbers);

impl IntoJs for Written<'_> {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        let array = match self.2 {
            Numbers::Double => &self.0.doubles,
            Numbers::Big => &self.0.bigs,
        };
        let array = v8::Local::new(scope, array);
        Row(self.1, self.2).write_into(array);
        Some(array.into())
    }
}

/// What a promise is resolved with.
struct Made<'a>(Written<'a>);

impl IntoJs for Made<'_> {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        let make = v8::Local::new(scope, &self.0.0.make);
        let array = self.0.into_js(scope)?;
        let receiver = v8::undefined(scope).into();
        make.call(scope, receiver, &[array])
    }
}

impl Desk {
    fn settle(&self, scope: &mut v8::PinScope, asked: Asked, result: Result<Stats, SysError>) {
        let written = result.map(|stats| Written(self, stats, asked.numbers));
        match asked.reply {
            Reply::Promise(_) => asked.reply.settle(scope, written.map(Made)),
            _ => asked.reply.settle(scope, written),
        }
    }

    fn ask(self: &Rc<Self>, path: PathArg, link: bool, asked: Asked) {
        let id = match self.free.borrow_mut().pop() {
            Some(id) => id,
            None => {
                self.asked.borrow_mut().push(None);
                self.asked.borrow().len() - 1
            }
        };
        if let Some(place) = self.asked.borrow_mut().get_mut(id) {
            *place = Some(asked);
        }
        let mut list = lock(&self.list);
        list.questions.push_back(Question { id, path, link });
        self.see_to_workers(list);
    }

    fn see_to_workers(self: &Rc<Self>, mut list: MutexGuard<List>) {
        if list.questions.is_empty() || list.workers >= WORKERS {
            return;
        }
        list.workers += 1;
        drop(list);
        let (shared, desk) = (self.list.clone(), self.clone());
        ops_core::submit(
            move || answer_some(&shared),
            move |scope, answers| desk.deliver(scope, answers),
        );
    }

    fn deliver(self: &Rc<Self>, scope: &mut v8::PinScope, answers: Vec<Answer>) {
        self.see_to_workers(lock(&self.list));
        for (id, result) in answers {
            let asked = self.asked.borrow_mut().get_mut(id).and_then(Option::take);
            let Some(asked) = asked else {
                continue;
            };
            self.free.borrow_mut().push(id);
            self.settle(scope, asked, result);
            if ops_core::is_stopping() {
                return;
            }
        }
    }
}

/// The numbers of a path that is in the kernel's caches, on the loop's thread. `None`: to be asked on the pool.
fn stat_cached(path: &PathArg, link: bool) -> Option<Result<Stats, SysError>> {
    let syscall = if link { "lstat" } else { "stat" };
    let nofollow = if link { libc::O_NOFOLLOW } else { 0 };
    let fd = match sys::open_cached(path, libc::O_PATH | nofollow)? {
        Ok(fd) => fd,
        Err(errno) => return Some(Err(SysError::new(errno, syscall).with_path(path.path()))),
    };
    // What a server of files knows is another matter than what is known of it here.
    let flags = libc::AT_EMPTY_PATH | libc::AT_STATX_DONT_SYNC;
    let stats = statx(fd.as_raw_fd(), EMPTY, flags, syscall).ok()?;
    sys::is_local(fd.as_raw_fd(), stats[0]).then_some(Ok(stats))
}

/// The arguments that are the same in each call.
pub struct Means<'s> {
    pub doubles: v8::Local<'s, v8::ArrayBufferView>,
    pub bigs: v8::Local<'s, v8::ArrayBufferView>,
    pub make: v8::Local<'s, v8::Function>,
}

fn desk(scope: &mut v8::PinScope, means: &Means) -> Rc<Desk> {
    if let Some(desk) = DESK.with(|desk| desk.borrow().upgrade()) {
        return desk;
    }
    let desk = Rc::new(Desk {
        list: Arc::new(Mutex::new(List {
            questions: VecDeque::new(),
            workers: 0,
        })),
        asked: RefCell::default(),
        free: RefCell::default(),
        doubles: v8::Global::new(scope, means.doubles),
        bigs: v8::Global::new(scope, means.bigs),
        make: v8::Global::new(scope, means.make),
    });
    DESK.with(|cell| *cell.borrow_mut() = Rc::downgrade(&desk));
    desk
}

/// `fs.stat`, or with `link` `fs.lstat`: the callback gets one of the two arrays, which it reads at once; a promise is
/// resolved with what `make` makes of it.
#[op2(reentrant)]
#[allow(clippy::too_many_arguments, reason = "JS calls it with them")]
pub fn op_fs_stat<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[scoped] path: PathArg,
    #[scoped] numbers: Numbers,
    callback: v8::Local<'s, v8::Value>,
    link: bool,
    doubles: v8::Local<'s, v8::ArrayBufferView>,
    bigs: v8::Local<'s, v8::ArrayBufferView>,
    make: v8::Local<'s, v8::Function>,
) -> v8::Local<'s, v8::Value> {
    let means = Means {
        doubles,
        bigs,
        make,
    };
    let (reply, returned) = Reply::new(scope, callback);
    let asked = Asked { reply, numbers };
    let desk = desk(scope, &means);
    match inline::try_now(|| stat_cached(&path, link)) {
        Some(result) => {
            with_loop(|event_loop| {
                event_loop.complete(move |scope| desk.settle(scope, asked, result));
            });
        }
        None => desk.ask(path, link, asked),
    }
    returned
}
