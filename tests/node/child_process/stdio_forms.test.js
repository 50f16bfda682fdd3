// child_process: every form of stdio, encodings, limits, timeouts, kills, shells, environments and errors.
'use strict';

const { exec, execFile, execFileSync, execSync, fork, spawn, spawnSync } = require('child_process');
const { once } = require('events');
const fs = require('fs');
const path = require('path');

const show = async (name, act) => { try { console.log(name, await act()); } catch (error) { console.log(name, 'failed', error.code, error.signal, error.status, error.message.replaceAll(process.execPath, 'BIN').split('\n')[0]); } };
const node = process.execPath;
const text = async (stream) => { let all = ''; for await (const chunk of stream) all += chunk; return all; };

async function main() {
  await show('pipe', async () => { const c = spawn('cat'); c.stdin.end('in'); return [await text(c.stdout), c.stdio.length]; });
  await show('ignore', async () => { const c = spawn('cat', { stdio: 'ignore' }); const [code] = await once(c, 'exit'); return [code, c.stdin, c.stdout, c.stderr]; });
  await show('file descriptor', async () => { const fd = fs.openSync('out.txt', 'w'); const c = spawn('echo', ['x'], { stdio: ['ignore', fd, 'inherit'] }); await once(c, 'close'); fs.closeSync(fd); return fs.readFileSync('out.txt', 'utf8'); });
  await show('extra', async () => { const c = spawn(node, ['-e', 'require("fs").writeSync(3, "three")'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] }); return [await text(c.stdio[3]), c.stdio.length]; });
  await show('overlapped', async () => text(spawn('echo', ['o'], { stdio: ['overlapped', 'overlapped', 'overlapped'] }).stdout));
  await show('stream', async () => { const out = fs.createWriteStream('s.txt'); await once(out, 'open'); await once(spawn('echo', ['s'], { stdio: ['pipe', out, 'pipe'] }), 'close'); return fs.readFileSync('s.txt', 'utf8'); });
  await show('two children', async () => { const a = spawn('echo', ['piped']); const b = spawn('tr', ['a-z', 'A-Z'], { stdio: [a.stdout, 'pipe', 'inherit'] }); return text(b.stdout); });
  await show('bad stdio', () => spawn('true', { stdio: 'nope' }));
  await show('bad entry', () => spawn('true', { stdio: [{}] }));
  await show('ipc twice', () => spawn('true', { stdio: ['ipc', 'ipc'] }));
  await show('ipc sync', () => spawnSync('true', { stdio: ['ipc'] }));
  await show('not found', () => once(spawn('/no/such/program', ['a']), 'exit'));
  await show('not found sync', () => { const r = spawnSync('/no/such/program'); return [r.error.code, r.error.syscall, r.error.path, r.status, r.pid]; });
  await show('cwd missing', () => once(spawn('true', { cwd: '/no/such/folder' }), 'exit'));
  await show('null byte', () => spawn('a\u0000b'));
  await show('empty', () => spawn(''));
  await show('bad args', () => spawn('true', 5));
  await show('execFile', () => new Promise((resolve, reject) => execFile('printf', ['%s', 'a b'], (e, out, err) => (e ? reject(e) : resolve([out, err])))));
  await show('exec fail', () => new Promise((resolve, reject) => exec('echo out; echo err >&2; exit 3', (e, out, err) => { console.log([e.code, e.killed, e.signal, e.cmd, out, err]); reject(e); })));
  await show('exec encoding', () => new Promise((resolve) => exec('printf "\\377"', { encoding: 'latin1' }, (e, out) => resolve(out.charCodeAt(0)))));
  await show('exec buffer', () => new Promise((resolve) => exec('printf x', { encoding: 'buffer' }, (e, out) => resolve(Buffer.isBuffer(out)))));
  await show('max buffer', () => new Promise((resolve, reject) => exec('yes | head -c 2000', { maxBuffer: 10 }, (e, out) => { console.log(out.length); reject(e); })));
  await show('timeout', () => new Promise((resolve, reject) => execFile('sleep', ['5'], { timeout: 30, killSignal: 'SIGKILL' }, (e) => { console.log(e.killed); reject(e); })));
  await show('signal', () => new Promise((resolve, reject) => execFile('sleep', ['5'], { signal: AbortSignal.timeout(10) }, (e) => reject(e))));
  await show('promisified', async () => { const p = require('util').promisify(execFile)('echo', ['p']); return [p.child.spawnfile, await p]; });
  await show('promisified fail', () => require('util').promisify(exec)('exit 4'));
  await show('execSync', () => execSync('cat', { input: 'given', encoding: 'utf8' }));
  await show('execSync fail', () => execSync('echo shown; exit 5', { stdio: 'pipe' }));
  await show('execFileSync', () => String(execFileSync('echo', ['f'])));
  await show('sync timeout', () => { const r = spawnSync('sleep', ['5'], { timeout: 30 }); return [r.error.code, r.signal, r.status]; });
  await show('sync max', () => { const r = spawnSync('yes', { maxBuffer: 10 }); return [r.error.code, r.stdout.length <= 65536, r.signal]; });
  await show('shell', async () => text(spawn('echo $A | tr a-z A-Z', { shell: true, env: { A: 'env', PATH: process.env.PATH } }).stdout));
  await show('argv0', async () => (await text(spawn(node, ['-p', 'process.argv0'], { argv0: 'named' }).stdout)).trim());
  await show('env', async () => (await text(spawn(node, ['-p', 'Object.keys(process.env).sort().join()'], { env: { B: '2', A: undefined, C: '' } }).stdout)).trim());
  await show('kill', async () => { const c = spawn('sleep', ['9']); const first = c.kill(0); c.kill('SIGINT'); const ended = await once(c, 'exit'); return [first, ended, c.killed, c.kill(), c.signalCode, c.exitCode]; });
  await show('bad kill', () => { const c = spawn('true'); c.kill('SIGNOPE'); });
  await show('dispose', async () => { const c = spawn('sleep', ['9']); c[Symbol.dispose](); return once(c, 'exit'); });
  fs.writeFileSync('child.js', 'process.on("message", (m, h) => { process.send({ got: m, argv: process.argv.slice(2), exec: process.execArgv }); process.disconnect(); });');
  await show('fork', async () => { const c = fork(path.resolve('child.js'), ['x'], { execArgv: ['--no-warnings'] }); c.send({ d: new Date(0), u: undefined, big: [1, , 2] }); const [m] = await once(c, 'message'); const ended = await once(c, 'exit'); return [JSON.stringify(m), ended, c.connected]; });
  await show('fork advanced', async () => { const c = fork(path.resolve('child.js'), { serialization: 'advanced' }); c.send(new Map([[1n, new Set([undefined])]])); const [m] = await once(c, 'message'); return m.got; });
  await show('send after', async () => { const c = fork(path.resolve('child.js')); c.disconnect(); await once(c, 'exit'); return new Promise((resolve, reject) => c.send('x', reject)); });
  await show('fork bad', () => fork('x', { stdio: ['pipe'] }));
  await show('fork silent', async () => { fs.writeFileSync('s.js', 'console.log("silent")'); return text(fork(path.resolve('s.js'), { silent: true }).stdout); });
  await show('detached', async () => { const c = spawn('sh', ['-c', 'ps -o pgid= -p $$'], { detached: true }); return Number(await text(c.stdout)) === c.pid; });
  await show('uid', () => spawnSync('id', ['-u'], { uid: 1e10 }));
}

main();
