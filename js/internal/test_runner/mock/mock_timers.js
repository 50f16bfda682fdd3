// Timers, Date and AbortSignal.timeout() that a test moves by hand.
// https://nodejs.org/docs/latest-v26.x/api/test.html#class-mocktimers
'use strict';

const { AbortError, codes: { ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE } } = require('internal/errors');
const { validateAbortSignal, validateNumber, validateStringArray, validateUint32 } = require('internal/validators');
const { mockDate } = require('internal/test_runner/mock/mock_date');

const kLongest = 2 ** 31 - 1;
const kApis = ['setTimeout', 'setInterval', 'setImmediate', 'Date', 'scheduler.wait', 'AbortSignal.timeout'];

class Timeout {
  constructor({ id, callback, runAt, interval, args }) {
    this.id = id;
    this.callback = callback;
    this.runAt = runAt;
    this.interval = interval;
    this.args = args;
    this.priorityQueuePosition = undefined;
  }

  hasRef() {
    return true;
  }

  ref() {
    return this;
  }

  unref() {
    return this;
  }

  refresh() {
    return this;
  }

  close() {
    return this;
  }

  [Symbol.dispose]() {
    if (globalThis.clearTimeout !== undefined) globalThis.clearTimeout(this);
  }
}

class MockTimers {
  #enabled = false;
  #apis = [];
  #now = 0;
  #lastId = 1;
  // Live timers, in the order in which they run.
  #queue = [];
  #undo = [];

  #add(isInterval, callback, delay, ...args) {
    if (delay > kLongest || !(delay >= 1)) delay = 1;
    return this.#insert(callback, this.#now + Number(delay), isInterval ? Number(delay) : undefined, args);
  }

  #insert(callback, runAt, interval, args) {
    const timer = new Timeout({ id: this.#lastId++, callback, runAt, interval, args });
    this.#enqueue(timer);
    return timer;
  }

  #enqueue(timer) {
    let at = this.#queue.length;
    while (at > 0 && this.#queue[at - 1].runAt > timer.runAt) at--;
    this.#queue.splice(at, 0, timer);
  }

  #remove(timer) {
    if (timer === null || timer === undefined) return;
    const index = this.#queue.findIndex((one) => one === timer || one.id === timer);
    if (index !== -1) this.#queue.splice(index, 1);
    if (typeof timer === 'object') timer.interval = undefined;
  }

  // A promise for the timer, which a signal can break off.
  #promised(makeTimer, value, options) {
    return new Promise((resolve, reject) => {
      const { signal } = options ?? {};
      if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
      if (signal?.aborted) {
        reject(new AbortError(undefined, { cause: signal.reason }));
        return;
      }
      let listening;
      const timer = makeTimer(() => {
        listening?.[Symbol.dispose]();
        resolve(value);
      });
      if (signal !== undefined) {
        listening = require('events').addAbortListener(signal, () => {
          this.#remove(timer);
          reject(new AbortError(undefined, { cause: signal.reason }));
        });
      }
    });
  }

  async *#intervals(delay, value, options) {
    const { signal } = options ?? {};
    if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
    if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
    let wake;
    const fired = [];
    const timer = this.#add(true, () => {
      fired.push(value);
      wake?.();
    }, delay);
    const listening = signal === undefined ? undefined : require('events').addAbortListener(signal, () => {
      this.#remove(timer);
      wake?.();
    });
    try {
      while (true) {
        if (fired.length > 0) {
          yield fired.shift();
          continue;
        }
        if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
        await new Promise((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      listening?.[Symbol.dispose]();
      this.#remove(timer);
    }
  }

  #replace(object, name, value) {
    const descriptor = Object.getOwnPropertyDescriptor(object, name);
    Object.defineProperty(object, name, { __proto__: null, ...descriptor, value });
    this.#undo.push(() => Object.defineProperty(object, name, descriptor));
  }

  #mockTimer(name, set, clear) {
    const timers = require('timers');
    const clearName = name.replace('set', 'clear');
    const stop = (timer) => this.#remove(timer);
    for (const object of [globalThis, timers]) {
      this.#replace(object, name, set);
      this.#replace(object, clearName, clear ?? stop);
    }
  }

  #mockTimeout() {
    const promises = require('timers/promises');
    this.#mockTimer('setTimeout', this.#add.bind(this, false));
    this.#replace(promises, 'setTimeout', (delay, value, options) =>
      this.#promised((fire) => this.#add(false, fire, delay), value, options));
  }

  #mockInterval() {
    const promises = require('timers/promises');
    this.#mockTimer('setInterval', this.#add.bind(this, true));
    this.#replace(promises, 'setInterval', (delay, value, options) => this.#intervals(delay, value, options));
  }

  // One runs before any timer that is due.
  #immediate(callback, ...args) {
    return this.#insert(callback, this.#now - 1, undefined, args);
  }

  #mockImmediate() {
    const promises = require('timers/promises');
    this.#mockTimer('setImmediate', this.#immediate.bind(this));
    this.#replace(promises, 'setImmediate', (value, options) =>
      this.#promised((fire) => this.#immediate(fire), value, options));
  }

  #mockWait() {
    const { scheduler } = require('timers/promises');
    const own = Object.getOwnPropertyDescriptor(scheduler, 'wait');
    Object.defineProperty(scheduler, 'wait', {
      __proto__: null,
      configurable: true,
      writable: true,
      enumerable: own?.enumerable ?? false,
      value: (delay, options) => this.#promised((fire) => this.#add(false, fire, delay), undefined, options),
    });
    this.#undo.push(() => {
      if (own === undefined) delete scheduler.wait;
      else Object.defineProperty(scheduler, 'wait', own);
    });
  }

  #mockSignalTimeout() {
    const { AbortController, AbortSignal } = globalThis;
    const add = this.#add.bind(this, false);
    this.#replace(AbortSignal, 'timeout', function timeout(delay) {
      validateUint32(delay, 'delay', false);
      const controller = new AbortController();
      add(() => {
        const { DOMException } = globalThis;
        controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
      }, delay);
      return controller.signal;
    });
  }

  #mockDate() {
    if (globalThis.Date.isMock) throw new ERR_INVALID_STATE('Date is already being mocked!');
    this.#replace(globalThis, 'Date', mockDate(globalThis.Date, () => this.#now));
  }

  #checkTime(time) {
    if (time < 0) throw new ERR_INVALID_ARG_VALUE('time', 'positive integer', time);
  }

  #checkEnabled() {
    if (!this.#enabled) throw new ERR_INVALID_STATE('You should enable MockTimers first by calling the .enable function');
  }

  tick(time = 1) {
    this.#checkEnabled();
    this.#checkTime(time);
    this.#now += time;
    while (this.#queue.length > 0) {
      const timer = this.#queue[0];
      if (!(timer.runAt <= this.#now)) return;
      // An interval stays in its place while its callback runs, so that the callback can end it.
      Reflect.apply(timer.callback, undefined, timer.args);
      const index = this.#queue.indexOf(timer);
      if (index !== -1) this.#queue.splice(index, 1);
      if (timer.interval !== undefined) {
        timer.runAt += timer.interval;
        this.#enqueue(timer);
      }
    }
  }

  enable(options = { __proto__: null, apis: kApis, now: 0 }) {
    const wanted = { __proto__: null, apis: kApis, now: 0, ...options };
    if (this.#enabled) throw new ERR_INVALID_STATE('MockTimers is already enabled!');
    let { apis, now } = wanted;
    if (now instanceof Date) now = now.getTime();
    if (Number.isNaN(now)) throw new ERR_INVALID_ARG_VALUE('now', now, `epoch must be a positive integer received ${now}`);
    validateNumber(now, 'initialTime');
    this.#checkTime(now);
    apis ??= kApis;
    validateStringArray(apis, 'options.apis');
    for (const api of apis) {
      if (!kApis.includes(api)) {
        throw new ERR_INVALID_ARG_VALUE('options.apis', api, `option ${api} is not supported`);
      }
    }
    this.#apis = apis;
    this.#now = now;
    this.#enabled = true;
    const mocks = {
      '__proto__': null,
      'setTimeout': () => this.#mockTimeout(),
      'setInterval': () => this.#mockInterval(),
      'setImmediate': () => this.#mockImmediate(),
      'Date': () => this.#mockDate(),
      'scheduler.wait': () => this.#mockWait(),
      'AbortSignal.timeout': () => this.#mockSignalTimeout(),
    };
    for (const api of this.#apis) mocks[api]();
  }

  setTime(time = 0) {
    validateNumber(time, 'time');
    this.#checkTime(time);
    this.#checkEnabled();
    this.#now = time;
  }

  reset() {
    if (!this.#enabled) return;
    while (this.#undo.length > 0) this.#undo.pop()();
    this.#apis = [];
    this.#enabled = false;
    this.#queue = [];
  }

  runAll() {
    this.#checkEnabled();
    const last = this.#queue.at(-1);
    if (last === undefined) return;
    this.tick(last.runAt - this.#now);
  }

  [Symbol.dispose]() {
    this.reset();
  }
}

module.exports = { MockTimers };
