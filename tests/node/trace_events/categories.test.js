'use strict';
// What the categories tell: phases, names, arguments, and that ids pair begins with ends.
const assert = require('assert');
const { traced } = require('./traced.js');

// [phase name, arguments] of each event of a group.
function told(group, code, categories = group.split(',').at(-1)) {
  const { events } = traced(categories, code);
  for (const { cat } of events) assert.strictEqual(cat, group);
  return events.map(({ ph, name, args }) => [`${ph} ${name}`, args]);
}

// Each begin has one end.
function assertPaired(events) {
  const open = new Map();
  for (const { ph, name, id, ts, tid } of events) {
    const key = `${tid} ${name} ${id}`;
    if (ph === 'b' || ph === 'B') {
      assert.ok(!open.has(key), key);
      open.set(key, ts);
    } else if (ph === 'e' || ph === 'E') {
      assert.ok(open.has(key), key);
      assert.ok(ts >= open.get(key));
      open.delete(key);
    }
  }
  assert.deepStrictEqual([...open.keys()], []);
}

assert.deepStrictEqual(told('node,node.console', `
  console.count(); console.count('b'); console.countReset();
  console.time('\\\\t"'); console.timeLog('\\\\t"'); console.timeEnd('\\\\t"');
`), [
  ['C count::default', { data: 1 }],
  ['C count::b', { data: 1 }],
  ['C count::default', { data: 0 }],
  ['b time::\\t"', {}],
  ['n time::\\t"', {}],
  ['e time::\\t"', {}],
]);

assert.deepStrictEqual(told('node,node.promises,node.promises.rejections', `
  process.on('unhandledRejection', () => {}).on('rejectionHandled', () => {});
  const late = Promise.reject(1);
  setImmediate(() => late.catch(() => {}));
  Promise.reject(2);
`), [
  ['C rejections', { unhandled: 1, handledAfter: 0 }],
  ['C rejections', { unhandled: 2, handledAfter: 0 }],
  ['C rejections', { unhandled: 2, handledAfter: 1 }],
]);

// What --eval itself compiles and runs comes before.
assert.deepStrictEqual(told('node,node.vm,node.vm.script', `
  const vm = require('vm');
  new vm.Script('1', { filename: 'f.js' }).runInThisContext();
  try { new vm.Script('('); } catch {}
`).filter(([, { filename }], index, all) => filename !== '[eval]' && all[index - 1]?.[1].filename !== '[eval]').slice(1), [
  ['B ContextifyScript::New', { filename: 'f.js' }],
  ['E ContextifyScript::New', {}],
  ['X RunInContext', {}],
  ['B ContextifyScript::New', { filename: 'evalmachine.<anonymous>' }],
  ['E ContextifyScript::New', {}],
]);

const steps = (...names) => names.flatMap((name) => [`B fs.sync.${name}`, `E fs.sync.${name}`]);
assert.deepStrictEqual(told('node,node.fs,node.fs.sync', `
  fs.writeFileSync('a', 'text'); fs.statSync('a'); fs.renameSync('a', 'b'); fs.readFileSync('b', 'utf8');
  try { fs.readdirSync('none'); } catch {} fs.unlinkSync('b'); fs.mkdirSync('d'); fs.rmdirSync('d');
`).map(([what]) => what), steps('open', 'write', 'close', 'stat', 'rename', 'open', 'read', 'close', 'readdir', 'unlink',
                              'mkdir', 'rmdir'));

{
  const { events } = traced('node.fs.async,node.fs_dir.async', `
    fs.mkdirSync('c');
    fs.stat('none', () => fs.rename('c', 'd', () => fs.opendir('d', (error, dir) => dir.close(() => fs.rmdir('d', () => {})))));
    fs.promises.writeFile('w', '12').then(() => fs.promises.unlink('w'));
  `);
  assertPaired(events);
  const has = (name, ph, args) => {
    const found = events.filter((event) => event.name === name && event.ph === ph).map((event) => event.args);
    assert.deepStrictEqual(found, [args]);
  };
  has('stat', 'b', { path: 'none' });
  has('stat', 'e', { result: -2 });
  has('rename', 'e', { result: 0 });
  has('opendir', 'b', { path: 'd' });
  has('closedir', 'e', { result: 0 });
  has('rmdir', 'e', { result: 0 });
  has('unlink', 'b', { path: 'w' });
}

{
  const { events, stdout } = traced('node.http,node.net.native,node.dns.native', `
    const http = require('http');
    const server = http.createServer((req, res) => { res.statusCode = 201; res.end('ok'); server.close(); });
    server.listen(0, '127.0.0.1', () => {
      console.log(server.address().port);
      http.get({ host: '127.0.0.1', port: server.address().port, path: '/p?q' }, (res) => res.resume());
    });
    require('net').connect('/nowhere').on('error', () => {});
    require('dns').lookup('localhost', { family: 4 }, () => {});
  `);
  assertPaired(events);
  const of = (name, ph) => events.filter((event) => event.name === name && event.ph === ph).map(({ args }) => args);
  assert.deepStrictEqual(of('http.server.request', 'e'), [{ data: { url: '/p?q', statusCode: 201 } }]);
  assert.deepStrictEqual(of('http.client.request', 'e'), [{ data: { path: '/p?q', statusCode: 201 } }]);
  assert.deepStrictEqual(of('connect', 'b').sort((a, b) => Object.keys(a).length - Object.keys(b).length || ('ip' in a ? -1 : 1)), [
    { ip: '127.0.0.1', port: +stdout }, { path_type: 'file', pipe_path: '/nowhere' },
  ]);
  assert.deepStrictEqual(of('connect', 'e').map(({ status }) => status).sort(), [-2, 0]);
  assert.deepStrictEqual(of('lookup', 'b'), [{ hostname: 'localhost', family: 'ipv4' }]);
  assert.deepStrictEqual(of('lookup', 'e'), [{ count: 1, order: 0 }]);
}

{
  const { events, pid } = traced('node.threadpoolwork', 'require("zlib").deflate("x", () => {})');
  const zlib = events.filter(({ name }) => name === 'zlib');
  const sync = zlib.filter(({ cat }) => cat.endsWith('.sync'));
  const async = zlib.filter(({ cat }) => cat.endsWith('.async'));
  assertPaired(sync);
  assertPaired(async);
  assert.ok(sync.length >= 2 && async.length >= 2);
  // The work is done on a thread of the pool.
  for (const { tid } of sync) assert.notStrictEqual(tid, pid);
  for (const { tid } of async) assert.strictEqual(tid, pid);
  assert.deepStrictEqual(async.at(-1).args, { result: 0 });
}

// V8 tells of its own, each with its time.
{
  const { events } = traced('v8', 'const all = []; for (let i = 0; i < 1e6; i++) all.push({ i });');
  const minor = events.filter(({ name }) => name === 'MinorGC');
  assert.ok(minor.length >= 2);
  assert.strictEqual(minor[0].cat, 'devtools.timeline,v8');
  assert.ok(minor[0].args.usedHeapSizeBefore > 0);
  assert.ok(minor[1].args.usedHeapSizeAfter > 0);
  assert.ok(events.some(({ name, ph, dur }) => name === 'V8.GCScavenger' && ph === 'X' && dur > 0));
}
