//! `fs.stat` and `fs.lstat` with a callback or a promise.

use std::cell::RefCell;
use std::os::fd::AsRawFd;
use std::rc::{Rc, Weak};
use std::thread::LocalKey;

use deno_core::{op2, v8};
use ops_core::SysError;

use crate::args::{Numbers, PathArg};
use crate::crowd::{self, Crowd, Request};
use crate::door::{IntoJs, Reply};
use crate::lately::{self, Mark};
use crate::stat::{EMPTY, Stats, lstat_path, stat_path, statx};
use crate::sys;
use crate::value::Row;

struct Question {
    path: PathArg,
    link: bool,
}

/// Who waits for an answer.
struct Asker {
    reply: Reply,
    numbers: Numbers,
    arrays: Rc<Arrays>,
}

/// The arrays into which answers are written, of numbers and of bigints. An element behind the numbers is not zero until
/// who waits for a promise has read them. Who waits owns them, so that they end with the isolate.
struct Arrays {
    doubles: v8::Global<v8::ArrayBufferView>,
    bigs: v8::Global<v8::ArrayBufferView>,
}

thread_local! {
    static CROWD: RefCell<Weak<Crowd<Question>>> = const { RefCell::new(Weak::new()) };
    static ARRAYS: RefCell<Weak<Arrays>> = const { RefCell::new(Weak::new()) };
}

impl Request for Question {
    type Answer = Result<Stats, SysError>;
    type Asker = Asker;
    const LOOK: i64 = 28 << 10;

    fn now(self) -> Result<Self::Answer, Self> {
        stat_cached(&self.path, self.link).ok_or(self)
    }

    fn wait(self) -> Self::Answer {
        stat_now(&self.path, self.link)
    }

    fn settle(scope: &mut v8::PinScope, asker: Asker, answer: Self::Answer) {
        let written = answer.map(|stats| Written {
            arrays: &asker.arrays,
            stats,
            numbers: asker.numbers,
            for_promise: matches!(asker.reply, Reply::Promise(_)),
        });
        asker.reply.settle(scope, written);
    }

    fn crowd() -> &'static LocalKey<RefCell<Weak<Crowd<Self>>>> {
        &CROWD
    }
}

/// The numbers, in the array that all answers share. A callback reads them at once; a promise is resolved with `true`, and
/// who waits for it reads them when it is drained, right after that. When something has kept that from happening, the next
/// answers come in arrays of their own.
struct Written<'a> {
    arrays: &'a Arrays,
    stats: Stats,
    numbers: Numbers,
    for_promise: bool,
}

impl IntoJs for Written<'_> {
    fn into_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        let array = match self.numbers {
            Numbers::Double => &self.arrays.doubles,
            Numbers::Big => &self.arrays.bigs,
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

fn stat_now(path: &PathArg, link: bool) -> Result<Stats, SysError> {
    match link {
        true => lstat_path(path),
        false => stat_path(path),
    }
}

/// The numbers of a path that is in the kernel's caches. `None`: there may be something to wait for.
fn stat_cached(path: &PathArg, link: bool) -> Option<Result<Stats, SysError>> {
    let mark = Mark::of(path.bytes(), link);
    if lately::has(mark) {
        return Some(stat_now(path, link));
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
    if !sys::is_local(fd.as_raw_fd(), stats[0] as u64) {
        return None;
    }
    lately::add(mark);
    Some(Ok(stats))
}

fn arrays(
    scope: &mut v8::PinScope,
    doubles: v8::Local<v8::ArrayBufferView>,
    bigs: v8::Local<v8::ArrayBufferView>,
) -> Rc<Arrays> {
    if let Some(arrays) = ARRAYS.with(|arrays| arrays.borrow().upgrade()) {
        return arrays;
    }
    let arrays = Rc::new(Arrays {
        doubles: v8::Global::new(scope, doubles),
        bigs: v8::Global::new(scope, bigs),
    });
    ARRAYS.with(|cell| *cell.borrow_mut() = Rc::downgrade(&arrays));
    arrays
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
    let asker = Asker {
        reply,
        numbers,
        arrays: arrays(scope, doubles, bigs),
    };
    crowd::ask(Question { path, link }, asker);
    returned
}
