// Messages between a parent and its fork: order, kinds, backlog, the end of the channel.
'use strict';
const assert = require('assert');
const { fork } = require('child_process');
const { once } = require('events');

if (process.argv[2] === 'echo') {
  process.on('message', (message) => process.send(message));
}
if (process.argv[2] === 'flood') {
  // What was sent before the exit arrives, and so does the exit.
  for (let i = 0; i < 2000; i++) process.send({ i, fill: 'x'.repeat(200) });
  process.send('last', () => process.exit(7));
}

async function main() {
  const echo = fork(__filename, ['echo']);
  const values = [1, 'text', true, null, { a: [1, { b: null }] }, [], '\u2028\u{1f600}', 'x'.repeat(1e6)];
  const got = [];
  for (const value of values) echo.send(value);
  await new Promise((resolve) => {
    echo.on('message', (message) => {
      got.push(message);
      if (got.length === values.length) resolve();
    });
  });
  assert.deepStrictEqual(got, values);
  assert.throws(() => echo.send(), { code: 'ERR_MISSING_ARGS' });
  assert.throws(() => echo.send(Symbol('s')), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => echo.send('m', {}), { code: 'ERR_INVALID_HANDLE_TYPE' });
  const order = [];
  echo.on('disconnect', () => order.push('disconnect'));
  echo.on('exit', (code) => order.push(`exit ${code}`));
  echo.on('close', () => order.push('close'));
  echo.disconnect();
  assert.strictEqual(echo.connected, false);
  await once(echo, 'close');
  assert.deepStrictEqual(order, ['disconnect', 'exit 0', 'close']);
  const [error] = await new Promise((resolve) => echo.send('late', (...args) => resolve(args)));
  assert.strictEqual(error.code, 'ERR_IPC_CHANNEL_CLOSED');

  const flood = fork(__filename, ['flood']);
  const numbers = [];
  flood.on('message', (message) => numbers.push(message.i ?? message));
  const [code] = await once(flood, 'exit');
  assert.strictEqual(code, 7);
  if (flood.connected) await once(flood, 'disconnect');
  assert.deepStrictEqual(numbers, [...Array(2000).keys(), 'last']);

  // A child without a listener is not kept by its channel.
  const [silentCode] = await once(fork(__filename, ['silent']), 'exit');
  assert.strictEqual(silentCode, 0);
}

if (process.argv[2] === undefined) main();
