// The domain Target: worker threads as sessions within the session of a client, as DevTools wants them.
// https://nodejs.org/docs/latest-v26.x/api/cli.html#--experimental-worker-inspection
'use strict';

const { createDomain } = require('internal/inspector/domain');
const { follow, listThreads, unfollow } = require('internal/inspector/node_worker');

class Targets {
  #notify;
  #send;
  #known = new Map();
  #sessions = new Map();
  #attaches = false;
  #waits = false;

  constructor(notify, send) {
    this.#notify = notify;
    this.#send = send;
  }

  update() {
    const threads = listThreads();
    const alive = new Set(threads.map(({ thread }) => thread));
    for (const { 0: thread, 1: target } of this.#known) {
      if (!alive.has(thread)) this.#forget(thread, target);
    }
    for (const { thread, name, url } of threads) {
      if (this.#known.has(thread)) continue;
      const target = {
        thread,
        sessionId: undefined,
        native: undefined,
        info: { targetId: String(thread), type: 'worker', title: name, url, attached: false, canAccessOpener: true },
      };
      this.#known.set(thread, target);
      this.#notify('Target.targetCreated', { targetInfo: target.info });
      if (this.#attaches) this.#attach(target);
    }
  }

  #attach(target) {
    if (target.native !== undefined) return;
    const sessionId = String(this.#sessions.size + 1);
    target.sessionId = sessionId;
    target.native = new ops.V8Session(target.thread);
    target.native.listen((text) => this.#send(`${text.slice(0, -1)},"sessionId":"${sessionId}"}`));
    target.info.attached = true;
    this.#sessions.set(sessionId, target);
    this.#notify('Target.attachedToTarget', {
      sessionId, targetInfo: target.info, waitingForDebugger: this.#waits,
    });
  }

  #forget(thread, { sessionId, native, info }) {
    this.#known.delete(thread);
    native?.close();
    if (sessionId !== undefined) this.#notify('Target.detachedFromTarget', { sessionId });
    this.#notify('Target.targetDestroyed', { targetId: info.targetId });
  }

  setAutoAttach({ autoAttach, waitForDebuggerOnStart }) {
    this.#attaches = !!autoAttach;
    this.#hold(this.#attaches && !!waitForDebuggerOnStart);
    if (!this.#attaches) return;
    for (const target of this.#known.values()) this.#attach(target);
  }

  // Whether new threads wait for this client.
  #hold(waits) {
    if (this.#waits === waits) return;
    this.#waits = waits;
    ops.op_v8_inspector('hold', '', waits ? 1 : 0, '');
  }

  forward({ sessionId, ...message }) {
    this.#sessions.get(sessionId)?.native.post(JSON.stringify(message));
  }

  close() {
    unfollow(this);
    this.#hold(false);
    for (const { native } of this.#known.values()) native?.close();
    this.#known.clear();
  }
}

function create(notify, send) {
  const targets = new Targets(notify, send);
  follow(targets);
  const domain = createDomain({
    setAutoAttach: (params) => targets.setAutoAttach(params),
    getTargets: () => ({ targetInfos: [] }),
    disable: () => targets.close(),
  });
  Object.getPrototypeOf(domain).forward = (message) => targets.forward(message);
  targets.update();
  return domain;
}

module.exports = { create };
