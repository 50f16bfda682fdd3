// v8.promiseHooks: any number of observers over the one set of promise hooks that V8 has.
// https://nodejs.org/api/v8.html#promise-hooks
'use strict';

const { validatePlainFunction } = require('internal/validators');

const kinds = ['init', 'before', 'after', 'settled'];
const observers = { init: [], before: [], after: [], settled: [] };

// One observer is called directly; of several, all are called although one throws.
function combine(list) {
  if (list.length === 0) return undefined;
  if (list.length === 1) return list[0];
  return (promise, parent) => {
    for (let i = 0; i < list.length; i++) {
      try {
        list[i](promise, parent);
      } catch (err) {
        require('internal/process/fatal').triggerUncaughtException(err, false);
      }
    }
  };
}

// V8 has them by context: node:vm is told of a change.
let others;

function current() {
  return kinds.map((kind) => combine(observers[kind]));
}

function install() {
  const hooks = current();
  ops.op_set_promise_hooks(...hooks);
  others?.(hooks);
}

// From now on `callback([init, before, after, settled])` hears of every change; it gets the hooks as they are.
function follow(callback) {
  others = callback;
  return current();
}

// The lists are replaced and not changed: a hook may be stopped while the lists are being walked.
function add(kind, callback) {
  observers[kind] = [...observers[kind], callback];
  let stopped = false;
  return () => {
    if (stopped) return;
    stopped = true;
    const list = observers[kind].slice();
    list.splice(list.indexOf(callback), 1);
    observers[kind] = list;
    install();
  };
}

function makeUseHook(kind) {
  return (callback) => {
    validatePlainFunction(callback, `${kind}Hook`);
    const stop = add(kind, callback);
    install();
    return stop;
  };
}

const onInit = makeUseHook('init');
const onBefore = makeUseHook('before');
const onAfter = makeUseHook('after');
const onSettled = makeUseHook('settled');

function createHook({ init, before, after, settled } = {}) {
  const given = { init, before, after, settled };
  const stops = [];
  for (const kind of kinds) {
    if (given[kind] === undefined) continue;
    validatePlainFunction(given[kind], `${kind}Hook`);
  }
  for (const kind of kinds) {
    if (given[kind] !== undefined) stops.push(add(kind, given[kind]));
  }
  install();
  return () => {
    for (const stop of stops) stop();
  };
}

module.exports = { createHook, follow, onInit, onBefore, onAfter, onSettled };
