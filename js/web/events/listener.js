// One registered listener of an EventTarget: an entry of a doubly linked list per event type.
// https://dom.spec.whatwg.org/#concept-event-listener
'use strict';

// Removes the entry of a weak listener that was collected.
let collected;
// Keeps a weak listener alive exactly as long as the object it belongs to.
let retainedBy;

function weakTables(removeCollected) {
  collected ??= new FinalizationRegistry(removeCollected);
  retainedBy ??= new WeakMap();
}

class Listener {
  constructor(previous, listener, options) {
    this.next = undefined;
    this.previous = previous;
    previous.next = this;
    this.listener = listener;
    this.once = options.once === true;
    this.capture = options.capture === true;
    this.passive = options.passive === true;
    this.isNodeStyleListener = options.isNodeStyleListener === true;
    this.resistStopPropagation = options.resistStopPropagation === true;
    this.removed = false;
    this.weak = false;
    this.callback = undefined;
    this.owner = undefined;

    if (typeof listener === 'function') {
      this.callback = listener;
    } else {
      // handleEvent is looked up at each call, and what it throws goes the way of a rejected promise.
      this.callback = async (...args) => {
        if (listener.handleEvent) await listener.handleEvent(...args);
      };
    }
  }

  // Turns the entry into one that does not keep its listener alive: `owner` does.
  weaken(owner, target, type, removeCollected) {
    weakTables(removeCollected);
    const { listener } = this;
    this.weak = true;
    this.callback = this.listener = new WeakRef(listener);
    this.owner = new WeakRef(owner);
    collected.register(listener, { __proto__: null, target: new WeakRef(target), entry: this, type }, this);
    let retained = retainedBy.get(owner);
    if (retained === undefined) retainedBy.set(owner, retained = new Set());
    retained.add(listener);
  }

  same(listener, capture) {
    return this.capture === capture && (this.weak ? this.listener.deref() : this.listener) === listener;
  }

  remove() {
    if (this.previous !== undefined) this.previous.next = this.next;
    if (this.next !== undefined) this.next.previous = this.previous;
    this.removed = true;
    if (!this.weak) return;
    collected.unregister(this);
    const owner = this.owner.deref();
    const retained = owner === undefined ? undefined : retainedBy.get(owner);
    if (retained === undefined) return;
    retained.delete(this.listener.deref());
    if (retained.size === 0) retainedBy.delete(owner);
  }
}

module.exports = { Listener };
