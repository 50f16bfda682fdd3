// dgram: sends of each form, connected sockets, addresses, options, errors of states and arguments.
'use strict';

const dgram = require('dgram');
const { once } = require('events');

const show = async (name, act) => { try { console.log(name, await act()); } catch (error) { console.log(name, 'failed', error.name, error.code, error.message); } };
const bound = async (options = 'udp4') => { const s = dgram.createSocket(options); s.bind(0, '127.0.0.1'); await once(s, 'listening'); return s; };

async function main() {
  const a = await bound();
  const b = await bound();
  const { port } = b.address();
  const next = () => once(b, 'message').then(([m, info]) => [String(m), info.address, info.family, info.port === a.address().port, info.size]);
  const send = async (...args) => { const got = next(); const sent = await new Promise((resolve, reject) => a.send(...args, (error, bytes) => (error ? reject(error) : resolve(bytes)))); return [sent, await got]; };
  await show('string', () => send('text', port, '127.0.0.1'));
  await show('buffer', () => send(Buffer.from('buffer'), port, '127.0.0.1'));
  await show('range', () => send(Buffer.from('0123456789'), 2, 3, port, '127.0.0.1'));
  await show('list', () => send(['one', Buffer.from('two'), new Uint8Array([33])], port, '127.0.0.1'));
  await show('empty', () => send('', port, '127.0.0.1'));
  await show('no address', () => send('local', port));
  await show('view', () => send(new DataView(new Uint8Array([65, 66]).buffer), port, '127.0.0.1'));
  a.connect(port, '127.0.0.1');
  await once(a, 'connect');
  await show('connected', () => send('c'));
  await show('remote', () => { const r = a.remoteAddress(); return [r.address, r.family, r.port === port]; });
  await show('send elsewhere', () => a.send('x', port, '127.0.0.1'));
  await show('connect twice', () => a.connect(port));
  await show('disconnect', () => a.disconnect());
  await show('disconnect twice', () => a.disconnect());
  await show('remote none', () => a.remoteAddress());
  await show('sizes', () => { a.setSendBufferSize(8192); return [a.getSendBufferSize() > 0, a.getRecvBufferSize() > 0, a.getSendQueueSize(), a.getSendQueueCount()]; });
  await show('ttl', () => [a.setTTL(10), a.setMulticastTTL(10), a.setMulticastLoopback(true), a.setBroadcast(true)]);
  await show('ttl bad', () => a.setTTL('x'));
  await show('ttl range', () => a.setTTL(0));
  await show('membership', () => { a.addMembership('224.0.0.114', '127.0.0.1'); a.dropMembership('224.0.0.114', '127.0.0.1'); return 'joined and left'; });
  await show('membership bad', () => a.addMembership('256.0.0.1'));
  await show('membership none', () => a.addMembership());
  await show('chain', () => [a.ref() === a, a.unref() === a, a.ref() === a]);
  for (const bad of [[5, port], ['x', 'no'], ['x', 0], ['x', 70000], [['x', 5], port], ['x', port, 5], [Buffer.from('abc'), 2, 5, port], [Buffer.from('abc'), -1, 1, port], ['x', port, '127.0.0.1', 'no']]) await show(`send ${JSON.stringify(bad)}`.replace(/:?\b\d{4,5}\b/g, 'N'), () => a.send(...bad));
  await show('too long', () => new Promise((resolve, reject) => a.send(Buffer.alloc(70000), port, '127.0.0.1', (error) => (error ? reject(error) : resolve('sent')))).catch((error) => [error.code, error.syscall]));
  await show('bind twice', () => a.bind(0));
  await show('close', async () => { const closed = once(a, 'close'); a.close(); await closed; return 'closed'; });
  await show('close twice', () => a.close());
  await show('send closed', () => a.send('x', port));
  await show('address closed', () => a.address());
  await show('type', () => dgram.createSocket('udp5'));
  await show('options', () => dgram.createSocket({ type: 'udp4', lookup: 5 }));
  await show('callback', async () => { const s = dgram.createSocket('udp4', (m) => console.log('listener', String(m))); s.bind({ port: 0, address: '127.0.0.1', exclusive: true }); await once(s, 'listening'); b.send('to callback', s.address().port); await once(s, 'message'); s.close(); return 'got'; });
  await show('udp6', async () => { const s = dgram.createSocket({ type: 'udp6', ipv6Only: true }); s.bind(0, '::1'); await once(s, 'listening'); const got = once(s, 'message'); s.send('six', s.address().port, '::1'); const [m, info] = await got; s.close(); return [String(m), info.family]; });
  await show('abort', async () => { const c = new AbortController(); const s = dgram.createSocket({ type: 'udp4', signal: c.signal }); const closed = once(s, 'close'); c.abort(); await closed; return 'closed'; });
  await show('dispose', async () => { const s = dgram.createSocket('udp4'); const closed = once(s, 'close'); await s[Symbol.asyncDispose](); await closed; return 'disposed'; });
  await show('reuse', async () => { const one = dgram.createSocket({ type: 'udp4', reuseAddr: true }); one.bind(0); await once(one, 'listening'); const two = dgram.createSocket({ type: 'udp4', reuseAddr: true }); two.bind(one.address().port); await once(two, 'listening'); one.close(); two.close(); return 'both'; });
  b.close();
}

main();
