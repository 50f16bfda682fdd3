// net: states of sockets, half-open ends, keep-alive and timeouts, block lists, path sockets, server limits, refusals of arguments.
'use strict';

const net = require('net');
const { once } = require('events');

const show = async (name, act) => { try { console.log(name, await act()); } catch (error) { console.log(name, 'failed', error.name, error.code, error.message.replace(/:\d{4,5}\b/g, ':PORT')); } };
const text = async (stream) => { let all = ''; for await (const chunk of stream) all += chunk; return all; };
const listen = async (server, ...args) => { server.listen(...args); await once(server, 'listening'); return server.address(); };

async function main() {
  await show('states', async () => {
    const server = net.createServer((c) => c.end('bye'));
    const { port } = await listen(server, 0, '127.0.0.1');
    const socket = new net.Socket();
    const seen = [[socket.readyState, socket.pending, socket.connecting]];
    socket.connect(port, '127.0.0.1');
    seen.push([socket.readyState, socket.pending, socket.connecting]);
    await once(socket, 'connect');
    seen.push([socket.readyState, socket.pending, socket.remoteAddress, socket.remotePort === port, socket.remoteFamily, socket.localAddress]);
    const got = await text(socket);
    await new Promise((resolve) => (socket.closed ? resolve() : socket.on('close', resolve)));
    seen.push([socket.readyState, got, socket.bytesRead, socket.bytesWritten, socket.destroyed]);
    server.close();
    return JSON.stringify(seen);
  });
  await show('half open', async () => {
    const server = net.createServer({ allowHalfOpen: true }, async (c) => { const all = await text(c); c.end(`after end: ${all}`); });
    const { port } = await listen(server, 0);
    const socket = net.connect(port);
    socket.end('question');
    const answer = await text(socket);
    server.close();
    return answer;
  });
  await show('timeout', async () => {
    const server = net.createServer();
    const { port } = await listen(server, 0);
    const socket = net.connect({ port, timeout: 20 });
    await once(socket, 'timeout');
    const was = [socket.timeout, socket.destroyed];
    socket.destroy();
    server.close();
    return was;
  });
  await show('refused', () => once(net.connect(1, '127.0.0.1'), 'connect'));
  await show('no path', () => once(net.connect('/no/such/socket'), 'connect'));
  await show('path', async () => { const server = net.createServer((c) => c.end('unix')); const address = await listen(server, './s.sock'); const got = await text(net.connect('./s.sock')); server.close(); return [address, got]; });
  await show('in use', async () => { const a = net.createServer(); const { port } = await listen(a, 0, '127.0.0.1'); try { await listen(net.createServer(), port, '127.0.0.1'); } finally { a.close(); } });
  await show('listen twice', async () => { const a = net.createServer(); a.listen(0); try { a.listen(0); } finally { a.close(); } });
  await show('close idle', () => new Promise((resolve) => net.createServer().close((error) => resolve(error.code))));
  await show('address none', () => net.createServer().address());
  await show('listening', async () => { const s = net.createServer(); const before = s.listening; await listen(s, 0); const during = s.listening; s.close(); return [before, during, s.listening]; });
  await show('max connections', async () => {
    const server = net.createServer((c) => c.on('error', () => {}));
    server.maxConnections = 1;
    const dropped = once(server, 'drop');
    const { port } = await listen(server, 0, '127.0.0.1');
    const one = net.connect(port, '127.0.0.1');
    await once(one, 'connect');
    const two = net.connect(port, '127.0.0.1');
    two.on('error', () => {});
    const [info] = await dropped;
    const count = await new Promise((resolve, reject) => server.getConnections((e, n) => (e ? reject(e) : resolve(n))));
    one.destroy(); two.destroy(); server.close();
    return [Object.keys(info).sort(), count];
  });
  await show('block list', () => { const list = new net.BlockList(); list.addAddress('1.1.1.1'); list.addRange('10.0.0.1', '10.0.0.9'); list.addSubnet('8592:757c:efae:4e45::', 64, 'ipv6'); return [list.check('1.1.1.1'), list.check('10.0.0.5'), list.check('::ffff:10.0.0.5', 'ipv6'), list.check('8592:757c:efae:4e45::1', 'ipv6'), list.check('2.2.2.2'), list.rules, JSON.stringify(list)]; });
  await show('blocked', async () => { const blockList = new net.BlockList(); blockList.addAddress('127.0.0.1'); await once(net.connect({ port: 1, host: '127.0.0.1', blockList }), 'connect'); });
  await show('socket address', () => { const a = new net.SocketAddress({ address: '::1', family: 'ipv6', port: 5 }); return [a.address, a.family, a.port, a.flowlabel, net.SocketAddress.parse('1.2.3.4:80')?.port, net.SocketAddress.parse('x')]; });
  await show('isIP', () => ['1.2.3.4', '1.2.3', '::1', '::1%lo', '1.2.3.04', '', null, '::ffff:1.2.3.4', 'fe80::1%eth0'].map((it) => net.isIP(it)));
  await show('auto select', () => [net.getDefaultAutoSelectFamily(), typeof net.getDefaultAutoSelectFamilyAttemptTimeout()]);
  for (const bad of [[{ port: 'x' }], [{ port: 70000 }], [{ port: -1 }], [{}], [{ port: 1, localAddress: 'x' }], [{ port: 1, lookup: 5 }], [{ port: 1, family: 5 }], [{ port: 1, hints: 99 }], [undefined]]) await show(`connect ${JSON.stringify(bad[0])}`, () => net.connect(...bad).on('error', () => {}).destroy().destroyed);
  for (const bad of [['x'.repeat(200)], [-1], [{}], [{ port: 1.5 }], [{ fd: -1 }], [true]]) await show(`listen ${JSON.stringify(bad[0]).slice(0, 12)}`, () => new Promise((resolve, reject) => { const s = net.createServer().on('error', reject); s.listen(...bad, () => s.close(() => resolve('listens'))); }));
  await show('write types', () => { const s = new net.Socket(); s.on('error', () => {}); s.write(5); });
  await show('write null', () => { const s = new net.Socket(); s.on('error', () => {}); s.write(null); });
  await show('write after end', async () => { const server = net.createServer((c) => c.resume()); const { port } = await listen(server, 0); const s = net.connect(port); s.end(); const failed = once(s, 'error').then(([e]) => e.code); s.write('x', (e) => console.log('callback', e.code)); const code = await failed; server.close(); return code; });
  await show('set bad', () => new net.Socket().setTimeout('x'));
  await show('set methods', () => { const s = new net.Socket(); return [s.setNoDelay() === s, s.setKeepAlive(true, 10) === s, s.ref() === s, s.unref() === s, s.setTimeout(0) === s, s.setEncoding('utf8') === s]; });
  await show('reset', async () => { const server = net.createServer((c) => c.on('error', (e) => console.log('server saw', e.code))); const { port } = await listen(server, 0); const s = net.connect(port); await once(s, 'connect'); s.resetAndDestroy(); await once(s, 'close'); await new Promise((resolve) => server.close(resolve)); return s.destroyed; });
  await show('pause on connect', async () => { const server = net.createServer({ pauseOnConnect: true }, (c) => { console.log(c.isPaused()); c.resume(); c.on('data', (d) => c.end(String(d).toUpperCase())); }); const { port } = await listen(server, 0); const s = net.connect(port); s.write('paused'); const got = await text(s); server.close(); return got; });
  await show('onread', async () => { const server = net.createServer((c) => c.end('into my buffer')); const { port } = await listen(server, 0); const parts = []; const s = net.connect({ port, onread: { buffer: Buffer.alloc(4), callback(n, b) { parts.push(String(b.subarray(0, n))); return true; } } }); await once(s, 'close'); server.close(); return parts.join('|'); });
  await show('abort', async () => { const c = new AbortController(); const server = net.createServer(); const closed = once(server, 'close'); server.listen({ port: 0, signal: c.signal }); await once(server, 'listening'); c.abort(); await closed; return server.listening; });
}

main();
