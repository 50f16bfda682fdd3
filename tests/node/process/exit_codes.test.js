// Exit codes and last words of programs that end in each way: exit codes of all kinds, throw, reject, signals, deadlocks of await.
'use strict';

const { spawnSync } = require('child_process');

// Where in the runtime's own sources something was thrown, and what native code says of an abort, is the runtime's own affair.
const first = (text) => text.replace(/^node:internal.*\n.*\n *\^+\n/gm, '').replace(/^(\n|----- Native stack)[^]*JavaScript stack[^]*$/m, '').replaceAll(process.cwd(), 'CWD').replaceAll(process.execPath, 'BIN').replaceAll(/node26|heddle/g, 'BIN').replaceAll(/\(node:\d+\)/g, '(node:PID)').split('\n').filter((line) => line && !/^ +at |^Node\.js|\(Use `/.test(line)).slice(0, 6).join(' | ');
function run(name, args, options = {}) {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', ...options });
  console.log(`${name}: ${status} ${signal} ${JSON.stringify(stdout)} ${JSON.stringify(first(stderr ?? ''))}`);
}
const e = (code) => ['-e', code];

run('plain', e('0'));
run('exit', e('process.exit(7)'));
run('exitCode', e('process.exitCode = 8'));
run('exitCode text', e('process.exitCode = "9"'));
run('exitCode bad', e('process.exitCode = "x"'));
run('exitCode fraction', e('process.exitCode = 1.5'));
run('exit bad', e('process.exit("y")'));
run('exit over', e('process.exit(256 + 5)'));
run('exit wins', e('process.exitCode = 3; process.exit()'));
run('in exit', e('process.on("exit", (c) => { console.log(c, process.exitCode); process.exitCode = 4; })'));
run('throw in exit', e('process.on("exit", () => { throw new Error("late") })'));
run('throw', e('throw new TypeError("bad")'));
run('throw string', e('throw "text"'));
run('throw undefined', e('throw undefined'));
run('throw object', e('throw { a: 1 }'));
run('throw null proto', e('throw Object.create(null)'));
run('syntax', e('let ='));
run('reject', e('Promise.reject(new Error("r"))'));
run('reject value', e('Promise.reject(5)'));
for (const mode of ['throw', 'strict', 'warn', 'none', 'warn-with-error-codes']) run(`reject ${mode}`, [`--unhandled-rejections=${mode}`, ...e('Promise.reject(new Error("r")); setTimeout(() => console.log("alive"), 5)')]);
run('reject handled', e('process.on("unhandledRejection", (r, p) => console.log(r.message, p instanceof Promise)); Promise.reject(new Error("r"))'));
run('reject late', e('const p = Promise.reject(new Error("r")); process.on("unhandledRejection", () => setTimeout(() => p.catch(() => {}), 1)); process.on("rejectionHandled", () => console.log("handled"))'));
run('uncaught', e('process.on("uncaughtException", (e, origin) => console.log(e.message, origin)); throw new Error("u")'));
run('uncaught throws', e('process.on("uncaughtException", () => { throw new Error("again") }); throw new Error("u")'));
run('capture', e('process.setUncaughtExceptionCaptureCallback((e) => console.log("captured", e.message)); throw new Error("u")'));
run('monitor', e('process.on("uncaughtExceptionMonitor", (e, o) => console.log("monitor", e.message, o)); Promise.reject(new Error("m"))'));
run('signal', e('process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000)'));
run('signal handled', e('process.on("SIGTERM", (s, n) => { console.log(s, n); process.exit(1) }); process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000)'));
run('abort', e('process.on("exit", () => console.log("no")); process.abort()'), { stdio: ['pipe', 'pipe', 'ignore'] });
run('await', ['--input-type=module', ...e('console.log(1); await new Promise(() => {})')]);
run('import missing', ['--input-type=module', ...e('import "./nothing.js"')]);
run('require missing', e('require("./nothing")'));
run('no file', ['./nothing.js']);
run('bad option', ['--no-such-option']);
run('bad value', ['--unhandled-rejections=maybe', ...e('0')]);
run('trace', ['--trace-uncaught', ...e('throw 5')]);
run('beforeExit', e('let n = 0; process.on("beforeExit", (c) => { if (n++ < 2) setTimeout(() => console.log("more", c), 1) })'));
run('stdin', ['-'], { input: 'console.log("from stdin", __filename)' });
run('print', ['-p', '[1, { a: 2 }]']);
run('check', ['--check', __filename]);
run('warning', e('process.emitWarning("w", { type: "Custom", code: "C1", detail: "more" })'));
run('deprecation', e('process.emitWarning("old", "DeprecationWarning", "DEP1"); process.emitWarning("old", "DeprecationWarning", "DEP1")'));
run('no deprecation', ['--no-deprecation', ...e('process.emitWarning("old", "DeprecationWarning", "DEP1")')]);
run('throw deprecation', ['--throw-deprecation', ...e('process.emitWarning("old", "DeprecationWarning", "DEP1")')]);
run('disabled', ['--disable-warning=DEP1', ...e('process.emitWarning("old", "DeprecationWarning", "DEP1"); process.emitWarning("kept")')]);
run('warning bad', e('process.emitWarning(5)'));
run('warning event', e('process.on("warning", (w) => console.log(w.name, w.code, w.message, w.detail)); process.emitWarning(new RangeError("own"))'));
