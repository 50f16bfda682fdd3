// node:fs with arguments of every kind, in a folder of its own. Only names inside of that folder and descriptors opened here
// are ever given: whatever else looks like a path or a descriptor is replaced.
// Env: TZ=UTC
'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');
const { types } = require('util');
const { fuzz } = require('./run.js');
const { aBuffer } = require('./bytes.js');
const { numbers, primitive, string } = require('./primitives.js');
const { quietly, value } = require('./values.js');

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'heddle-fuzz-'));
process.on('exit', () => { process.chdir(os.tmpdir()); fs.rmSync(root, { recursive: true, force: true }); });
process.chdir(root);

const names = ['a', 'b', 'd', 'd/e', 'd/f', 'missing', 'missing/x', 'a/x', 'l', 'n'.repeat(300), 'nul\u0000', '\u00e9', '\ud800', 'd/'];
const open = [];

function opened() {
  if (open.length === 0) open.push(fs.openSync('a', 'r+'));
  return open[0];
}

function refresh() {
  for (const fd of open.splice(0)) quietly(() => fs.closeSync(fd));
  if (!fs.existsSync('d') || !fs.statSync('d').isDirectory()) {
    fs.rmSync('d', { recursive: true, force: true });
    fs.mkdirSync('d');
  }
  for (const name of fs.readdirSync('.')) {
    if (!['d'].includes(name)) fs.rmSync(name, { recursive: true, force: true });
  }
  for (const name of fs.readdirSync('d')) fs.rmSync(path.join('d', name), { recursive: true, force: true });
  fs.writeFileSync('a', 'text of a');
  fs.writeFileSync('d/e', 'e');
  quietly(() => fs.symlinkSync('a', 'l'));
}

// What could name something outside, or a descriptor of somebody else's, becomes harmless.
function harmless(it, random) {
  if (typeof it === 'string' || it instanceof String) return random.pick(names);
  if (typeof it === 'number' && it >= 0 && it < 2 ** 31 && Number.isInteger(it)) return random.chance(50) ? opened() : 1e6 + it;
  if (ArrayBuffer.isView(it) || types.isAnyArrayBuffer(it)) return Buffer.from(random.pick(names));
  if (it instanceof URL) return new URL('http://a/b');
  return it;
}

const odd = (random, make, percent = 15) => (random.chance(percent) ? value(random, 2) : make());
const name = (random) => (random.chance(85) ? random.pick(names) : harmless(value(random, 2), random));
const descriptor = (random) => (random.chance(70) ? opened() : harmless(random.chance(50) ? random.pick(numbers) : value(random, 1), random));
const either = (random) => (random.chance(80) ? name(random) : descriptor(random));
const flag = (random) => odd(random, () => random.pick(['r', 'r+', 'w', 'wx', 'a', 'a+', 'x', '', 0, 1, 2, fs.constants.O_CREAT | fs.constants.O_RDWR, undefined]));
const mode = (random) => odd(random, () => random.pick([0o644, 0o600, '644', '0o644', 'x', 0o777, undefined, -1, 2 ** 32]));
const encoding = (random) => odd(random, () => random.pick(['utf8', 'latin1', 'hex', 'buffer', 'nope', '', null, undefined, { encoding: 'utf8' }, { encoding: 'nope' }, { encoding: 'utf8', flag: 'r' }]));
const small = (random) => odd(random, () => random.pick([0, 1, 2, 3, 5, 8, 100, -1, 1.5, NaN, 2n, undefined, null, 2 ** 53]));
const options = (random) => odd(random, () => Object.fromEntries(random.several(4, () => [random.pick(['recursive', 'force', 'encoding', 'flag', 'mode', 'bigint', 'withFileTypes', 'throwIfNoEntry', 'maxRetries', 'retryDelay', 'flush', 'offset', 'length', 'position', 'filter', 'errorOnExist', 'dereference', 'preserveTimestamps', 'verbatimSymlinks']), random.chance(70) ? random.pick([true, false, 0, 1, 'utf8', 'r', undefined]) : primitive(random)])));
const data = (random) => odd(random, () => (random.chance(50) ? string(random) : aBuffer(random)), 20);
const time = (random) => odd(random, () => random.pick([0, 1, 1.5, '1', new Date(0), new Date(NaN), -1, Infinity, 'x', 2 ** 40]));

const calls = [
  ['open', (r) => [name(r), flag(r), mode(r)]], ['readFile', (r) => [either(r), r.chance(50) ? encoding(r) : options(r)]], ['writeFile', (r) => [either(r), data(r), r.chance(50) ? encoding(r) : options(r)]], ['appendFile', (r) => [either(r), data(r), options(r)]],
  ['read', (r) => [descriptor(r), odd(r, () => aBuffer(r)), small(r), small(r), small(r)]], ['read', (r) => [descriptor(r), odd(r, () => aBuffer(r)), options(r)]], ['write', (r) => [descriptor(r), data(r), small(r), small(r), small(r)]], ['write', (r) => [descriptor(r), string(r), small(r), encoding(r)]],
  ['readv', (r) => [descriptor(r), odd(r, () => r.several(4, () => odd(r, () => aBuffer(r), 5))), small(r)]], ['writev', (r) => [descriptor(r), odd(r, () => r.several(4, () => odd(r, () => aBuffer(r), 5))), small(r)]],
  ['stat', (r) => [name(r), options(r)]], ['lstat', (r) => [name(r), options(r)]], ['fstat', (r) => [descriptor(r), options(r)]], ['access', (r) => [name(r), small(r)]], ['exists', (r) => [name(r)]], ['readdir', (r) => [name(r), options(r)]],
  ['mkdir', (r) => [name(r), r.chance(50) ? options(r) : mode(r)]], ['rmdir', (r) => [name(r), options(r)]], ['rm', (r) => [name(r), options(r)]], ['unlink', (r) => [name(r)]], ['rename', (r) => [name(r), name(r)]], ['copyFile', (r) => [name(r), name(r), small(r)]], ['link', (r) => [name(r), name(r)]],
  ['symlink', (r) => [r.pick(['a', 'd', 'missing', 'l']), name(r), odd(r, () => r.pick(['file', 'dir', 'x', undefined]))]], ['readlink', (r) => [name(r), encoding(r)]], ['chmod', (r) => [name(r), mode(r)]], ['fchmod', (r) => [descriptor(r), mode(r)]], ['utimes', (r) => [name(r), time(r), time(r)]], ['lutimes', (r) => [name(r), time(r), time(r)]], ['futimes', (r) => [descriptor(r), time(r), time(r)]],
  ['truncate', (r) => [name(r), small(r)]], ['ftruncate', (r) => [descriptor(r), small(r)]], ['fsync', (r) => [descriptor(r)]], ['fdatasync', (r) => [descriptor(r)]], ['opendir', (r) => [name(r), options(r)]], ['cp', (r) => [name(r), name(r), options(r)]], ['mkdtemp', (r) => [r.chance(80) ? 'd/t-' : harmless(value(r, 1), r), encoding(r)]], ['statfs', (r) => [name(r), options(r)]],
];

// The part of an answer that is the same each time.
function answerOf(result, call) {
  if (result instanceof fs.Stats || result?.constructor?.name === 'BigIntStats') return [result.constructor.name, result.isFile(), result.isDirectory(), result.isSymbolicLink(), result.isFile() && result.size];
  if (result?.constructor?.name === 'StatFs') return 'StatFs';
  if (result instanceof fs.Dir) { const it = result.path; quietly(() => result.closeSync()); return it; }
  if (call === 'open') { open.push(result); return 'a descriptor'; }
  if (typeof result === 'string' && result.startsWith('d/t-')) return 'd/t-';
  if (typeof result === 'string' && result.startsWith(root)) return 'inside';
  if (Array.isArray(result)) return result.map((it) => (it instanceof fs.Dirent ? `${it.name} ${it.isFile()}` : it)).sort();
  return Buffer.isBuffer(result) && /^d\/t-/.test(result) ? 'd/t-' : result;
}

const told = (error) => (error instanceof Error ? `${error.name} ${error.code} ${String(error.message).replaceAll(root, 'ROOT').replace(/type number \(\d+\)/, "type number (N)").replace(/open '\d+'/, 'open N').replace(/t-\w{6}/, 't-')}` : `thrown ${typeof error}`);

// Now and then no answer comes: a function where options are expected is the callback, and promises of opendir() that
// cannot take their options are never settled.
async function limited(promise) {
  let timer;
  const limit = new Promise((resolve) => { timer = setTimeout(resolve, 1000, 'nothing came'); });
  const answer = await Promise.race([promise, limit]).finally(() => clearTimeout(timer));
  return answer;
}

fuzz((random) => {
  refresh();
  const [call, make] = random.pick(calls);
  const args = make(random);
  while (args.length > 0 && args.at(-1) === undefined) args.pop();
  const form = random.below(3);
  if (form === 0 || (form === 2 && fs.promises[call] === undefined)) {
    return () => {
      try {
        return [call, answerOf(fs[`${call}Sync`](...args), call)];
      } catch (error) {
        return [call, told(error)];
      }
    };
  }
  if (form === 1) {
    return async () => {
      const end = new Promise((resolve) => {
        try {
          fs[call](...args, (error, result) => resolve(error && error !== true ? told(error) : answerOf(result, call)));
        } catch (error) {
          resolve(`at once ${told(error)}`);
        }
      });
      return [call, await limited(end)];
    };
  }
  // An iterable may have no end.
  if (/^(write|append)File$/.test(call) && typeof args[1] === 'object' && !ArrayBuffer.isView(args[1])) args[1] = 'x';
  return async () => {
    try {
      const result = await limited(fs.promises[call](...args));
      if (result?.constructor?.name === 'FileHandle') { await result.close(); return [call, 'a handle']; }
      return [call, answerOf(result, call)];
    } catch (error) {
      return [call, told(error)];
    }
  };
}, 1200, { awaits: true, strays: true, loose: 'Node looks at descriptors after all other arguments, and has words of its own for them' });
