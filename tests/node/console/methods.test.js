// The methods of a Console, and what they write to which stream.
'use strict';

const assert = require('assert');
const { Writable } = require('stream');
const { Console } = console;

class Sink extends Writable {
  text = '';
  _write(chunk, encoding, callback) {
    this.text += chunk;
    callback();
  }
  take() {
    const { text } = this;
    this.text = '';
    return text;
  }
}

const out = new Sink();
const err = new Sink();
const c = new Console(out, err);

c.log('a %s', 'b', { c: 1 });
assert.strictEqual(out.take(), 'a b { c: 1 }\n');
c.info();
c.debug('debug');
assert.strictEqual(out.take(), '\ndebug\n');
c.warn('warn');
c.error('error %d', 5);
assert.strictEqual(err.take(), 'warn\nerror 5\n');
assert.strictEqual(out.take(), '');

c.group('outer');
c.log('first\nsecond');
c.group();
c.warn('deep');
c.groupEnd();
c.groupEnd();
c.groupEnd();
c.log('flat');
assert.strictEqual(out.take(), 'outer\n  first\n  second\nflat\n');
assert.strictEqual(err.take(), '    deep\n');

c.count();
c.count('x');
c.count();
c.countReset();
c.count();
assert.strictEqual(out.take(), 'default: 1\nx: 1\ndefault: 2\ndefault: 1\n');

c.assert(true, 'not shown');
c.assert(false);
c.assert(false, 'shown %s', 'here');
c.assert(false, { a: 1 });
assert.strictEqual(err.take(), 'Assertion failed\nAssertion failed: shown here\nAssertion failed { a: 1 }\n');

c.dir({ a: { b: { c: {} } } }, { depth: 0 });
assert.strictEqual(out.take(), '{ a: [Object] }\n');
c.dirxml({ a: 1 }, 'text');
assert.strictEqual(out.take(), "{ a: 1 } text\n");

c.time('t');
c.timeLog('t', 'more');
c.timeEnd('t');
assert.match(out.take(), /^t: \d+(\.\d+)?ms more\nt: \d+(\.\d+)?ms\n$/);

c.trace('here %s', 'it is');
assert.match(err.take(), /^Trace: here it is\n {4}at .*methods\.test\.js/);

c.table([{ a: 1, b: 'x' }, { a: 2, c: true }]);
assert.strictEqual(out.take(), [
  '\u250c\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u252c\u2500\u2500\u2500\u252c\u2500\u2500\u2500\u2500\u2500\u252c\u2500\u2500\u2500\u2500\u2500\u2500\u2510',
  '\u2502 (index) \u2502 a \u2502 b   \u2502 c    \u2502',
  '\u251c\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u253c\u2500\u2500\u2500\u253c\u2500\u2500\u2500\u2500\u2500\u253c\u2500\u2500\u2500\u2500\u2500\u2500\u2524',
  "\u2502 0       \u2502 1 \u2502 'x' \u2502      \u2502",
  '\u2502 1       \u2502 2 \u2502     \u2502 true \u2502',
  '\u2514\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2534\u2500\u2500\u2500\u2534\u2500\u2500\u2500\u2500\u2500\u2534\u2500\u2500\u2500\u2500\u2500\u2500\u2518',
  '',
].join('\n'));
c.table(5);
assert.strictEqual(out.take(), '5\n');
c.table(new Map([['k', 1]]));
assert.match(out.take(), /\(iteration index\) \u2502 Key \u2502 Values/);
c.table([[1, 2], [3, 4]], ['1']);
assert.match(out.take(), /\(index\) \u2502 1 /);

// Methods are bound: they can be handed around.
const { log } = c;
log('bound');
assert.strictEqual(out.take(), 'bound\n');
assert.strictEqual(c.log.name, 'log');
assert.strictEqual(Object.prototype.toString.call(c), '[object console]');
assert.ok(c instanceof Console);
assert.ok(console instanceof Console);
assert.ok(Console(out) instanceof Console);

// Options.
const options = new Console({ stdout: out, colorMode: true, inspectOptions: undefined, groupIndentation: 4 });
options.group();
options.log({ a: 'x' });
assert.strictEqual(out.take(), "    { a: \u001b[32m'x'\u001b[39m }\n");
new Console({ stdout: out, inspectOptions: { depth: 0 } }).log({ a: { b: 1 } });
assert.strictEqual(out.take(), '{ a: [Object] }\n');
assert.throws(() => new Console(), { code: 'ERR_CONSOLE_WRITABLE_STREAM' });
assert.throws(() => new Console({ stdout: out, stderr: {} }), { code: 'ERR_CONSOLE_WRITABLE_STREAM' });
assert.throws(() => new Console({ stdout: out, colorMode: 'sometimes' }), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => new Console({ stdout: out, groupIndentation: -1 }), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => new Console({ stdout: out, colorMode: true, inspectOptions: { colors: false } }), {
  code: 'ERR_INCOMPATIBLE_OPTION_PAIR',
});

// Errors of the stream are swallowed, and on request they are not.
const failing = () => new Writable({ write() { throw new Error('full'); } });
new Console(failing()).log('swallowed');
assert.throws(() => new Console({ stdout: failing(), ignoreErrors: false }).log('seen'), { message: 'full' });

// The global console.
assert.strictEqual(require('console'), console);
assert.deepStrictEqual(Object.keys(console).slice(0, 20), [
  'log', 'info', 'debug', 'warn', 'error', 'dir', 'time', 'timeEnd', 'timeLog', 'trace', 'assert', 'clear', 'count',
  'countReset', 'group', 'groupEnd', 'table', 'dirxml', 'groupCollapsed', 'Console',
]);
const written = [];
const { write } = process.stdout;
process.stdout.write = (text) => written.push(text);
console.log('to %s', 'stdout');
process.stdout.write = write;
assert.deepStrictEqual(written, ['to stdout\n']);
