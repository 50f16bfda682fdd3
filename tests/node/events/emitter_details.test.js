// EventEmitter: orders, symbols, errors that are no errors, prepend, rawListeners, wrappers, async resources, inspect.
'use strict';

const { EventEmitter, EventEmitterAsyncResource, captureRejectionSymbol, errorMonitor, getEventListeners, getMaxListeners, listenerCount, on, once, setMaxListeners } = require('events');
const { inspect } = require('util');

const show = (act) => { try { console.log(act()); } catch (error) { console.log(`${error.name} ${error.code}: ${error.message}`); } };
const e = new EventEmitter();
const log = (name) => function(...args) { console.log(name, this === e, ...args); };

e.on('newListener', (name, listener) => console.log('new', name, listener.name));
e.on('removeListener', (name, listener) => console.log('removed', name, listener.name));
function first() { console.log('first'); e.removeListener('x', second); }
function second() { console.log('second'); }
e.on('x', first);
e.on('x', second);
e.prependListener('x', log('zero'));
e.prependOnceListener('x', log('once'));
console.log(e.emit('x', 1, 2), e.emit('x'), e.emit('nobody'));
console.log(e.eventNames(), e.listenerCount('x'), e.listenerCount('x', first), e.rawListeners('x').length);
e.once(Symbol.for('s'), log('symbol'));
console.log(e.rawListeners(Symbol.for('s'))[0].listener.name === e.listeners(Symbol.for('s'))[0].name);
e.emit(Symbol.for('s'), 'a');
show(() => e.emit('error', 'text'));
show(() => e.emit('error'));
show(() => e.emit('error', { a: [1] }));
show(() => e.emit('error', new TypeError('own')));
e.on(errorMonitor, (error) => console.log('monitor', error.message));
show(() => e.emit('error', new Error('seen')));
e.on('error', (error) => console.log('handled', error.message));
show(() => e.emit('error', new Error('again')));
show(() => e.on('x', 'no'));
show(() => e.setMaxListeners(-1));
show(() => setMaxListeners(5, e, new EventTarget()));
console.log(getMaxListeners(e), getEventListeners(e, 'x').map((f) => f.name), listenerCount(e, 'x'));
e.removeAllListeners('x');
console.log(inspect(e.eventNames()), e.off === e.removeListener, e.addListener === e.on);
e.removeAllListeners();
console.log(e.eventNames());

const captured = new EventEmitter({ captureRejections: true });
captured.on('work', async (value) => { throw new Error(`rejected ${value}`); });
captured.on('error', (error) => console.log('captured', error.message));
captured.emit('work', 1);
const own = new (class extends EventEmitter { [captureRejectionSymbol](error, name, ...args) { console.log('own', error.message, name, args); } })({ captureRejections: true });
own.on('w', () => Promise.reject(new Error('r')));
own.emit('w', 1, 2);

async function main() {
  const source = new EventEmitter();
  setImmediate(() => { source.emit('a', 1); source.emit('a', 2, 3); source.emit('end'); });
  for await (const value of on(source, 'a', { close: ['end'] })) console.log('iterated', value);
  console.log(source.listenerCount('a'), source.listenerCount('end'));
  setImmediate(() => source.emit('error', new Error('iteration')));
  try { for await (const value of on(source, 'a')) console.log(value); } catch (error) { console.log(error.message); }
  const controller = new AbortController();
  setImmediate(() => controller.abort('why'));
  await once(source, 'never', { signal: controller.signal }).catch((error) => console.log(error.name, error.code, error.cause));
  setImmediate(() => source.emit('error', 5));
  console.log(await once(source, 'error'));
  const target = new EventTarget();
  setImmediate(() => target.dispatchEvent(new Event('ping')));
  console.log((await once(target, 'ping'))[0].type);
  const resource = new EventEmitterAsyncResource({ name: 'Mine' });
  console.log(typeof resource.asyncId, typeof resource.triggerAsyncId, resource.asyncResource.constructor.name, resource instanceof EventEmitter);
  resource.emitDestroy();
  console.log(inspect(new EventEmitter()).split('\n')[0], EventEmitter.defaultMaxListeners, EventEmitter.usingDomains);
}

main();
