// Lines of a stream: all line ends, pieces, events, iteration, question.
'use strict';

const assert = require('assert');
const readline = require('readline');
const promises = require('readline/promises');
const { PassThrough, Readable } = require('stream');

async function lines(chunks, options) {
  const rl = readline.createInterface({ input: Readable.from(chunks), ...options });
  const out = [];
  rl.on('line', (line) => out.push(line));
  await new Promise((resolve) => rl.on('close', resolve));
  return out;
}

async function main() {
  assert.deepStrictEqual(await lines(['a\nb\r\nc\rd\u2028e\u2029f']), ['a', 'b', 'c', 'd', 'e', 'f']);
  assert.deepStrictEqual(await lines(['a\r', '\nb', 'c\n\n']), ['a', 'bc', '']);
  assert.deepStrictEqual(await lines([Buffer.from([0xe2, 0x82]), Buffer.from([0xac, 10])]), ['\u20ac']);

  const seen = [];
  for await (const line of readline.createInterface({ input: Readable.from(['x\ny\n']) })) seen.push(line);
  assert.deepStrictEqual(seen, ['x', 'y']);

  {
    const input = new PassThrough();
    const output = new PassThrough();
    const rl = promises.createInterface({ input, output });
    const answer = rl.question('name? ');
    input.write('me\n');
    assert.strictEqual(await answer, 'me');
    assert.strictEqual(output.read().toString(), 'name? ');
    const controller = new AbortController();
    const never = rl.question('? ', { signal: controller.signal });
    controller.abort();
    await assert.rejects(never, { name: 'AbortError' });
    rl.close();
    await assert.rejects(rl.question('x'), { code: 'ERR_USE_AFTER_CLOSE' });
    assert.throws(() => rl.pause(), { code: 'ERR_USE_AFTER_CLOSE' });
  }
  {
    const events = [];
    const rl = readline.createInterface({ input: new PassThrough() });
    for (const name of ['pause', 'resume', 'close']) rl.on(name, () => events.push(name));
    rl.pause();
    rl.resume();
    rl.close();
    rl.close();
    assert.deepStrictEqual(events, ['pause', 'resume', 'pause', 'close']);
    assert.strictEqual(rl.getPrompt(), '> ');
  }
  assert.throws(() => readline.createInterface({ input: new PassThrough(), completer: 1 }),
                { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => readline.createInterface({ input: new PassThrough(), historySize: -1 }),
                { code: 'ERR_OUT_OF_RANGE' });
}
let done = false;
main().then(() => { done = true; });
process.on('exit', () => assert.ok(done));
