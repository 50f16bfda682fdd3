// EventEmitter, EventTarget, AbortSignal, their options and the functions of node:events.
// Env: TZ=UTC
'use strict';

const events = require('events');
const { AsyncLocalStorage, AsyncResource } = require('async_hooks');
const { channel, tracingChannel } = require('diagnostics_channel');
const { fuzz } = require('./run.js');
const { numbers, primitive, string } = require('./primitives.js');
const { value } = require('./values.js');

const { EventEmitter } = events;
const names = ['a', 'b', 'error', 'newListener', 'removeListener', 'abort', '__proto__', '', Symbol.for('registered'), EventEmitter.errorMonitor, 'toString'];
const methods = ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener', 'off', 'removeListener', 'removeAllListeners', 'emit', 'emit', 'emit', 'listeners', 'rawListeners', 'listenerCount', 'eventNames', 'setMaxListeners', 'getMaxListeners'];

const odd = (random, make, percent = 12) => (random.chance(percent) ? value(random, 2) : make());

function attempt(log, name, act) {
  try {
    const answer = act();
    log.push([name, typeof answer === 'object' || typeof answer === 'function' ? typeof answer : answer]);
  } catch (error) {
    log.push([name, `${error?.name} ${error?.code} ${error?.message}`]);
  }
}

function emitter(random) {
  const options = random.chance(30) ? odd(random, () => ({ captureRejections: random.pick([true, false, undefined, 1]) })) : undefined;
  const log = [];
  const listeners = [0, 1, 2, 3].map((n) => function listener(...args) {
    log.push([n, args.length]);
    if (n === 2) this.removeAllListeners(args[0]);
    if (n === 3) throw new Error('listener');
    return n === 1 ? { then(resolve, reject) { reject(new Error('later')); } } : n;
  });
  const calls = random.several(9, () => [random.pick(methods), odd(random, () => random.pick(names), 6), odd(random, () => random.pick([...listeners, 1, 5]), 15), ...random.several(3, () => value(random, 1))]);
  const subject = random.chance(10) ? value(random, 1) : undefined;
  return async () => {
    const made = subject ?? new EventEmitter(options);
    for (const [method, ...args] of calls) {
      attempt(log, method, () => {
        const answer = EventEmitter.prototype[method].apply(made, args);
        return Array.isArray(answer) ? answer.length : answer === made ? 'itself' : answer;
      });
    }
    await null;
    return log;
  };
}

function target(random) {
  const log = [];
  const handlers = [
    function handler(event) { log.push([event.type, event.eventPhase, event.defaultPrevented, event.cancelable, typeof event.detail]); },
    { handleEvent(event) { log.push(['object', event.type]); event.preventDefault(); } },
    { get handleEvent() { throw new Error('no handler'); } },
    (event) => event.stopImmediatePropagation(), null, undefined, 1,
  ];
  const name = () => odd(random, () => random.pick(['a', 'b', 'abort', '']));
  const flags = () => odd(random, () => ({ once: random.chance(50), capture: random.chance(30), passive: random.chance(30), signal: random.pick([undefined, AbortSignal.abort(), new AbortController().signal]) }), 20);
  const calls = random.several(8, () => {
    const handler = odd(random, () => random.pick(handlers), 5);
    const type = name();
    return random.pick([
      (it, options = flags()) => it.addEventListener(type, handler, options), (it, options = flags()) => it.removeEventListener(type, handler, options),
      (it, init = odd(random, () => ({ cancelable: random.chance(50), bubbles: random.chance(50), detail: value(random, 1) }), 20)) => it.dispatchEvent(new (random.pick([Event, CustomEvent]))(type, init)),
      (it, event = value(random, 1)) => it.dispatchEvent(event),
      (it) => events.getEventListeners(it, type).length, (it, n = random.pick(numbers)) => events.setMaxListeners(n, it), (it) => events.getMaxListeners(it), (it) => events.listenerCount(it, type),
    ]);
  });
  return () => {
    const made = new EventTarget();
    calls.forEach((call, i) => attempt(log, i, () => call(made)));
    return log;
  };
}

// What is waited for comes at once, or an end does.
function waiting(random) {
  const type = odd(random, () => random.pick(['a', 'error', 'b']));
  const options = odd(random, () => random.pick([undefined, {}, { signal: undefined }, { signal: AbortSignal.abort(value(random, 1)) }, { close: ['end'] }, { close: 1 }, { highWaterMark: random.pick(numbers), lowWaterMark: random.pick(numbers) }]), 20);
  const given = value(random, 2);
  const subject = random.chance(85) ? random.pick([() => new EventEmitter(), () => new EventTarget()])() : value(random, 1);
  const happen = () => {
    for (const it of [type, 'a', 'end', 'error']) {
      try { subject.emit(it, given); } catch { /* Nobody listens for the error. */ }
      try { subject.dispatchEvent(new Event(it)); } catch { /* It is no EventTarget. */ }
    }
  };
  if (random.chance(50)) {
    return async () => {
      const promise = events.once(subject, type, options);
      happen();
      return Promise.race([promise, new Promise((resolve) => { setImmediate(resolve, 'nothing came'); })]);
    };
  }
  return async () => {
    const iterator = events.on(subject, type, options);
    happen();
    const limit = new Promise((resolve) => { setImmediate(resolve, 'nothing came'); });
    const first = await Promise.race([iterator.next(), limit]);
    const last = await Promise.race([iterator.return(), limit]);
    return [first, last, iterator.throw === undefined];
  };
}

const reasonOf = ({ reason }) => (reason instanceof DOMException ? `${reason}` : reason);

function signals(random) {
  const list = odd(random, () => random.several(4, () => odd(random, () => random.pick([() => AbortSignal.abort(), () => new AbortController().signal, () => AbortSignal.abort(value(random, 1))])())));
  const delay = odd(random, () => random.pick([...numbers.filter((n) => !(n > 2000 && n < 2 ** 32)), '1']));
  return random.pick([
    () => { const it = AbortSignal.any(list); return [it.aborted, reasonOf(it)]; }, () => reasonOf(AbortSignal.abort(value(random, 2))),
    () => { AbortSignal.timeout(delay); return 'made'; }, () => new AbortSignal(), () => AbortSignal.abort(value(random, 1)).throwIfAborted(),
    () => { const controller = new AbortController(); controller.signal.onabort = value(random, 1); controller.abort(primitive(random)); return controller.signal; },
    () => events.addAbortListener(value(random, 1), value(random, 1)), () => events.getEventListeners(value(random, 1), string(random)), () => new Event(...random.several(3, () => value(random, 1))).type, () => new EventEmitter.EventEmitterAsyncResource(value(random, 2)).asyncId > 0,
    () => { EventEmitter.defaultMaxListeners = random.pick([...numbers, '1']); const seen = EventEmitter.defaultMaxListeners; EventEmitter.defaultMaxListeners = 10; return seen; },
  ]);
}

let count = 0;
const onFresh = (act) => act(channel(`fuzz${count++}`));

function contexts(random) {
  const it = value(random, 1);
  const other = value(random, 1);
  const bad = () => { throw new Error('inner'); };
  const store = new AsyncLocalStorage(random.chance(50) ? odd(random, () => ({ defaultValue: 1, name: string(random) })) : undefined);
  return random.pick([
    () => store.run(it, random.pick([() => store.getStore(), bad, other]), it), () => store.exit(random.pick([() => store.getStore(), bad, other])), () => store.enterWith(it), () => AsyncLocalStorage.bind(other), () => AsyncLocalStorage.snapshot()(other),
    () => new AsyncResource(it, other).asyncId() > 0, () => new AsyncResource('a').runInAsyncScope(random.pick([() => 1, bad, it]), other), () => AsyncResource.bind(it, other), () => channel(it).hasSubscribers, () => onFresh((made) => made.subscribe(it)), () => onFresh((made) => made.bindStore(it, other)), () => onFresh((made) => [made.bindStore(store, other), made.runStores(it, random.pick([() => store.getStore(), bad]))]),
    () => tracingChannel(it), () => tracingChannel(`t${count++}`).traceSync(it, other), () => tracingChannel(`t${count++}`).traceCallback(it, random.pick(numbers), other), () => tracingChannel(`t${count++}`).subscribe(it),
  ]);
}

process.on('warning', () => {});
fuzz((random) => {
  switch (random.below(10)) {
    case 0: case 1: case 2: return emitter(random);
    case 3: case 4: return target(random);
    case 5: case 6: return waiting(random);
    case 7: return signals(random);
    default: return contexts(random);
  }
}, 3000, { awaits: true, strays: true });
