'use strict';
// --inspect-brk: where a program can be inspected, and a client that steps through it.
const assert = require('assert');
const http = require('http');
const { spawn } = require('child_process');

function getJSON(port, path, headers) {
  return new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port, path, headers }, (res) => {
      let body = '';
      res.setEncoding('utf8').on('data', (part) => body += part).on('end', () => resolve({ code: res.statusCode, body }));
    }).on('error', reject);
  });
}

function connect(url) {
  const socket = new WebSocket(url);
  let id = 0;
  const answers = new Map();
  const events = [];
  const waiters = [];
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.id !== undefined) {
      answers.get(message.id)(message.result);
      return;
    }
    events.push(message);
    for (const waiter of waiters.splice(0)) waiter();
  };
  return new Promise((resolve, reject) => {
    socket.onerror = reject;
    socket.onopen = () => resolve({
      post(method, params = {}) {
        return new Promise((done) => {
          answers.set(++id, done);
          socket.send(JSON.stringify({ id, method, params }));
        });
      },
      async event(method) {
        for (;;) {
          const at = events.findIndex((event) => event.method === method);
          if (at >= 0) return events.splice(at, 1)[0].params;
          await new Promise((done) => waiters.push(done));
        }
      },
      close: () => socket.close(),
    });
  });
}

async function inspect(port, url) {
  const list = JSON.parse((await getJSON(port, '/json/list')).body);
  assert.strictEqual(list.length, 1);
  assert.strictEqual(list[0].webSocketDebuggerUrl, url);
  assert.match(JSON.parse((await getJSON(port, '/json/version')).body).Browser, /^node\.js\/v/);
  assert.strictEqual((await getJSON(port, '/other')).code, 400);
  // A page of the web must not get here by a name that leads to this machine.
  assert.strictEqual((await getJSON(port, '/json/list', { host: 'example.com' })).code, 400);

  const client = await connect(url);
  await client.post('NodeRuntime.enable');
  await client.event('NodeRuntime.waitingForDebugger');
  await client.post('Debugger.enable');
  await client.post('Runtime.enable');
  await client.post('Runtime.runIfWaitingForDebugger');
  const { reason, callFrames } = await client.event('Debugger.paused');
  assert.strictEqual(reason, 'Break on start');
  assert.strictEqual(callFrames[0].location.lineNumber, 1);
  client.post('Debugger.resume');
  const second = await client.event('Debugger.paused');
  const { callFrameId } = second.callFrames[0];
  const { result } = await client.post('Debugger.evaluateOnCallFrame', { callFrameId, expression: 'secret + 1' });
  assert.strictEqual(result.value, 42);
  client.post('Debugger.resume');
  const { args } = await client.event('Runtime.consoleAPICalled');
  assert.strictEqual(args[0].value, 'the end');
  await client.event('Runtime.executionContextDestroyed');
  client.close();
}

const source = 'function f() { const secret = 41; debugger; return secret; }\nf();\nconsole.log("the end");process.exitCode = 7';
const child = spawn(process.execPath, ['--inspect-brk=0', '-e', source]);
let text = '';
let started = false;
let inspected = false;
child.stderr.setEncoding('utf8').on('data', (part) => {
  text += part;
  const match = /listening on (ws:\/\/127\.0\.0\.1:(\d+)\/\S+)\n/.exec(text);
  if (started || match === null) return;
  started = true;
  inspect(Number(match[2]), match[1]).then(() => inspected = true, (error) => {
    child.kill();
    throw error;
  });
});
child.on('exit', (code) => {
  assert.strictEqual(code, 7);
  assert.ok(inspected);
  assert.match(text, /Debugger attached\.[^]*Waiting for the debugger to disconnect\.\.\./);
});
