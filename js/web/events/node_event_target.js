// NodeEventTarget: an EventTarget with a part of the methods of EventEmitter.
// https://nodejs.org/api/events.html#class-nodeeventtarget
'use strict';

const { codes: { ERR_INVALID_THIS } } = require('internal/errors');
const { validateString } = require('internal/validators');
const { kMaxEventTargetListeners } = require('internal/events/inquiry');
const { EventTarget, initEventTarget, kEvents, kHybridDispatch, kIsNodeStyleListener } =
  require('web/events/event_target');
const { makeEnumerable } = require('web/events/event');

const kIsNodeEventTarget = Symbol('kIsNodeEventTarget');

function assertTarget(value) {
  if (!value?.constructor?.[kIsNodeEventTarget]) throw new ERR_INVALID_THIS('NodeEventTarget');
}

class NodeEventTarget extends EventTarget {
  static [kIsNodeEventTarget] = true;
  static defaultMaxListeners = 10;

  setMaxListeners(n) {
    assertTarget(this);
    require('events').setMaxListeners(n, this);
  }

  getMaxListeners() {
    assertTarget(this);
    return this[kMaxEventTargetListeners];
  }

  eventNames() {
    assertTarget(this);
    return this[kEvents] === undefined ? [] : Array.from(this[kEvents].keys());
  }

  listenerCount(type) {
    assertTarget(this);
    return this[kEvents]?.get(String(type))?.size ?? 0;
  }

  off(type, listener, options) {
    assertTarget(this);
    this.removeEventListener(type, listener, options);
    return this;
  }

  removeListener(type, listener, options) {
    assertTarget(this);
    this.removeEventListener(type, listener, options);
    return this;
  }

  on(type, listener) {
    assertTarget(this);
    this.addEventListener(type, listener, { __proto__: null, [kIsNodeStyleListener]: true });
    return this;
  }

  addListener(type, listener) {
    assertTarget(this);
    this.addEventListener(type, listener, { __proto__: null, [kIsNodeStyleListener]: true });
    return this;
  }

  emit(type, arg) {
    assertTarget(this);
    validateString(type, 'type');
    const hadListeners = this.listenerCount(type) > 0;
    this[kHybridDispatch](arg, type);
    return hadListeners;
  }

  once(type, listener) {
    assertTarget(this);
    this.addEventListener(type, listener, { __proto__: null, once: true, [kIsNodeStyleListener]: true });
    return this;
  }

  removeAllListeners(type) {
    assertTarget(this);
    if (type === undefined) this[kEvents]?.clear();
    else this[kEvents]?.delete(String(type));
    return this;
  }
}

makeEnumerable(NodeEventTarget.prototype,
               ['setMaxListeners', 'getMaxListeners', 'eventNames', 'listenerCount', 'off', 'removeListener', 'on',
                'addListener', 'once', 'emit', 'removeAllListeners']);

module.exports = { NodeEventTarget, initNodeEventTarget: initEventTarget };
