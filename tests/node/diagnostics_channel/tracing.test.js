// diagnostics_channel: tracing of sync, promise and callback functions, stores bound to channels, weak channels, errors of subscribers.
'use strict';

const dc = require('diagnostics_channel');
const { AsyncLocalStorage } = require('async_hooks');

const log = (name) => (message) => console.log(name, JSON.stringify({ ...message, error: message.error?.message }));
const tracing = dc.tracingChannel('work');
console.log(tracing.hasSubscribers, [tracing.start, tracing.end, tracing.asyncStart, tracing.asyncEnd, tracing.error].map((c) => c.name));
console.log(tracing.traceSync((a) => a * 2, {}, null, 21));
const handlers = { start: log('start'), end: log('end'), asyncStart: log('asyncStart'), asyncEnd: log('asyncEnd'), error: log('error') };
tracing.subscribe(handlers);
console.log(tracing.hasSubscribers);

console.log(tracing.traceSync(function(a, b) { return this.x + a + b; }, { id: 1 }, { x: 1 }, 2, 3));
try { tracing.traceSync(() => { throw new Error('sync'); }, { id: 2 }); } catch (error) { console.log('caught', error.message); }

async function main() {
  console.log(await tracing.tracePromise(async (x) => x, { id: 3 }, null, 'value'));
  await tracing.tracePromise(async () => { throw new Error('async'); }, { id: 4 }).catch((error) => console.log('caught', error.message));
  await new Promise((resolve) => { tracing.traceCallback((a, done) => setImmediate(done, null, a), 1, { id: 5 }, null, 'arg', (error, value) => { console.log('callback', error, value); resolve(); }); });
  await new Promise((resolve) => { tracing.traceCallback((done) => done(new Error('cb')), 0, { id: 6 }, null, (error) => { console.log('callback', error.message); resolve(); }); });
  try { tracing.traceCallback(() => {}, 0, {}, null, 'no'); } catch (error) { console.log(error.code, error.message); }
  console.log(tracing.unsubscribe(handlers), tracing.unsubscribe(handlers), tracing.hasSubscribers);

  const channel = dc.channel('plain');
  console.log(channel === dc.channel('plain'), dc.hasSubscribers('plain'), channel.hasSubscribers, dc.channel(Symbol.for('s')).name);
  const seen = (message, name) => console.log('seen', message, name);
  dc.subscribe('plain', seen);
  channel.publish({ a: 1 });
  console.log(dc.unsubscribe('plain', seen), dc.unsubscribe('plain', seen));
  channel.publish('nobody');

  const storage = new AsyncLocalStorage();
  const other = new AsyncLocalStorage();
  channel.bindStore(storage, (data) => ({ transformed: data }));
  channel.bindStore(other);
  console.log(channel.hasSubscribers);
  console.log(channel.runStores('data', function(arg) { return [this.me, arg, storage.getStore(), other.getStore()]; }, { me: 1 }, 'arg'));
  console.log(storage.getStore(), channel.unbindStore(storage), channel.unbindStore(storage));
  channel.unbindStore(other);

  try { dc.channel(5); } catch (error) { console.log(error.code, error.message); }
  try { channel.subscribe('x'); } catch (error) { console.log(error.code, error.message); }
  try { dc.tracingChannel({ start: 5 }); } catch (error) { console.log(error.code, error.message); }
  process.once('uncaughtException', (error) => console.log('uncaught', error.message));
  dc.subscribe('plain', () => { throw new Error('subscriber'); });
  dc.subscribe('plain', () => console.log('still called'));
  channel.publish(1);
  console.log('after publish');
}

main();
