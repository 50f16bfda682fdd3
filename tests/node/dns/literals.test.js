// dns.lookup of literal addresses and localhost in all forms, orders, refusals of arguments, Resolver without a server.
'use strict';

const dns = require('dns');
const { Resolver } = dns;

const show = async (name, act) => { try { console.log(name, await act()); } catch (error) { console.log(name, 'failed', error.name, error.code, error.syscall, error.hostname, error.message); } };
const lookup = (...args) => new Promise((resolve, reject) => dns.lookup(...args, (error, ...rest) => (error ? reject(error) : resolve(rest))));

async function main() {
  await show('v4', () => lookup('127.0.0.1'));
  await show('v6', () => lookup('::1'));
  await show('v6 asked v4', () => lookup('::1', 4));
  await show('v4 asked v6', () => lookup('127.0.0.1', { family: 6 }));
  await show('all', () => lookup('127.0.0.1', { all: true }));
  await show('IPv4 text', () => lookup('127.0.0.1', { family: 'IPv4' }));
  await show('localhost', async () => (await lookup('localhost', 4)));
  await show('localhost all', async () => (await lookup('localhost', { all: true, family: 4 })));
  await show('empty', () => lookup(''));
  await show('false', () => lookup(false));
  await show('empty all', () => lookup('', { all: true }));
  await show('mapped', () => lookup('::ffff:127.0.0.1'));
  await show('zone', () => lookup('fe80::1%lo'));
  await show('invalid', () => lookup('host.invalid'));
  await show('invalid all', () => lookup('host.invalid', { all: true }));
  await show('null byte', () => lookup('a\u0000b').catch((error) => error.code));
  await show('bad host', () => dns.lookup(5, () => {}));
  await show('bad family', () => dns.lookup('x', 5, () => {}));
  await show('bad family text', () => dns.lookup('x', { family: 'IPv5' }, () => {}));
  await show('bad hints', () => dns.lookup('x', { hints: 100 }, () => {}));
  await show('bad all', () => dns.lookup('x', { all: 'yes' }, () => {}));
  await show('bad order', () => dns.lookup('x', { order: 'random' }, () => {}));
  await show('no callback', () => dns.lookup('x'));
  await show('promise', () => dns.promises.lookup('127.0.0.1'));
  await show('promise all', () => dns.promises.lookup('::1', { all: true }));
  await show('promise invalid', () => dns.promises.lookup('host.invalid'));
  await show('order', () => { const before = dns.getDefaultResultOrder(); dns.setDefaultResultOrder('ipv4first'); const after = dns.getDefaultResultOrder(); dns.setDefaultResultOrder(before); return [before, after]; });
  await show('order bad', () => dns.setDefaultResultOrder('x'));
  await show('service', () => new Promise((resolve, reject) => dns.lookupService('127.0.0.1', 80, (error, host, service) => (error ? reject(error) : resolve([typeof host, service])))));
  await show('service bad', () => dns.lookupService('x', 80, () => {}));
  await show('service port', () => dns.lookupService('127.0.0.1', 70000, () => {}));
  await show('servers', () => { const r = new Resolver(); r.setServers(['1.1.1.1', '[::1]:5353', '2.2.2.2:53', '::2']); return r.getServers(); });
  await show('servers bad', () => new Resolver().setServers(['not an address']));
  await show('servers type', () => new Resolver().setServers('1.1.1.1'));
  await show('servers entry', () => new Resolver().setServers([5]));
  await show('local address', () => { const r = new Resolver(); r.setLocalAddress('127.0.0.1'); return 'set'; });
  await show('local bad', () => new Resolver().setLocalAddress('x'));
  await show('options', () => new Resolver({ timeout: 'x' }));
  await show('tries', () => new Resolver({ tries: 0 }));
  await show('cancel', async () => { const r = new dns.promises.Resolver(); r.setServers(['127.0.0.1:9']); const pending = r.resolve4('example.org'); r.cancel(); return pending; });
  await show('rrtype', () => dns.resolve('x', 'NOPE', () => {}));
  await show('reverse bad', () => dns.reverse('x', () => {}));
  await show('hostname type', () => dns.resolve4(5, () => {}));
  await show('constants', () => [dns.NODATA, dns.NOTFOUND, dns.ADDRCONFIG, dns.V4MAPPED, dns.ALL, dns.CANCELLED, dns.promises === require('dns/promises')]);
}

main();
