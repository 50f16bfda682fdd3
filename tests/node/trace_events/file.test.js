'use strict';
// The file: its name, its metadata, when it is written, and which events are in it.
const assert = require('assert');
const { traced } = require('./traced.js');

// Nothing is traced and no file is written without being asked for.
assert.deepStrictEqual(traced(undefined, '1').files, []);

{
  const { files, metadata, events, pid } = traced('none', 'process.title = "other"', { flags: ['--title=first'] });
  assert.deepStrictEqual(files, ['node_trace.1.log']);
  assert.deepStrictEqual(events, []);
  const named = (name) => metadata.filter((event) => event.name === name).map(({ args }) => args);
  for (const { ph, ts } of metadata) {
    assert.strictEqual(ph, 'M');
    assert.ok(Number.isInteger(ts));
  }
  const titles = named('process_name').map(({ name }) => name);
  assert.ok(titles.includes('first') && titles.includes('other'), titles.join());
  assert.deepStrictEqual(named('version')[0], { node: process.versions.node });
  const threads = named('thread_name').map(({ name }) => name);
  assert.ok(threads.includes('JavaScriptMainThread') && threads.includes('PlatformWorkerThread'), threads.join());
  const { process: described } = named('node')[0];
  assert.strictEqual(described.versions.v8, process.versions.v8);
  assert.strictEqual(described.arch, process.arch);
  assert.strictEqual(described.platform, process.platform);
  assert.strictEqual(described.release.name, 'node');
  const main = metadata.find(({ args }) => args.name === 'JavaScriptMainThread');
  assert.strictEqual(main.tid, pid);
}

// The pattern of the name.
{
  const flags = ['--trace-event-file-pattern', '${pid}-${rotation}-${pid}.${rotation}.log'];
  const { files, pid } = traced('none', '1', { flags });
  assert.deepStrictEqual(files, [`${pid}-1-${pid}.1.log`]);
}

// --trace-events-enabled has its own list; the last of the two flags counts.
const list = "console.log(require('trace_events').getEnabledCategories())";
assert.strictEqual(traced(undefined, list, { flags: ['--trace-events-enabled'] }).stdout, 'node,node.async_hooks,v8\n');
assert.strictEqual(traced('b,a', list, { flags: [] }).stdout, 'a,b\n');
assert.strictEqual(traced('b,a', list, { flags: ['--trace-events-enabled'] }).stdout, 'node,node.async_hooks,v8\n');

// However the program ends.
const count = (code, how) => traced('node.console', code, how).events.length;
assert.strictEqual(count('console.count()'), 1);
assert.strictEqual(count('console.count(); process.exit(3)', { status: 3 }), 1);
assert.strictEqual(count("process.on('exit', () => console.count())"), 1);
assert.strictEqual(count("process.on('uncaughtException', () => { console.count(); process.exit(4) }); throw 1",
                         { status: 4 }), 1);

// An object that the program makes starts and ends it; the command line's categories stay.
const part = `
  const tracing = require('trace_events').createTracing({ categories: ['node.console'] });
  console.count('before');
  tracing.enable();
  console.count('within');
  tracing.disable();
  console.count('behind');
`;
assert.deepStrictEqual(traced(undefined, part).events.map(({ name }) => name), ['count::within']);
assert.deepStrictEqual(traced('node', part).events.filter(({ cat }) => cat === 'node,node.console')
  .map(({ name }) => name), ['count::before', 'count::within', 'count::behind']);

// Many events: all of them arrive, in order.
{
  const { events } = traced('node.console', 'console.log = () => {}; for (let i = 0; i < 20000; i++) console.count("x")');
  assert.strictEqual(events.length, 20000);
  events.forEach(({ args }, index) => assert.strictEqual(args.data, index + 1));
}
