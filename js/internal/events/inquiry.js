// The static functions of node:events that ask an emitter or a target about its listeners.
// https://nodejs.org/api/events.html#eventsgeteventlistenersemitterortarget-eventname
'use strict';

const { codes } = require('internal/errors');

const kMaxEventTargetListeners = Symbol('events.maxEventTargetListeners');
const kMaxEventTargetListenersWarned = Symbol('events.maxEventTargetListenersWarned');

function notATarget(value) {
  return new codes.ERR_INVALID_ARG_TYPE('emitter', ['EventEmitter', 'EventTarget'], value);
}

function getEventListeners(emitterOrTarget, type) {
  if (typeof emitterOrTarget.listeners === 'function') return emitterOrTarget.listeners(type);

  const { isEventTarget, kEvents } = require('internal/event_target');
  if (!isEventTarget(emitterOrTarget)) throw notATarget(emitterOrTarget);
  const found = [];
  for (let entry = emitterOrTarget[kEvents]?.get(type)?.next; entry?.listener !== undefined; entry = entry.next) {
    // A weak listener is kept behind a WeakRef.
    found.push(entry.listener?.deref ? entry.listener.deref() : entry.listener);
  }
  return found;
}

function listenerCount(emitterOrTarget, type) {
  if (typeof emitterOrTarget.listenerCount === 'function') return emitterOrTarget.listenerCount(type);

  const { isEventTarget, kEvents } = require('internal/event_target');
  if (!isEventTarget(emitterOrTarget)) throw notATarget(emitterOrTarget);
  return emitterOrTarget[kEvents]?.get(type)?.size ?? 0;
}

module.exports = {
  getEventListeners,
  kMaxEventTargetListeners,
  kMaxEventTargetListenersWarned,
  listenerCount,
  notATarget,
};
