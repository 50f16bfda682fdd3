// util.parseArgs.
'use strict';

const assert = require('assert');
const util = require('util');
const { inspect } = util;
const { parseArgs } = util;
const parse = (args, options, more) => parseArgs({ args, options, ...more });
const plainValues = (result) => ({ ...result.values });

assert.deepStrictEqual(plainValues(parse(['-f', '--bar', 'b'], { foo: { type: 'boolean', short: 'f' }, bar: { type: 'string' } })), { foo: true, bar: 'b' });
assert.deepStrictEqual(plainValues(parse(['--bar=x=y'], { bar: { type: 'string' } })), { bar: 'x=y' });
assert.deepStrictEqual(plainValues(parse(['-abfFILE'], { a: { type: 'boolean', short: 'a' }, b: { type: 'boolean', short: 'b' }, f: { type: 'string', short: 'f' } })), { a: true, b: true, f: 'FILE' });
assert.deepStrictEqual(plainValues(parse(['--m', '1', '--m', '2'], { m: { type: 'string', multiple: true } })), { m: [ '1', '2' ] });
assert.deepStrictEqual(plainValues(parse(['--no-color'], { color: { type: 'boolean' } }, { allowNegative: true })), { color: false });
assert.deepStrictEqual(plainValues(parse([], { a: { type: 'string', default: 'd' } })), { a: 'd' });
assert.deepStrictEqual(plainValues(parse(['--x', '-y'], {}, { strict: false })), { x: true, y: true });
assert.deepStrictEqual(parse(['a', '--', '-b'], {}, { allowPositionals: true }).positionals, [ 'a', '-b' ]);
assert.deepStrictEqual(parse(['-f', 'v', 'p', '--'], { foo: { type: 'string', short: 'f' } }, { allowPositionals: true, tokens: true }).tokens, [
  { kind: 'option', name: 'foo', rawName: '-f', index: 0, value: 'v', inlineValue: false },
  { kind: 'positional', index: 2, value: 'p' },
  { kind: 'option-terminator', index: 3 }
]);
