'use strict';
// Flags: --experimental-eventsource
// EventSource: fields, comments, named events, and a second connection that says what it has seen.
const assert = require('assert');
const { createServer } = require('http');

const seen = [];
let connections = 0;
const server = createServer((request, response) => {
  assert.strictEqual(request.headers.accept, 'text/event-stream');
  response.setHeader('Content-Type', 'text/event-stream');
  if (++connections === 1) {
    response.end(': hello\nretry: 10\n\ndata: one\ndata:two\nid: 7\n\nevent: other\rdata: \u00e9\r\n\r\ndata: never');
  } else {
    assert.strictEqual(request.headers['last-event-id'], '7');
    response.write('data\n\ndata: last\n\n');
  }
});

server.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}/`;
  const source = new EventSource(url);
  assert.strictEqual(source.readyState, EventSource.CONNECTING);
  assert.strictEqual(source.url, url);
  assert.strictEqual(source.withCredentials, false);
  source.onopen = () => seen.push('open');
  source.onerror = () => seen.push(`error ${source.readyState}`);
  source.addEventListener('other', ({ data, lastEventId }) => seen.push(`other ${data} ${lastEventId}`));
  source.onmessage = ({ data, lastEventId, origin }) => {
    assert.strictEqual(`${origin}/`, url);
    seen.push(`${data} ${lastEventId}`);
    if (data !== 'last') return;
    source.close();
    assert.strictEqual(source.readyState, EventSource.CLOSED);
    server.close();
    server.closeAllConnections();
  };
});

process.on('exit', () => {
  assert.deepStrictEqual(seen, ['open', 'one\ntwo 7', 'other \u00e9 7', 'error 0', 'open', ' 7', 'last 7']);
});

assert.throws(() => new EventSource('nope'), { name: 'SyntaxError' });
