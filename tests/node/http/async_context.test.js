// AsyncLocalStorage: a request's listeners run in the context in which the request was made, on whatever connection.
'use strict';

const assert = require('assert');
const { AsyncLocalStorage } = require('async_hooks');
const http = require('http');

const storage = new AsyncLocalStorage();
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

const server = http.createServer((req, res) => {
  assert.strictEqual(storage.getStore(), undefined);
  storage.run(req.url, () => {
    req.on('end', () => {
      assert.strictEqual(storage.getStore(), req.url);
      res.end(req.url);
    });
    req.resume();
  });
});

function ask(port, name) {
  return storage.run(name, () => new Promise((resolve) => {
    const req = http.get({ port, host: '127.0.0.1', path: `/${name}`, agent }, (res) => {
      assert.strictEqual(storage.getStore(), name);
      let body = '';
      res.on('data', (chunk) => {
        assert.strictEqual(storage.getStore(), name);
        body += chunk;
      });
      res.on('end', () => {
        assert.strictEqual(storage.getStore(), name);
        assert.strictEqual(body, `/${name}`);
        resolve();
      });
    });
    req.on('socket', () => assert.strictEqual(storage.getStore(), name));
  }));
}

server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  await Promise.all(['a', 'b', 'c', 'd'].map((name) => ask(port, name)));
  agent.destroy();
  server.close();
});
