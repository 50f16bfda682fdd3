// URL, URLSearchParams and the old url module with strings made of pieces, and with values that are no strings.
// Env: TZ=UTC
'use strict';

// Relative paths are those of this folder.
process.chdir('/');
const url = require('url');
const { fuzz } = require('./run.js');
const { primitive, string } = require('./primitives.js');
const { value } = require('./values.js');

const pieces = [
  'http:', 'https:', 'file:', 'ftp:', 'ws:', 'data:', 'javascript:', 'blob:', 'a+b-c.1:', 'HTTP:', '//', '/', '\\', '\\\\', '?', '#', '@', ':',
  'user', 'pa:ss', 'example.com', 'EXAMPLE', 'xn--a', 'xn--mgba', '\u00e9.com', '\u6f22\u5b57', 'a_b', 'a..b', '.', '..', '%2e', '%2E%2e', '127.1', '0x7f.1', '0300.1', '256.256',
  '4294967296', '[::1]', '[1:2::3.4.5.6]', '[::', '[v1.a]', ':80', ':0443', ':65535', ':65536', ':', 'C:', 'C|', 'localhost', ' ', '\t', '\n', '\u0000', '%', '%41', '%zz', '%c3%a9', '%00',
  '<', '>', '"', '`', '{', '}', '|', '^', '\'', '~', '!', '$', '&', '=', '+', ';', ',', '*', '(', ')', '\ud800', '\ud83d\ude00', '\ufeff', '\u00ad', '\u200d', 'a'.repeat(300), '1', 'p=q',
];
const parts = ['href', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash', 'origin', 'searchParams'];
const methods = ['append', 'delete', 'get', 'getAll', 'has', 'set', 'sort', 'toString', 'forEach', 'entries', 'keys', 'values'];

function text(random) {
  if (random.chance(15)) return string(random);
  const start = random.chance(60) ? random.pick(['http://', 'https://h/', 'file:///', 'a:', 'a://b', '//', 'http://u:p@h:1/a/b?c=d#e']) : '';
  return start + random.several(7, () => random.pick(pieces)).join('');
}

const input = (random) => (random.chance(8) ? value(random, 2) : text(random));

function shown(it) {
  return parts.map((part) => String(it[part])).join('\n');
}

function changes(random) {
  return random.several(4, () => {
    const part = random.pick(parts);
    const to = random.chance(70) ? random.several(3, () => random.pick(pieces)).join('') : input(random);
    return (it) => { try { it[part] = to; } catch (error) { return `${part} ${error.name} ${error.code}`; } };
  });
}

function parameters(random) {
  const init = random.pick([
    () => input(random), () => random.several(4, () => [text(random), text(random)]), () => ({ a: text(random), [string(random)]: primitive(random) }),
    () => new Map(random.several(3, () => [text(random), 'v'])), () => value(random, 3), () => [value(random, 2)], () => new URLSearchParams('a=1&b=%zz&a=2'),
  ])();
  const calls = random.several(5, () => [random.pick(methods), random.several(4, () => (random.chance(50) ? random.pick(['a', 'b', 'p']) : input(random)))]);
  return () => {
    const params = new URLSearchParams(init);
    const answers = calls.map(([method, args]) => {
      try {
        const answer = params[method](...args);
        return answer?.next ? [...answer] : answer;
      } catch (error) {
        return `${error.name} ${error.code} ${error.message}`;
      }
    });
    return [`${params}`, params.size, answers];
  };
}

fuzz((random) => {
  switch (random.below(12)) {
    case 0: case 1: case 2: {
      const args = random.chance(40) ? [input(random), input(random)] : [input(random)];
      const change = changes(random);
      return () => {
        const made = new URL(...args);
        const problems = change.map((act) => act(made));
        return `${shown(made)}\n${problems}`;
      };
    }
    case 3: case 4: case 5: return parameters(random);
    case 6: { const args = [input(random), random.chance(50) ? input(random) : undefined]; return () => [URL.canParse(...args), URL.parse(...args)?.href]; }
    case 7: { const it = input(random); return () => url.domainToASCII(it) + url.domainToUnicode(it); }
    case 8: { const it = input(random); const options = random.chance(20) ? value(random, 2) : { windows: random.chance(50) }; return () => url.fileURLToPath(it, options); }
    case 9: { const it = input(random); return () => url.pathToFileURL(it, { windows: random.chance(30) }).href; }
    case 10: { const it = input(random); const other = input(random); return () => [url.parse(it, random.chance(50)), url.resolve(it, other)]; }
    default: { const it = random.chance(50) ? value(random, 2) : { protocol: input(random), host: input(random), pathname: input(random), query: { a: primitive(random) } }; return () => url.format(it, { fragment: random.chance(50), unicode: random.chance(50) }); }
  }
}, 4000, { pollute: true });
