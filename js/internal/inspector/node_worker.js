// The domain NodeWorker: sessions with the inspectors of the process's worker threads.
// https://nodejs.org/docs/latest-v26.x/api/inspector.html
'use strict';

const { createDomain } = require('internal/inspector/domain');

// The agents that have the domain on.
const agents = new Set();

// The threads that run: { thread, name, url }.
function listThreads() {
  return JSON.parse(ops.op_v8_inspector('threads', '', 0, ''));
}

class Workers {
  #notify;
  // Thread -> { sessionId, native }, and the same by session.
  #byThread = new Map();
  #bySession = new Map();
  #lastSession = 0;
  holds = false;

  constructor(notify) {
    this.#notify = notify;
  }

  // Attaches to those that have come, and lets go of those that have ended.
  update() {
    const threads = listThreads();
    const alive = new Set(threads.map(({ thread }) => thread));
    for (const thread of [...this.#byThread.keys()]) {
      if (!alive.has(thread)) this.#forget(this.#byThread.get(thread));
    }
    for (const about of threads) {
      if (!this.#byThread.has(about.thread)) this.#attach(about);
    }
  }

  #attach({ thread, name, url }) {
    const sessionId = String(++this.#lastSession);
    const native = new ops.V8Session(thread);
    native.listen((message) => this.#notify('NodeWorker.receivedMessageFromWorker', { sessionId, message }));
    const entry = { thread, sessionId, native };
    this.#byThread.set(thread, entry);
    this.#bySession.set(sessionId, entry);
    this.#notify('NodeWorker.attachedToWorker', {
      sessionId,
      workerInfo: { workerId: String(thread), type: 'worker', title: name, url },
      waitingForDebugger: this.holds,
    });
  }

  #forget({ thread, sessionId, native }) {
    this.#byThread.delete(thread);
    this.#bySession.delete(sessionId);
    native.close();
    this.#notify('NodeWorker.detachedFromWorker', { sessionId });
  }

  send(sessionId, message) {
    const entry = this.#bySession.get(sessionId);
    entry?.native.post(message);
    return entry !== undefined;
  }

  // The thread stays in the list of those that are known.
  detach(sessionId) {
    const entry = this.#bySession.get(sessionId);
    if (entry === undefined) return;
    this.#bySession.delete(sessionId);
    entry.native.close();
    this.#notify('NodeWorker.detachedFromWorker', { sessionId });
  }

  close() {
    for (const { native } of this.#byThread.values()) native.close();
    this.#byThread.clear();
    this.#bySession.clear();
  }
}

function hold(workers, holds) {
  if (workers.holds === holds) return;
  workers.holds = holds;
  ops.op_v8_inspector('hold', '', holds ? 1 : 0, '');
}

function create(notify) {
  const workers = new Workers(notify);
  const domain = createDomain({
    sendMessageToWorker({ sessionId, message }) {
      workers.send(sessionId, message);
    },
    detach({ sessionId }) {
      workers.detach(sessionId);
    },
  });
  const { isEnabled } = Object.getPrototypeOf(domain);
  const { enable, disable } = domain;
  domain.enable = ({ waitForDebuggerOnStart = false } = {}) => {
    hold(workers, !!waitForDebuggerOnStart);
    if (isEnabled()) return;
    enable();
    // The main thread knows them all.
    if (!require('internal/worker/current').isMainThread) return;
    ops.op_v8_inspector('thread', '', 0, '');
    agents.add(workers);
    workers.update();
  };
  domain.disable = () => {
    hold(workers, false);
    disable();
    agents.delete(workers);
    workers.close();
  };
  return domain;
}

// Threads have come or gone.
function update() {
  for (const workers of agents) workers.update();
}

module.exports = {
  create,
  // Those that are told by `update()`.
  follow: (agent) => agents.add(agent),
  listThreads,
  unfollow: (agent) => agents.delete(agent),
  update,
};
