// A Resolver against a server of ours: records, errors, retries, answers that do not fit into a datagram.
'use strict';

const assert = require('assert');
const dgram = require('dgram');
const dns = require('dns');
const { once } = require('events');
const net = require('net');

const name = (text) => Buffer.concat([...text.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)])), Buffer.from([0])]);
const u16 = (...values) => Buffer.from(values.flatMap((v) => [v >> 8, v & 255]));

// One record for the name at the beginning of the question (a pointer to byte 12).
function record(type, data, ttl = 60) {
  return Buffer.concat([Buffer.from([0xc0, 12]), u16(type, 1, 0, ttl, data.length), data]);
}

function answer(query, rcode, records, flags = 0x8180) {
  const end = query.indexOf(0, 12) + 5;
  return Buffer.concat([query.subarray(0, 2), u16(flags | rcode, 1, records.length, 0, 0), query.subarray(12, end), ...records]);
}

const soa = Buffer.concat([name('ns.test'), name('admin.test'), u16(0, 1, 0, 2, 0, 3, 0, 4, 0, 5)]);
const replies = {
  'a.test': (q) => answer(q, 0, [record(1, Buffer.from([10, 0, 0, 1]), 7), record(1, Buffer.from([10, 0, 0, 2]), 8)]),
  'aaaa.test': (q) => answer(q, 0, [record(28, Buffer.from('20010db8000000000000000000000001', 'hex'))]),
  'cname.test': (q) => answer(q, 0, [record(5, name('real.test'))]),
  'mx.test': (q) => answer(q, 0, [record(15, Buffer.concat([u16(10), name('mail.test')]))]),
  'txt.test': (q) => answer(q, 0, [record(16, Buffer.from('\x02ab\x03cde'))]),
  'srv.test': (q) => answer(q, 0, [record(33, Buffer.concat([u16(1, 2, 3), name('s.test')]))]),
  'soa.test': (q) => answer(q, 0, [record(6, soa)]),
  'caa.test': (q) => answer(q, 0, [record(257, Buffer.from('\0\x05issueca.test'))]),
  'none.test': (q) => answer(q, 0, []),
  'nx.test': (q) => answer(q, 3, []),
  'fail.test': (q) => answer(q, 2, []),
  'bad.test': (q) => answer(q, 0, [Buffer.from([0xc0])]),
  'circle.test': (q) => answer(q, 0, [record(5, Buffer.from([0xc0, 40]))]),
};

function questionName(query) {
  const labels = [];
  for (let at = 12; query[at] !== 0; at += query[at] + 1) labels.push(query.toString('latin1', at + 1, at + 1 + query[at]));
  return labels.join('.');
}

async function main() {
  const server = dgram.createSocket('udp4');
  let asked = 0;
  server.on('message', (query, { port, address }) => {
    const host = questionName(query);
    if (host === 'slow.test' && ++asked < 2) return;
    if (host === 'big.test') server.send(answer(query, 0, [], 0x8380), port, address);
    else server.send((replies[host] ?? replies['a.test'])(query), port, address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const tcp = net.createServer((socket) => {
    socket.once('data', (chunk) => {
      // The length may come alone.
      const rest = chunk.length > 2 ? Promise.resolve([Buffer.alloc(0)]) : once(socket, 'data');
      rest.then(([more]) => {
        const reply = answer(Buffer.concat([chunk, more]).subarray(2), 0, [record(1, Buffer.from([10, 0, 0, 9]))]);
        socket.end(Buffer.concat([u16(reply.length), reply]));
      });
    });
  }).listen(port, '127.0.0.1');
  await once(tcp, 'listening');

  const resolver = new dns.promises.Resolver({ timeout: 300, tries: 2 });
  assert.throws(() => resolver.setServers(['x']), { code: 'ERR_INVALID_IP_ADDRESS' });
  resolver.setServers([`127.0.0.1:${port}`]);
  assert.deepStrictEqual(resolver.getServers(), [`127.0.0.1:${port}`]);

  assert.deepStrictEqual(await resolver.resolve4('a.test'), ['10.0.0.1', '10.0.0.2']);
  assert.deepStrictEqual(await resolver.resolve4('a.test', { ttl: true }),
                         [{ address: '10.0.0.1', ttl: 7 }, { address: '10.0.0.2', ttl: 8 }]);
  assert.deepStrictEqual(await resolver.resolve('a.test', 'A'), ['10.0.0.1', '10.0.0.2']);
  assert.deepStrictEqual(await resolver.resolve6('aaaa.test'), ['2001:db8::1']);
  assert.deepStrictEqual(await resolver.resolveCname('cname.test'), ['real.test']);
  assert.deepStrictEqual(await resolver.resolveMx('mx.test'), [{ exchange: 'mail.test', priority: 10, type: 'MX' }]);
  assert.deepStrictEqual(await resolver.resolveTxt('txt.test'), [['ab', 'cde']]);
  assert.deepStrictEqual((await resolver.resolveSrv('srv.test')).map((r) => ({ ...r })),
                         [{ name: 's.test', port: 3, priority: 1, weight: 2, type: 'SRV' }]);
  assert.deepStrictEqual(await resolver.resolveSoa('soa.test'), {
    nsname: 'ns.test', hostmaster: 'admin.test', serial: 1, refresh: 2, retry: 3, expire: 4, minttl: 5, type: undefined,
  });
  assert.deepStrictEqual((await resolver.resolveCaa('caa.test'))[0].issue, 'ca.test');
  assert.deepStrictEqual(await resolver.resolve4('slow.test'), ['10.0.0.1', '10.0.0.2']);
  assert.deepStrictEqual(await resolver.resolve4('big.test'), ['10.0.0.9']);

  const fails = (promise, code) => assert.rejects(promise, { code });
  await fails(resolver.resolve4('none.test'), 'ENODATA');
  await fails(resolver.resolve4('nx.test'), 'ENOTFOUND');
  await fails(resolver.resolve4('fail.test'), 'ESERVFAIL');
  await fails(resolver.resolve4('bad.test'), 'EBADRESP');
  await fails(resolver.resolveCname('circle.test'), 'EBADRESP');
  await fails(resolver.resolve4('hidden.onion'), 'ENOTFOUND');
  await assert.rejects(resolver.resolveMx('nx.test'), { syscall: 'queryMx', hostname: 'nx.test', message: 'queryMx ENOTFOUND nx.test' });
  assert.throws(() => resolver.resolve('a.test', 'X'), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => dns.reverse('x', () => {}), { code: 'EINVAL', syscall: 'getHostByAddr' });

  const waiting = resolver.resolve4('cancel.test');
  resolver.cancel();
  await fails(waiting, 'ECANCELLED');

  server.close();
  tcp.close();
}

main();
