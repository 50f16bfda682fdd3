// lookup() and lookupService(): arguments, orders, both forms. Only names that this machine knows itself.
'use strict';

const assert = require('assert');
const dns = require('dns');
const { promisify } = require('util');

function invalid() {
  assert.throws(() => dns.lookup(5, () => {}), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => dns.lookup('localhost', 5, () => {}), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => dns.lookup('localhost', { hints: 64 }, () => {}), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => dns.lookup('localhost', { all: 1 }, () => {}), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => dns.lookup('localhost', { order: 'x' }, () => {}), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => dns.lookup('localhost', 'x', () => {}), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => dns.lookup('localhost'), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => dns.lookup('a\0b', () => {}), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => dns.lookupService('localhost', 80, () => {}), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => dns.lookupService('127.0.0.1', 65536, () => {}), { code: 'ERR_SOCKET_BAD_PORT' });
  assert.throws(() => dns.setDefaultResultOrder('x'), { code: 'ERR_INVALID_ARG_VALUE' });
}

async function addresses() {
  // An address is its own answer, and is not asked for.
  assert.deepStrictEqual(await dns.promises.lookup('127.0.0.1'), { address: '127.0.0.1', family: 4 });
  assert.deepStrictEqual(await dns.promises.lookup('::1', { all: true }), [{ address: '::1', family: 6 }]);
  const local = await promisify(dns.lookup)('localhost', { family: 4 });
  assert.deepStrictEqual(local, { address: '127.0.0.1', family: 4 });
  const all = await dns.promises.lookup('localhost', { all: true, order: 'ipv4first' });
  assert.deepStrictEqual(all[0], { address: '127.0.0.1', family: 4 });
  assert.strictEqual(dns.getDefaultResultOrder(), 'verbatim');
  dns.setDefaultResultOrder('ipv6first');
  assert.strictEqual(dns.promises.getDefaultResultOrder(), 'ipv6first');
  dns.setDefaultResultOrder('verbatim');
}

async function services() {
  const { hostname, service } = await dns.promises.lookupService('127.0.0.1', 80);
  assert.strictEqual(typeof hostname, 'string');
  assert.ok(service === 'http' || service === '80');
}

// The callback comes after the call returns, also for addresses.
async function order() {
  const events = [];
  await new Promise((resolve) => {
    dns.lookup('127.0.0.1', () => {
      events.push('callback');
      resolve();
    });
    events.push('returned');
  });
  assert.deepStrictEqual(events, ['returned', 'callback']);
}

(async () => {
  invalid();
  await addresses();
  await services();
  await order();
})();
