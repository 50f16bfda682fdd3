// What takes text apart: path, querystring, string_decoder, util's functions of text and parseArgs.
// Env: TZ=UTC
'use strict';

// Relative paths are those of this folder.
process.chdir('/');
const path = require('path');
const querystring = require('querystring');
const { StringDecoder } = require('string_decoder');
const util = require('util');
const { fuzz } = require('./run.js');
const { bytes } = require('./bytes.js');
const { numbers, primitive, string } = require('./primitives.js');
const { value } = require('./values.js');

const parts = ['/', '//', '\\', '\\\\', '.', '..', '...', 'a', 'b.c', '.d', 'e.', 'C:', 'c:', 'D:\\', '?', '\\\\?\\', '\\\\.\\', 'UNC', 'CON', 'LPT1', ':', ' ', '\u00e9', '\ud800', '*', '**', '[a-b]', '{a,b}', ''];
const globs = ['a', '/', '*', '**', '[a-b]', '{a,b}', '?', 'b.c', 'A', '!', '\u00e9'];
const pairs = ['a', 'b', '=', '==', '&', '&&', '+', '%', '%41', '%zz', '%e', '%E2%82%AC', '%ff', '%c3', ';', ':', '\u6f22', '\ud83d\ude00', '\ud800', '1', '__proto__', ' ', '%00', 'toString'];
const sgr = ['\u001b[31m', '\u001b[39m', '\u001b[0', '\u001b', '\u009b1m', '\u001b]8;;http://a\u0007', '\u001b]8;;\u001b\\', 'a', '\u6f22', '\n', '\u001b[38;5;1m', '\u001b[?25h', ';', 'm'];
const encodings = ['utf8', 'UTF-8', 'utf16le', 'ucs-2', 'latin1', 'binary', 'ascii', 'hex', 'base64', 'base64url', 'nope', '', undefined];

const of = (random, list, limit = 7) => random.several(limit, () => random.pick(list)).join('');
// Node takes the text of a long list anew for each of its characters.
const modest = (it) => (typeof it === 'object' && it?.length > 1000 ? 'long' : it);
const odd = (random, make) => (random.chance(88) ? make() : value(random, 2));

// Node's matcher is minimatch, which a polluted Object.prototype stops.
function matchesGlob(random, flavour) {
  const args = [odd(random, () => of(random, globs)), odd(random, () => of(random, globs))];
  if (!args.every((it) => typeof it === 'string')) return () => flavour.matchesGlob(...args);
  const answer = flavour.matchesGlob(...args);
  return () => answer;
}

function paths(random) {
  const flavour = random.pick([path.posix, path.win32]);
  const one = () => odd(random, () => of(random, parts));
  const object = () => odd(random, () => ({ dir: one(), root: one(), base: one(), name: one(), ext: one() }));
  const args = random.several(4, one);
  return random.pick([
    () => flavour.join(...args), () => flavour.normalize(...args), () => flavour.isAbsolute(...args), () => flavour.dirname(...args),
    () => flavour.basename(...args), () => flavour.extname(...args), () => flavour.parse(...args), () => flavour.toNamespacedPath(...args),
    () => flavour.resolve('/top', ...args), () => flavour.resolve('C:\\top', ...args), matchesGlob(random, flavour),
    () => flavour.relative(`/top/${args[0]}`, `/top/${args[1]}`), () => flavour.relative(`C:\\top\\${args[0]}`, `c:\\top\\${args[1]}`),
    () => flavour.format(object()), () => flavour.format(flavour.parse(`${args[0]}`)), () => flavour.relative(value(random, 2), value(random, 2)),
  ]);
}

function queries(random) {
  const text = () => odd(random, () => of(random, pairs, 12));
  const object = () => odd(random, () => ({ [string(random)]: primitive(random), a: random.several(3, () => primitive(random)), b: value(random, 1) }));
  const separators = random.several(3, () => (random.chance(70) ? random.pick(['&', ';', '=', ':', '&&', '==', '', 'ab']) : value(random, 1)));
  const options = random.chance(40) ? odd(random, () => ({ maxKeys: random.pick(numbers), decodeURIComponent: random.pick([undefined, decodeURIComponent, (it) => it, () => { throw new Error('no decoder'); }, 1]), encodeURIComponent: random.pick([undefined, encodeURIComponent, () => 1, () => { throw new Error('no encoder'); }, null]) })) : undefined;
  while (separators.length < 2) separators.push(undefined);
  return random.pick([
    () => querystring.parse(text(), ...separators.slice(0, 2), options), () => querystring.parse(text()), () => querystring.stringify(object(), ...separators.slice(0, 2), options),
    () => querystring.stringify(object()), () => querystring.escape(modest(text())), () => querystring.unescape(modest(text())), () => querystring.unescapeBuffer(modest(text())), () => querystring.unescapeBuffer(modest(text()), random.chance(50)),
  ]);
}

// Now and then one of the parts is no bytes at all.
function decoder(random) {
  const encoding = odd(random, () => random.pick(encodings));
  const chunks = random.several(7, () => odd(random, () => (random.chance(60) ? Buffer.from(string(random), random.pick(['utf8', 'utf16le'])).subarray(0, random.below(9)) : bytes(random))));
  const last = random.chance(20) ? [odd(random, () => bytes(random))] : [];
  return () => {
    const made = new StringDecoder(encoding);
    return [made.encoding, ...chunks.map((chunk) => made.write(chunk)), made.lastNeed, made.lastTotal, made.end(...last), made.write(Buffer.from('a'))];
  };
}

const types = ['string', 'boolean', 'number', 1, undefined];

function argumentParser(random) {
  const names = ['a', 'b', 'foo', 'foo-bar', '__proto__', '', 'no-a', '\ud83d\ude00'];
  const config = () => ({
    args: random.chance(5) ? primitive(random) : random.several(7, () => random.pick(['-a', '-b', '-ab', '-abc', '--a', '--foo', '--foo=', '--foo=bar', '--foo-bar', '--no-a', '--no-foo=1', '--', '-', 'x', '', '-a=1', '--=', '---a', '-1', '\ud83d\ude00'])),
    options: odd(random, () => Object.fromEntries(random.several(4, () => [random.pick(names), odd(random, () => ({ type: random.pick(types), ...(random.chance(30) && { short: random.pick(['a', 'b', 'ab', '', '-', 1]) }), ...(random.chance(30) && { multiple: random.pick([true, false, 1]) }), ...(random.chance(30) && { default: random.pick(['x', true, ['x'], [true], undefined, 1]) }) }))]))),
    strict: random.pick([true, false, undefined, 1]), allowPositionals: random.pick([true, false, undefined]), allowNegative: random.pick([true, false, undefined]), tokens: random.pick([true, false, undefined]),
  });
  const given = odd(random, config);
  return () => util.parseArgs(given);
}

function texts(random) {
  const it = odd(random, () => of(random, sgr, 12));
  const format = odd(random, () => random.pick(['red', 'bold', 'none', 'nope', ['red', 'underline'], [], ['nope'], '#fff', '#zzz']));
  const options = random.chance(50) ? [odd(random, () => ({ validateStream: random.chance(30), stream: random.chance(50) ? process.stderr : value(random, 1) }))] : [];
  return random.pick([
    () => util.stripVTControlCharacters(it), () => util.styleText(format, it, ...options), () => util.toUSVString(it), () => util.getSystemErrorName(odd(random, () => random.pick(numbers))), () => util.getSystemErrorMessage(odd(random, () => random.pick(numbers))),
    () => util.parseEnv(odd(random, () => of(random, ['A', '=', '"', '\'', '`', '\n', '\\n', '#', ' ', 'export ', 'b', '${A}', '\r\n', ':'], 20))), () => new util.MIMEType(odd(random, () => of(random, ['text', '/', 'html', ';', 'charset', '=', '"', 'utf-8', ' ', '\\', '\u00e9', '\t'], 12))).toString(),
    () => util.inherits(value(random, 1), value(random, 1)), () => util.deprecate(value(random, 1), it, format), () => util.promisify(value(random, 1)), () => util.callbackify(value(random, 1)), () => util.debuglog(it).enabled, () => util.diff(odd(random, () => of(random, sgr, 5)), it), () => util.getCallSites(value(random, 1)).length > 100,
  ]);
}

fuzz((random) => {
  switch (random.below(8)) {
    case 0: case 1: return paths(random);
    case 2: case 3: return queries(random);
    case 4: case 5: return decoder(random);
    case 6: return argumentParser(random);
    default: return texts(random);
  }
}, 4000, { pollute: true, awaits: true });
