'use strict';
// A program that runs opens its inspector when SIGUSR1 comes, and says where it is only where it is told to.
const assert = require('assert');
const http = require('http');
const { once } = require('events');
const { spawn, spawnSync } = require('child_process');

assert.throws(() => process._debugProcess(655555), { code: 'ESRCH', syscall: 'kill' });

function get(port, path) {
  return new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    }).on('error', reject);
  });
}

async function viaSignal() {
  const program = 'setInterval(() => {}, 1000); console.log("ready")';
  const child = spawn(process.execPath, ['--inspect-port=0', '-e', program], { stdio: ['ignore', 'pipe', 'pipe'] });
  await once(child.stdout, 'data');
  process._debugProcess(child.pid);
  let text = '';
  child.stderr.setEncoding('utf8');
  while (!/ws:\/\/[^\n]*\n/.test(text)) text += (await once(child.stderr, 'data'))[0];
  const { 1: port } = /Debugger listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(text);
  assert.strictEqual(await get(port, '/json/list'), 200);
  child.kill();
  await once(child, 'exit');
}

// Nobody is told by HTTP.
function unpublished() {
  const program = `
    const { 1: port } = /:(\\d+)\\//.exec(require('inspector').url());
    require('http').get({ host: '127.0.0.1', port, path: '/json/list', agent: false }, (response) => {
      console.log(response.statusCode);
      response.resume();
    });
  `;
  const { stdout, stderr } = spawnSync(
    process.execPath, ['--inspect=0', '--inspect-publish-uid=stderr', '-e', program], { encoding: 'utf8' });
  assert.match(stderr, /Debugger listening on ws:/);
  assert.strictEqual(stdout, '404\n');
  const bad = spawnSync(process.execPath, ['--inspect=0', '--inspect-publish-uid=paper', '-e', '1'], { encoding: 'utf8' });
  assert.strictEqual(bad.status, 9);
  assert.match(bad.stderr, /--inspect-publish-uid destination can be stderr or http/);
}

viaSignal().then(unpublished).then(() => console.log('done'));
