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
use crate::lately::{self, Mark};
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

/// What a question that the loop's thread answers counts: of many at once the pool answers most.
const LOOK: i64 = 12 << 10;

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
    /// The arrays into which answers are written, of numbers and of bigints. An element behind the numbers is not zero
    /// until who waits for a promise has read them.
    doubles: v8::Global<v8::ArrayBufferView>,
    bigs: v8::Global<v8::ArrayBufferView>,
}

thread_local! {
    static DESK: RefCell<Weak<Desk>> = const { RefCell::new(Weak::new()) };
}

/// The numbers, in the array that all answers share. A callback reads them at once; a promise is resolved with `true`, and
/// who waits for it reads them when it is drained, right after that. When something has kept that from happening, the next
/// answers come in arrays of their own.
struct Written<'a> {
    desk: &'a Desk,
    stats: Stats,
    numbers: Numbers,
    for_promise: bool,
}

impl IntoJs for Written<'_> {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        let array = match self.numbers {
            Numbers::Double => &self.desk.doubles,
            Numbers::Big => &self.desk.bigs,
        };
        let array = v8::Local::new(scope, array);
        let row = Row(self.stats, self.numbers);
        let Some(flag) = Flag::of(array).filter(|flag| !flag.get()) else {
            return row.into_js(scope);
        };
        row.write_into(array);
        if !self.for_promise {
            return Some(array.into());
        }
        flag.set();
        Some(v8::Boolean::new(scope, true).into())
    }
}

/// The element behind the numbers of a shared array.
struct Flag(*mut u64);

impl Flag {
    fn of(array: v8::Local<v8::ArrayBufferView>) -> Option<Self> {
        let count = size_of::<Stats>() / size_of::<i64>();
        let has_room = array.byte_length() >= (count + 1) * size_of::<u64>();
        has_room.then(|| Self(array.data().cast::<u64>().wrapping_add(count)))
    }

    fn get(&self) -> bool {
        // SAFETY: the element lies inside the array, which nobody else uses meanwhile.
        unsafe { self.0.read_unaligned() != 0 }
    }

    fn set(&self) {
        // SAFETY: as above.
        unsafe { self.0.write_unaligned(1) };
    }
}

impl Desk {
    fn settle(&self, scope: &mut v8::PinScope, asked: Asked, result: Result<Stats, SysError>) {
        let written = result.map(|stats| Written {
            desk: self,
            stats,
            numbers: asked.numbers,
            for_promise: matches!(asked.reply, Reply::Promise(_)),
        });
        asked.reply.settle(scope, written);
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
    let mark = Mark::of(path.bytes(), link);
    if lately::has(mark) {
        return Some(match link {
            true => lstat_path(path),
            false => stat_path(path),
        });
    }
    let syscall = if link { "lstat" } else { "stat" };
    let nofollow = if link { libc::O_NOFOLLOW } else { 0 };
    let fd = match sys::open_cached(path, libc::O_PATH | nofollow)? {
        Ok(fd) => fd,
        Err(errno) => return Some(Err(SysError::new(errno, syscall).with_path(path.path()))),
    };
    // What a server of files knows is another matter than what is known of it here.
    let flags = libc::AT_EMPTY_PATH | libc::AT_STATX_DONT_SYNC;
    let stats = statx(fd.as_raw_fd(), EMPTY, flags, syscall).ok()?;
    if !sys::is_local(fd.as_raw_fd(), stats[0]) {
        return None;
    }
    lately::add(mark);
    Some(Ok(stats))
}

fn desk(
    scope: &mut v8::PinScope,
    doubles: v8::Local<v8::ArrayBufferView>,
    bigs: v8::Local<v8::ArrayBufferView>,
) -> Rc<Desk> {
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
        doubles: v8::Global::new(scope, doubles),
        bigs: v8::Global::new(scope, bigs),
    });
    DESK.with(|cell| *cell.borrow_mut() = Rc::downgrade(&desk));
    desk
}

/// `fs.stat`, or with `link` `fs.lstat`: the callback gets an array of numbers, which it reads at once. A promise is
/// resolved with `true`, when the numbers are in one of the two arrays that the op was given, or with an array.
#[op2(reentrant)]
pub fn op_fs_stat<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    #[scoped] path: PathArg,
    #[scoped] numbers: Numbers,
    callback: v8::Local<'s, v8::Value>,
    link: bool,
    doubles: v8::Local<'s, v8::ArrayBufferView>,
    bigs: v8::Local<'s, v8::ArrayBufferView>,
) -> v8::Local<'s, v8::Value> {
    let (reply, returned) = Reply::new(scope, callback);
    let asked = Asked { reply, numbers };
    let desk = desk(scope, doubles, bigs);
    match inline::try_now(|| stat_cached(&path, link)) {
        Some(result) => {
            inline::count(LOOK);
            with_loop(|event_loop| {
                event_loop.complete(move |scope| desk.settle(scope, asked, result));
            });
        }
        None => desk.ask(path, link, asked),
    }
    returned
}
