// The line editor of a terminal: keys, history, completion, the kill ring, undo.
'use strict';

process.env.TERM = 'xterm';
const assert = require('assert');
const readline = require('readline');
const { PassThrough } = require('stream');

function editor(options) {
  const input = new PassThrough();
  const rl = readline.createInterface({ input, output: new PassThrough(), terminal: true, ...options });
  rl.key = (name, modifiers = {}) => rl.write(null, { name, ...modifiers });
  const lines = [];
  rl.on('line', (line) => lines.push(line));
  return [rl, lines];
}
const ctrl = { ctrl: true };
const meta = { meta: true };

{
  const [rl, lines] = editor();
  rl.write('hello world');
  rl.key('left', ctrl);
  assert.strictEqual(rl.cursor, 6);
  rl.write('big ');
  rl.key('e', ctrl);
  rl.key('backspace');
  assert.strictEqual(rl.line, 'hello big worl');
  rl.key('w', ctrl);
  assert.strictEqual(rl.line, 'hello big ');
  rl.key('a', ctrl);
  rl.key('d', meta);
  assert.strictEqual(rl.line, 'big ');
  rl.key('k', ctrl);
  assert.strictEqual(rl.line, '');
  rl.key('y', ctrl);
  assert.strictEqual(rl.line, 'big ');
  rl.write(null, { sequence: '\x1f' });
  assert.strictEqual(rl.line, '');
  rl.write(null, { sequence: '\x1e' });
  assert.strictEqual(rl.line, 'big ');
  rl.key('return');
  assert.deepStrictEqual(lines, ['big ']);
  rl.close();
}
{
  // An emoji is one step.
  const [rl] = editor();
  rl.write('a\ud83d\ude00b');
  rl.key('left');
  rl.key('left');
  assert.strictEqual(rl.cursor, 1);
  rl.key('delete');
  assert.strictEqual(rl.line, 'ab');
  assert.deepStrictEqual(rl.getCursorPos(), { rows: 0, cols: 3 });
  rl.close();
}
{
  const [rl] = editor({ history: ['two', 'three', 'one'], historySize: 3 });
  rl.write('t');
  rl.key('up');
  assert.strictEqual(rl.line, 'two');
  rl.key('up');
  assert.strictEqual(rl.line, 'three');
  rl.key('down');
  assert.strictEqual(rl.line, 'two');
  rl.key('return');
  assert.deepStrictEqual(rl.history, ['two', 'three', 'one']);
  rl.write('new\n');
  assert.deepStrictEqual(rl.history, ['new', 'two', 'three']);
  rl.close();
}
{
  const [rl] = editor({ completer: (line) => [['foobar', 'foobaz'].filter((x) => x.startsWith(line)), line] });
  rl.write('f');
  rl.key('tab');
  assert.strictEqual(rl.line, 'fooba');
  rl.close();
}
{
  const [rl] = editor();
  rl.on('SIGINT', () => { rl.sawInterrupt = true; });
  rl.key('c', ctrl);
  assert.strictEqual(rl.sawInterrupt, true);
  rl.key('d', ctrl);
  assert.strictEqual(rl.closed, true);
}
{
  const keys = [];
  const stream = new PassThrough();
  readline.emitKeypressEvents(stream);
  stream.on('keypress', (s, key) => keys.push([s, key.name, key.ctrl, key.meta, key.shift]));
  stream.write('aB\x01\x1b[1;5C\x1b[3~\x1bOP\x1bx\r');
  setImmediate(() => assert.deepStrictEqual(keys, [
    ['a', 'a', false, false, false],
    ['B', 'b', false, false, true],
    ['\x01', 'a', true, false, false],
    [undefined, 'right', true, false, false],
    [undefined, 'delete', false, false, false],
    [undefined, 'f1', false, false, false],
    [undefined, 'x', false, true, false],
    ['\r', 'return', false, false, false],
  ]));
}
{
  const out = new PassThrough();
  readline.cursorTo(out, 1, 2);
  readline.moveCursor(out, -1, 3);
  readline.clearLine(out, -1);
  readline.clearScreenDown(out);
  assert.strictEqual(out.read().toString(), '\x1b[3;2H');
  assert.strictEqual(Buffer.concat([out.read(), out.read(), out.read()]).toString(), '\x1b[1D\x1b[3B\x1b[1K\x1b[0J');
  assert.throws(() => readline.cursorTo(out, NaN), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => readline.cursorTo(out, 'a', 1), { code: 'ERR_INVALID_CURSOR_POS' });
}
