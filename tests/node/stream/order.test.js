// The order of the events of streams, which programs rely on.
'use strict';

const assert = require('assert');
const { Readable, Writable, Duplex, Transform } = require('stream');

const log = [];
function watch(name, stream, events) {
  for (const event of events) stream.on(event, () => log.push(`${name}:${event}`));
}

// A writable: callbacks come in a tick, then 'finish', then 'close'.
const writable = new Writable({
  write(chunk, encoding, callback) {
    log.push(`w:write ${chunk}`);
    callback();
  },
  final(callback) {
    log.push('w:final');
    callback();
  },
  destroy(err, callback) {
    log.push('w:destroy');
    callback(err);
  },
});
watch('w', writable, ['drain', 'prefinish', 'finish', 'close']);
writable.write('1', () => log.push('w:cb 1'));
writable.end('2', () => log.push('w:cb end'));
log.push('sync');

writable.on('close', () => {
  assert.deepStrictEqual(log.splice(0), [
    'w:write 1', 'w:write 2', 'w:final', 'w:prefinish', 'sync', 'w:cb 1', 'w:cb end', 'w:finish', 'w:destroy', 'w:close',
  ]);
  readableNext();
});

function readableNext() {
  const readable = new Readable({ read() {} });
  watch('r', readable, ['readable', 'end', 'close']);
  readable.push('a');
  readable.push(null);
  readable.on('data', (chunk) => log.push(`r:data ${chunk}`));
  log.push('sync');
  readable.read();
  readable.read();
  readable.on('close', () => {
    assert.deepStrictEqual(log.splice(0), ['sync', 'r:data a', 'r:readable', 'r:end', 'r:close']);
    flowNext();
  });
}

function flowNext() {
  const readable = new Readable({ read() {} });
  watch('r', readable, ['end', 'close', 'pause', 'resume']);
  for (const chunk of ['a', 'b', null]) readable.push(chunk);
  readable.on('data', (chunk) => {
    log.push(`r:data ${chunk}`);
    if (chunk.toString() === 'a') {
      readable.pause();
      setImmediate(() => {
        log.push('immediate');
        readable.resume();
      });
    }
  });
  readable.on('close', () => {
    assert.deepStrictEqual(log.splice(0), [
      'r:resume', 'r:data a', 'r:pause', 'immediate', 'r:resume', 'r:data b', 'r:end', 'r:close',
    ]);
    errorNext();
  });
}

function errorNext() {
  const duplex = new Duplex({ read() {}, write(c, e, cb) { cb(new Error('no')); } });
  watch('d', duplex, ['error', 'close', 'finish', 'end']);
  duplex.write('x', (err) => log.push(`d:cb ${err.message}`));
  duplex.on('close', () => {
    assert.deepStrictEqual(log.splice(0), ['d:cb no', 'd:error', 'd:close']);
    assert.strictEqual(duplex.errored.message, 'no');
    assert.strictEqual(duplex.closed, true);
    transformNext();
  });
}

function transformNext() {
  const transform = new Transform({
    transform(chunk, encoding, callback) { callback(null, `${chunk}`.toUpperCase()); },
    flush(callback) { callback(null, '!'); },
  });
  watch('t', transform, ['finish', 'end', 'close', 'prefinish']);
  let out = '';
  transform.setEncoding('utf8').on('data', (chunk) => { out += chunk; });
  transform.end('abc');
  transform.on('close', () => {
    assert.strictEqual(out, 'ABC!');
    assert.deepStrictEqual(log.splice(0), ['t:prefinish', 't:end', 't:finish', 't:close']);
    done = true;
  });
}

let done = false;
process.on('exit', () => assert.ok(done));
