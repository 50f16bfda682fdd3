// util.inspect, util.format and deep comparison.
import assert from 'node:assert';
import util from 'node:util';
import { each } from './common.mjs';

class Point {
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }
}
const flat = () => ({ id: 17, name: 'a name', active: true, size: 1.5, nothing: null, missing: undefined });
const nested = () => ({ user: { id: 1, tags: ['a', 'b'], address: { city: 'X', geo: { lat: 1, lng: 2 } } }, n: 3 });
const numbers = Array.from({ length: 100 }, (_, i) => i * 7);
const map = new Map([['one', 1], ['two', { a: 1 }], ['three', [1, 2, 3]]]);
const failure = new Error('something is wrong');
const long = 'a text of some length, with \'quotes\'. '.repeat(100);
const records = (count) => Array.from({ length: count }, (_, i) => ({ ...flat(), id: i, list: [i, i + 1], inner: nested() }));
let sink = 0;

const inspected = {
  'flat object': flat(),
  'nested object': nested(),
  'array of 100 numbers': numbers,
  'array of 20 strings': numbers.slice(0, 20).map((n) => `item ${n}`),
  'Map': map,
  'Set': new Set(['a', 'b', 3]),
  'class instance': new Point(1, 2),
  'error': failure,
  'long string': long,
  'date and regexp': [new Date(0), /a+b/g],
  'function': Point,
  'buffer': Buffer.from('some bytes of text'),
};
for (const [name, value] of Object.entries(inspected)) {
  each(`util.inspect, ${name}`, () => { sink += util.inspect(value).length; });
}
each('util.inspect, number', () => { sink += util.inspect(1234.5).length; });
each('util.inspect, colours', () => { sink += util.inspect(inspected['nested object'], { colors: true }).length; });

each('util.format, %s %d', () => { sink += util.format('user %s has %d items', 'name', 42).length; });
each('util.format, %j', () => { sink += util.format('%j', { a: 1, b: 'text' }).length; });
each('util.format, %o', () => { sink += util.format('%o', { a: 1, b: 'text' }).length; });
each('util.format, %s of an object', () => { sink += util.format('%s', { a: 1, b: 'text' }).length; });
each('util.format, plain strings', () => { sink += util.format('several', 'plain', 'words').length; });
each('util.format, text and object', () => { sink += util.format('got', { a: 1, b: 'text' }, 5).length; });

const left = records(50);
const right = records(50);
each('util.isDeepStrictEqual, small', () => { sink += util.isDeepStrictEqual(left[0], right[0]); });
each('util.isDeepStrictEqual, 50 records', () => { sink += util.isDeepStrictEqual(left, right); });
each('util.isDeepStrictEqual, numbers', () => { sink += util.isDeepStrictEqual(numbers, [...numbers]); });
each('util.isDeepStrictEqual, Map', () => { sink += util.isDeepStrictEqual(map, new Map(map)); });
each('assert.deepStrictEqual, small', () => { assert.deepStrictEqual(left[0], right[0]); });
each('assert.deepStrictEqual, 50 records', () => { assert.deepStrictEqual(left, right); });
each('assert.deepEqual, small', () => { assert.deepEqual(left[0], right[0]); });
if (sink === 0) throw new Error('nothing was done');
