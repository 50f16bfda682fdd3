//! The queue between two ports, or among all of a broadcast name. Nothing here touches an isolate.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use ops_core::Remote;

use crate::message::Message;

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The ports of one thread that wait to be woken, by number. They are served in the order in which they came into being,
/// as libuv serves its `uv_async_t`s, and not in the order of the messages.
#[derive(Default)]
pub(crate) struct Waiting(Mutex<BTreeSet<u64>>);

impl Waiting {
    /// Adds a port. Whether it is the first, so that the thread is to be woken.
    fn add(&self, id: u64) -> bool {
        let mut waiting = lock(&self.0);
        waiting.insert(id);
        waiting.len() == 1
    }

    /// Takes the first port after `last` and before `end`.
    pub(crate) fn next(&self, last: u64, end: u64) -> Option<u64> {
        let mut waiting = lock(&self.0);
        let id = waiting.range(last + 1..end).next().copied()?;
        waiting.remove(&id);
        Some(id)
    }

    /// Whether ports wait that [`Waiting::next`] has passed.
    pub(crate) fn is_empty(&self) -> bool {
        lock(&self.0).is_empty()
    }
}

/// The thread that a port lives on now.
struct Owner {
    remote: Remote,
    waiting: Arc<Waiting>,
    id: u64,
}

#[derive(Default)]
struct Inbox {
    queue: VecDeque<Message>,
    owner: Option<Owner>,
    /// A wake-up is on its way, so nobody needs to send another.
    scheduled: bool,
}

impl Inbox {
    fn wake(&mut self) {
        if self.scheduled {
            return;
        }
        if let Some(owner) = &self.owner {
            self.scheduled = true;
            if owner.waiting.add(owner.id) {
                owner.remote.post(crate::port::deliver_waiting);
            }
        }
    }
}

#[derive(Default)]
struct Side {
    inbox: Mutex<Inbox>,
}

impl Side {
    fn push(&self, message: Message) {
        let mut inbox = lock(&self.inbox);
        inbox.queue.push_back(message);
        inbox.wake();
    }
}

/// Those who hear each other: two, or any number of one name.
struct Group {
    name: Option<String>,
    members: Mutex<Vec<Arc<Side>>>,
}

/// What became of a posted message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Posted {
    /// It was queued, or nobody was there to hear it.
    Done,
    /// It carried the very port that it was sent to: both are lost.
    ToItself,
    /// It goes to more than one receiver and owns something that there is only once.
    NotForMany,
}

/// One end of a channel: a port without an isolate. Dropping it closes the other end.
pub struct PortEnd {
    side: Arc<Side>,
    group: Arc<Group>,
}

/// Two ends that hear each other.
pub fn channel() -> (PortEnd, PortEnd) {
    let (first, second) = (Arc::new(Side::default()), Arc::new(Side::default()));
    let group = Arc::new(Group {
        name: None,
        members: Mutex::new(vec![first.clone(), second.clone()]),
    });
    (
        PortEnd {
            side: first,
            group: group.clone(),
        },
        PortEnd {
            side: second,
            group,
        },
    )
}

static NAMES: OnceLock<Mutex<HashMap<String, Weak<Group>>>> = OnceLock::new();

/// An end that hears all others of the same name in this process.
pub(crate) fn broadcast(name: &str) -> PortEnd {
    let mut names = lock(NAMES.get_or_init(Mutex::default));
    let group = match names.get(name).and_then(Weak::upgrade) {
        Some(group) => group,
        None => {
            names.retain(|_, group| group.strong_count() > 0);
            let group = Arc::new(Group {
                name: Some(name.to_owned()),
                members: Mutex::default(),
            });
            names.insert(name.to_owned(), Arc::downgrade(&group));
            group
        }
    };
    let side = Arc::new(Side::default());
    lock(&group.members).push(side.clone());
    PortEnd { side, group }
}

impl PortEnd {
    /// Queues `message` at the other end or ends.
    pub(crate) fn post(&self, message: Message) -> Posted {
        let members = lock(&self.group.members);
        let mut others = members.iter().filter(|side| !Arc::ptr_eq(side, &self.side));
        let Some(first) = others.next() else {
            return Posted::Done;
        };
        if message.ports().any(|end| Arc::ptr_eq(&end.side, first)) {
            drop(members);
            // Dropping the message drops the end that this one speaks to.
            drop(message);
            return Posted::ToItself;
        }
        let rest: Vec<_> = others.collect();
        for side in rest {
            match message.try_clone() {
                Some(copy) => side.push(copy),
                None => return Posted::NotForMany,
            }
        }
        first.push(message);
        Posted::Done
    }

    /// Binds the end to the loop of this thread; a message that already waits wakes it.
    pub(crate) fn bind(&self, remote: Remote, waiting: Arc<Waiting>, id: u64) {
        let mut inbox = lock(&self.side.inbox);
        inbox.owner = Some(Owner {
            remote,
            waiting,
            id,
        });
        inbox.scheduled = false;
        if !inbox.queue.is_empty() {
            inbox.wake();
        }
    }

    /// Wakes the owner when messages wait.
    pub(crate) fn wake(&self) {
        let mut inbox = lock(&self.side.inbox);
        if !inbox.queue.is_empty() {
            inbox.wake();
        }
    }

    /// The owner answers a wake-up: the next message needs another. How many messages wait.
    pub(crate) fn awake(&self) -> usize {
        let mut inbox = lock(&self.side.inbox);
        inbox.scheduled = false;
        inbox.queue.len()
    }

    /// The next message; only the news of the other end's end when `all` is false.
    pub(crate) fn take(&self, all: bool) -> Option<Message> {
        let mut inbox = lock(&self.side.inbox);
        if all || matches!(inbox.queue.front(), Some(Message::Close)) {
            inbox.queue.pop_front()
        } else {
            None
        }
    }

    /// The end leaves its thread and keeps its messages.
    pub(crate) fn unbind(&self) {
        let mut inbox = lock(&self.side.inbox);
        inbox.owner = None;
        inbox.scheduled = false;
    }
}

impl Drop for PortEnd {
    fn drop(&mut self) {
        let left = {
            let mut members = lock(&self.group.members);
            members.retain(|side| !Arc::ptr_eq(side, &self.side));
            if self.group.name.is_none() {
                members.clone()
            } else {
                Vec::new()
            }
        };
        for side in left {
            side.push(Message::Close);
        }
        // What was never received goes outside of the lock: it may hold other ends.
        let unread = {
            let mut inbox = lock(&self.side.inbox);
            inbox.owner = None;
            std::mem::take(&mut inbox.queue)
        };
        drop(unread);
    }
}
