// moveMessagePortToContext(): the port, its methods, its messages and its errors are of the other context.
'use strict';
const assert = require('assert');
const { once } = require('events');
const vm = require('vm');
const { MessageChannel, MessagePort, moveMessagePortToContext, receiveMessageOnPort } = require('worker_threads');

(async () => {
  const context = vm.createContext({ result: null });
  const { port1, port2 } = new MessageChannel();
  const moved = moveMessagePortToContext(port1, context);
  context.port = moved;
  assert.ok(!(moved instanceof MessagePort) && !(moved instanceof Object));
  vm.runInContext(`
    for (const name of ['postMessage', 'start', 'close', 'ref', 'unref']) {
      if (!(port[name] instanceof Function)) throw new Error(name);
    }
    seen = [];
    port.onmessage = ({ data, ports, target }) => {
      seen.push(data instanceof Object, ports instanceof Array, target === port);
      if (ports.length > 0) {
        seen.push(ports[0] === data.p, ports[0].constructor === port.constructor);
        ports[0].postMessage('through');
      }
      port.postMessage({ echo: data.text });
    };
    port.start();
    try { port.postMessage(() => {}); } catch (e) {
      error = [e instanceof Error, e.constructor.name, e.name, e.code];
    }
  `, context);
  assert.deepStrictEqual([...vm.runInContext('error', context)], [true, 'DOMException', 'DataCloneError', 25]);
  port2.postMessage({ text: 'a' });
  const [answer] = await once(port2, 'message');
  assert.deepStrictEqual(answer, { echo: 'a' });
  assert.ok(answer instanceof Object);
  const other = new MessageChannel();
  port2.postMessage({ text: 'b', p: other.port1 }, [other.port1]);
  assert.deepStrictEqual(await once(other.port2, 'message'), ['through']);
  assert.deepStrictEqual([...vm.runInContext('seen', context)], [true, true, true, true, true, true, true, true]);
  other.port2.close();

  // What waits can be taken without a handler.
  assert.throws(() => moveMessagePortToContext(port2, {}), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => moveMessagePortToContext({}, context), { code: 'ERR_INVALID_ARG_TYPE' });
  const waiting = new MessageChannel();
  const quiet = moveMessagePortToContext(waiting.port1, context);
  waiting.port2.postMessage({ n: 1 });
  const { message } = receiveMessageOnPort(quiet);
  assert.strictEqual(message.n, 1);
  assert.ok(!(message instanceof Object) && vm.runInContext('(m) => m instanceof Object', context)(message));
  quiet.close();
  moved.close();
  await once(port2, 'close');
})();
