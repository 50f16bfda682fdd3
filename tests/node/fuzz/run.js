// Runs one target of the fuzzer. Each round has a seed of its own (the base seed plus its number) and gives a text; the texts'
// digests are printed, and must be the same on every engine. FUZZ_COUNT is how many rounds there are, FUZZ_SEED the base,
// FUZZ_FROM the first round, FUZZ_LOG a file that takes every text, FUZZ_TRACE=1 names each round before it runs.
'use strict';

const fs = require('fs');
const { inspect, types } = require('util');
const { Random } = require('./random.js');
const { quietly, value } = require('./values.js');

const { env } = process;
// A round that takes longer is named on standard error.
const kSlow = 1000;
const polluting = ['value', 'get', 'set', 'depth', 'colors', 'encoding', 'transfer', 'length', 'constructor', 'then', 'toString', 'enumerable', 'a', 'cause', 'type', 'showProxy'];

function digest(hash, text) {
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return Math.imul(hash ^ 0xff, 0x01000193) >>> 0;
}

// Frames of stacks, the depth at which a stack ends and the engine's own words differ between versions of engines.
function plain(text) {
  if (/Maximum call stack size|Invalid string length|heap limit|Stack overflow/.test(text)) return 'too deep';
  return text.replace(/(TypeError undefined:? ).*? (?:is|and) not a function/g, '$1not a function')
    .replace(/timeStamp: [\d.]+/g, 'timeStamp: 0').replace(/\n *(\u001b\[\d+m)?['"]? *at .*/g, '').replaceAll(__dirname, 'DIR')
    .replace(/(\[stack\]: .*)\.\.\. \d+ more characters/g, '$1...')
    // Whether the engine's own functions leave a frame in the stack of what they throw is a matter of its optimizer.
    .replace(/\{\s*<rejected> \[?(\w*Error: [^\n]*?)\]?\s*\}/g, '{ <rejected> $1 }');
}

function errorText(error) {
  try {
    if (types.isNativeError(error) || error instanceof DOMException) {
      return `throws ${String(error.name)} ${String(error.code)}: ${String(error.message)}`;
    }
    return `throws ${typeof error}`;
  } catch {
    return 'throws something';
  }
}

function resultText(result) {
  if (typeof result === 'string') return result;
  try {
    return inspect(result, { depth: 6, showProxy: true });
  } catch (error) {
    return `not to be shown: ${errorText(error)}`;
  }
}

function pollute(random) {
  const key = random.pick(polluting);
  if (Object.hasOwn(Object.prototype, key)) return () => {};
  const polluted = value(random, 1);
  const throwing = random.chance(20);
  if (env.FUZZ_TRACE) console.error('polluting %s %s', key, throwing ? 'with a getter that throws' : typeof polluted);
  Object.defineProperty(Object.prototype, key, throwing
    ? { get() { throw new Error('polluted'); }, set() {}, configurable: true }
    : { value: polluted, writable: true, configurable: true });
  return () => delete Object.prototype[key];
}

// What nobody caught in the round that is going on.
const strays = [];

async function settled(text) {
  await new Promise((resolve) => { setImmediate(resolve); });
  const added = strays.splice(0).map((error) => `\nstray: ${errorText(error)}`);
  return text + added.join('');
}

async function round(target, seed, options) {
  const random = new Random(seed);
  let act;
  try {
    act = target(random);
  } catch {
    return 'cannot be made';
  }
  const clean = options.pollute && random.chance(3) ? pollute(random) : () => {};
  let result;
  let text;
  try {
    result = act();
  } catch (error) {
    clean();
    return errorText(error);
  }
  clean();
  if (types.isPromise(result) && options.awaits) {
    try {
      result = await result;
    } catch (error) {
      return `rejects: ${errorText(error)}`;
    }
  }
  text = resultText(result);
  return text;
}

// `target(random)` makes ready what is to be done and returns the function that does it. Options: `pollute` gives some
// rounds a polluted Object.prototype, `awaits` waits for promises, `strays` shows what nobody caught instead of ending;
// `loose` says why the answers may differ from Node's: then only the rounds count, and the log shows what they gave.
async function fuzz(target, count, options = {}) {
  const rounds = Number(env.FUZZ_COUNT ?? process.argv[2] ?? count);
  const base = Number(env.FUZZ_SEED ?? 1);
  const first = Number(env.FUZZ_FROM ?? 0);
  const log = env.FUZZ_LOG ? fs.openSync(env.FUZZ_LOG, 'w') : undefined;
  const block = Math.max(1, Math.ceil(rounds / 20));
  let hash = 0x811c9dc5;
  let lines = [];
  let now = first;
  const flush = () => {
    if (log !== undefined) fs.writeSync(log, lines.join(''));
    lines = [];
  };
  process.on('unhandledRejection', (error) => { if (options.strays) strays.push(error); });
  process.on('uncaughtException', (error) => {
    if (options.strays) {
      strays.push(error);
      return;
    }
    quietly(() => console.error('round %d of seed %d: %s', now, base, error?.stack));
    process.exit(1);
  });
  process.on('exit', (code) => {
    if (code === 0 && now !== first + rounds) {
      console.error('ended in round %d of seed %d', now, base);
      process.exitCode = 1;
    }
  });
  for (; now < first + rounds; now++) {
    if (env.FUZZ_TRACE) fs.writeSync(2, `${now}\n`);
    const begun = Date.now();
    let text;
    try {
      text = await round(target, base * 1_000_003 + now, options);
      text = plain(options.strays ? await settled(text) : text);
    } catch (error) {
      console.error('round %d of seed %d: %s', now, base, error.stack);
      process.exit(1);
    }
    if (Date.now() - begun > kSlow) console.error('round %d of seed %d took %d ms', now, base, Date.now() - begun);
    hash = digest(hash, options.loose ? '' : text);
    if (log !== undefined) lines.push(`${now} ${JSON.stringify(text)}\n`);
    if ((now - first + 1) % block === 0 || now === first + rounds - 1) {
      flush();
      console.log('to round %d: %s', now, hash.toString(16).padStart(8, '0'));
    }
  }
}

module.exports = { fuzz };
