// A server that is out of descriptors refuses who waits, does not spin, and serves again when there are some.
'use strict';

const assert = require('assert');
const { spawnSync } = require('child_process');

if (process.argv[2] === 'server') {
  const fs = require('fs');
  const net = require('net');
  const server = net.createServer((socket) => socket.end('ok')).listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    const taken = [];
    const first = net.connect(port, '127.0.0.1');
    first.resume();
    first.on('close', () => {
      // The client has its descriptor before the last one is gone.
      const client = net.connect(port, '127.0.0.1');
      client.on('error', () => {});
      try {
        for (;;) taken.push(fs.openSync('/dev/null'));
      } catch (error) {
        if (error.code !== 'EMFILE') throw error;
      }
      let text = '';
      client.on('data', (chunk) => { text += chunk; });
      client.on('close', () => {
        const refused = text === '';
        for (const fd of taken) fs.closeSync(fd);
        const again = net.connect(port, '127.0.0.1');
        again.on('data', (chunk) => {
          console.log(`${refused ? 'refused' : 'served'} ${chunk}`);
          server.close();
        });
      });
    });
  });
} else {
  const command = `ulimit -n 80; exec "${process.execPath}" "${__filename}" server`;
  const { stdout, stderr, status } = spawnSync('sh', ['-c', command], { encoding: 'utf8', timeout: 20_000 });
  assert.strictEqual(stderr, '');
  assert.strictEqual(status, 0);
  assert.strictEqual(stdout, 'refused ok\n');
}
