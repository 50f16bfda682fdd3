// worker_threads: transfer, ports in ports, shared memory and Atomics, BroadcastChannel, environment data, errors of messages, ends.
'use strict';

const { BroadcastChannel, MessageChannel, MessagePort, SHARE_ENV, Worker, isMainThread, markAsUncloneable, markAsUntransferable, isMarkedAsUntransferable, parentPort, receiveMessageOnPort, resourceLimits, setEnvironmentData, getEnvironmentData, threadId, workerData, threadName } = require('worker_threads');
const { once } = require('events');

const show = async (name, act) => { try { console.log(name, await act()); } catch (error) { console.log(name, 'failed', error.name, error.code, error.message); } };
const ask = async (code, options = {}) => { const w = new Worker(code, { eval: true, ...options }); const [m] = await once(w, 'message'); await w.terminate(); return m; };
const prelude = 'const { parentPort, workerData, getEnvironmentData, BroadcastChannel, threadId, resourceLimits, threadName } = require("worker_threads");';

async function main() {
  console.log(isMainThread, parentPort, threadId, workerData, resourceLimits, typeof threadName);
  await show('sync receive', () => { const { port1, port2 } = new MessageChannel(); port1.postMessage({ a: 1 }); port1.postMessage(2); const all = [receiveMessageOnPort(port2), receiveMessageOnPort(port2), receiveMessageOnPort(port2)]; port1.close(); return all; });
  await show('transfer', () => { const { port1, port2 } = new MessageChannel(); const b = new ArrayBuffer(4); const v = new Uint8Array(b); port1.postMessage(v, [b]); const { message } = receiveMessageOnPort(port2); port1.close(); return [b.byteLength, v.length, message]; });
  await show('transfer twice', () => { const { port1 } = new MessageChannel(); const b = new ArrayBuffer(4); try { port1.postMessage(b, [b, b]); } finally { port1.close(); } });
  await show('transfer self', () => { const { port1 } = new MessageChannel(); try { port1.postMessage(1, [port1]); } finally { port1.close(); } });
  await show('port in port', async () => { const a = new MessageChannel(); const b = new MessageChannel(); a.port1.postMessage({ p: b.port1 }, [b.port1]); const { p } = receiveMessageOnPort(a.port2).message; p.postMessage('through'); const got = receiveMessageOnPort(b.port2); a.port1.close(); b.port2.close(); return [p instanceof MessagePort, got]; });
  await show('port not listed', () => { const { port1, port2 } = new MessageChannel(); try { port1.postMessage(port2); } finally { port1.close(); } });
  await show('function', () => { const { port1 } = new MessageChannel(); try { port1.postMessage({ f() {} }); } finally { port1.close(); } });
  await show('symbol', () => { const { port1 } = new MessageChannel(); try { port1.postMessage(Symbol('s')); } finally { port1.close(); } });
  await show('bad list', () => { const { port1 } = new MessageChannel(); try { port1.postMessage(1, 5); } finally { port1.close(); } });
  await show('untransferable', () => { const b = new ArrayBuffer(1); markAsUntransferable(b); console.log(isMarkedAsUntransferable(b)); const { port1 } = new MessageChannel(); try { port1.postMessage(b, [b]); } finally { port1.close(); } });
  await show('uncloneable', () => { const o = { a: 1 }; markAsUncloneable(o); structuredClone(o); });
  await show('classes', () => { class C { x = 1; get y() { return 2; } } const c = structuredClone(new C()); return [c, c.constructor === Object]; });
  await show('errors', () => { const e = structuredClone(Object.assign(new RangeError('r', { cause: 'c' }), { extra: 1 })); return [e.name, e.message, e.cause, e.extra, e instanceof RangeError]; });
  await show('close event', async () => { const { port1, port2 } = new MessageChannel(); port2.on('message', () => {}); port1.close(); return (await once(port2, 'close')).length; });
  await show('onmessage', async () => { const { port1, port2 } = new MessageChannel(); const got = new Promise((resolve) => { port2.onmessage = (event) => resolve([event.constructor.name, event.data, event.ports.length, event.target === port2]); }); port1.postMessage('d'); const r = await got; port1.close(); return r; });
  await show('handleEvent', async () => { const { port1, port2 } = new MessageChannel(); const got = new Promise((resolve) => port2.addEventListener('message', { handleEvent: (event) => resolve(event.data) }, { once: true })); port2.start(); port1.postMessage('h'); const r = await got; port1.close(); return r; });

  await show('shared', async () => { const memory = new Int32Array(new SharedArrayBuffer(8)); const w = new Worker(`${prelude} Atomics.add(workerData, 0, 5); Atomics.store(workerData, 1, 1); Atomics.notify(workerData, 1);`, { eval: true, workerData: memory }); const waited = Atomics.waitAsync(memory, 1, 0); console.log(waited.async, await waited.value); await once(w, 'exit'); return [...memory]; });
  await show('wait', () => [Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1), Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1)]);
  await show('environment', async () => { setEnvironmentData('k', { v: 1 }); console.log(getEnvironmentData('k')); return ask(`${prelude} parentPort.postMessage(getEnvironmentData("k"))`); });
  await show('env copy', () => { process.env.SHOWN = 'yes'; return ask('process.env.NEW = "w"; require("worker_threads").parentPort.postMessage(process.env.SHOWN)'); });
  console.log(process.env.NEW);
  await show('env shared', () => ask('process.env.NEW = "w"; require("worker_threads").parentPort.postMessage(1)', { env: SHARE_ENV }));
  console.log(process.env.NEW);
  await show('argv', () => ask(`${prelude} parentPort.postMessage([process.argv.slice(2), process.execArgv, threadName, threadId > 0])`, { argv: ['a', 1], execArgv: ['--no-warnings'], name: 'the worker' }));
  await show('limits', () => ask(`${prelude} parentPort.postMessage(resourceLimits.maxYoungGenerationSizeMb)`, { resourceLimits: { maxYoungGenerationSizeMb: 8 } }));
  await show('data transfer', async () => { const b = new ArrayBuffer(3); const r = await ask(`${prelude} parentPort.postMessage(workerData.byteLength)`, { workerData: b, transferList: [b] }); return [r, b.byteLength]; });
  await show('module', () => ask('import { parentPort } from "node:worker_threads"; parentPort.postMessage(import.meta.url.slice(0, 5))', { type: 'module' }).catch((e) => e.message));
  await show('broadcast', async () => { const mine = new BroadcastChannel('news'); const w = new Worker(`${prelude} const c = new BroadcastChannel("news"); c.onmessage = (e) => { c.postMessage(e.data + 1); c.close(); }; parentPort.postMessage("ready");`, { eval: true }); await once(w, 'message'); const got = new Promise((resolve) => { mine.onmessage = (e) => resolve(e.data); }); mine.postMessage(1); const r = await got; mine.close(); try { mine.postMessage(1); } catch (error) { console.log(error.name, error.code, error.message); } await once(w, 'exit'); return [r, mine.name]; });
  await show('throws', async () => { const w = new Worker('throw Object.assign(new TypeError("in worker"), { extra: [1] })', { eval: true }); const [e] = await once(w, 'error'); return [e.name, e.message, e.extra]; });
  await show('throws value', async () => { const w = new Worker('throw { plain: true }', { eval: true }); return once(w, 'error'); });
  await show('rejects', async () => { const w = new Worker('Promise.reject(new Error("rejected"))', { eval: true }); const [e] = await once(w, 'error'); return e.message; });
  await show('exit', async () => { const w = new Worker('process.exit(9)', { eval: true }); return once(w, 'exit'); });
  await show('exitCode', async () => { const w = new Worker('process.exitCode = 3', { eval: true }); return once(w, 'exit'); });
  await show('terminate', async () => { const w = new Worker('while (true);', { eval: true }); await once(w, 'online'); return w.terminate(); });
  await show('message error', async () => { const w = new Worker(`${prelude} parentPort.on("message", (m) => parentPort.postMessage(m)); `, { eval: true }); w.postMessage({ ok: 1 }); const [m] = await once(w, 'message'); await w.terminate(); return m; });
  await show('stdio', async () => { const w = new Worker('process.stdin.on("data", (d) => process.stdout.write(String(d).toUpperCase())).on("end", () => console.error("done"))', { eval: true, stdin: true, stdout: true, stderr: true }); w.stdin.end('input'); let out = ''; w.stdout.on('data', (d) => { out += d; }); let err = ''; w.stderr.on('data', (d) => { err += d; }); await once(w, 'exit'); return [out, err]; });
  await show('not there', () => once(new Worker('./none.js'), 'error').then(([e]) => e.code));
  await show('bad file', () => new Worker('none.js'));
  await show('bad options', () => new Worker('', { eval: true, argv: 'x' }));
  await show('bad env', () => new Worker('', { eval: true, env: 5 }));
  await show('bad flags', () => new Worker('', { eval: true, execArgv: ['--title=x'] }));
  await show('performance', async () => { const w = new Worker('setTimeout(() => {}, 20)', { eval: true }); await once(w, 'online'); const u = w.performance.eventLoopUtilization(); await once(w, 'exit'); return Object.keys(u); });
}

main();
