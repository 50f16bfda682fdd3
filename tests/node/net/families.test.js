// Names with several addresses: the attempts alternate between the families until one connects.
'use strict';

const assert = require('assert');
const { once } = require('events');
const net = require('net');

const addresses = [
  { address: '::1', family: 6 },
  { address: '127.0.0.2', family: 4 },
  { address: '127.0.0.1', family: 4 },
];
const lookup = (list) => (host, options, callback) => {
  assert.strictEqual(options.all, true);
  process.nextTick(callback, null, list);
};

(async () => {
  const server = net.createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();

  const events = [];
  const client = net.connect({ host: 'example.org', port, lookup: lookup(addresses), autoSelectFamily: true });
  client.on('lookup', (err, ip) => events.push(`lookup ${ip}`));
  client.on('connectionAttempt', (ip) => events.push(`attempt ${ip}`));
  client.on('connectionAttemptFailed', (ip, p, family, error) => events.push(`failed ${ip} ${error.code}`));
  await once(client, 'connect');
  assert.deepStrictEqual(events, [
    'lookup ::1', 'lookup 127.0.0.2', 'lookup 127.0.0.1',
    'attempt ::1', 'failed ::1 ECONNREFUSED',
    'attempt 127.0.0.2', 'failed 127.0.0.2 ECONNREFUSED',
    'attempt 127.0.0.1',
  ]);
  assert.deepStrictEqual(client.autoSelectFamilyAttemptedAddresses, [`::1:${port}`, `127.0.0.2:${port}`, `127.0.0.1:${port}`]);
  client.destroy();
  server.close();
  await once(server, 'close');

  // All fail: one error with all the others in it.
  const failing = net.connect({ host: 'example.org', port, lookup: lookup(addresses), autoSelectFamily: true });
  const error = await new Promise((resolve) => failing.once('error', resolve));
  assert.strictEqual(error.constructor.name, 'AggregateError');
  assert.strictEqual(error.code, 'ECONNREFUSED');
  assert.strictEqual(error.errors.length, 3);
  assert.deepStrictEqual(error.errors.map((e) => e.address), ['::1', '127.0.0.2', '127.0.0.1']);

  // An address that is none.
  const bad = net.connect({ host: 'example.org', port, lookup: lookup([{ address: 'x', family: 4 }]) });
  assert.strictEqual((await new Promise((resolve) => bad.once('error', resolve))).code, 'ERR_INVALID_IP_ADDRESS');
})();
