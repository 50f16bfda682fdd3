// util.inspect of values of every kind.
'use strict';

const assert = require('assert');
const util = require('util');
const { inspect } = util;


// Primitives.
assert.strictEqual(inspect('it\'s'), '"it\'s"');
assert.strictEqual(inspect('both \' and "'), '`both \' and "`');
assert.strictEqual(inspect('\' " `'), '\'\\\' " `\'');
assert.strictEqual(inspect('a\n\x00\x7f\x9f\ud800'), "'a\\n\\x00\\x7F\\x9F\\ud800'");
assert.strictEqual(inspect(-0), '-0');
assert.strictEqual(inspect(12345.6789, { numericSeparator: true }), '12_345.678_9');
assert.strictEqual(inspect(-1234567n, { numericSeparator: true }), '-1_234_567n');
assert.strictEqual(inspect(Symbol('a\nb')), 'Symbol(a\nb)');
assert.strictEqual(inspect(undefined), 'undefined');
assert.strictEqual(inspect(null), 'null');
assert.strictEqual(inspect('x'.repeat(20), { maxStringLength: 5 }), "'xxxxx'... 15 more characters");
assert.strictEqual(inspect('first line of a text\nsecond line of a text', { breakLength: 20 }), "'first line of a text\\n' +\n  'second line of a text'");

// Objects.
assert.strictEqual(inspect({}), '{}');
assert.strictEqual(inspect({ a: 1, 'b-c': 2, [Symbol('s')]: 3, __proto__: null }), "[Object: null prototype] { a: 1, 'b-c': 2, Symbol(s): 3 }");
assert.strictEqual(inspect({ a: { b: { c: { d: 1 } } } }), '{ a: { b: { c: [Object] } } }');
assert.strictEqual(inspect({ a: { b: { c: { d: 1 } } } }, { depth: null }), '{\n  a: { b: { c: { d: 1 } } }\n}');
assert.strictEqual(inspect({ a: { b: 1 } }, { depth: 0 }), '{ a: [Object] }');
assert.strictEqual(inspect(Object.create({})), '{}');
assert.strictEqual(inspect(Object.create(null)), '[Object: null prototype] {}');
assert.strictEqual(inspect(new (class Foo { constructor() { this.x = 1; } })()), 'Foo { x: 1 }');
assert.strictEqual(inspect(new (class Foo extends Map {})()), 'Foo(0) [Map] {}');
assert.strictEqual(inspect({ get a() { return 1; }, set b(v) {}, get c() { return 1; }, set c(v) {} }), '{ a: [Getter], b: [Setter], c: [Getter/Setter] }');
assert.strictEqual(inspect({ get a() { return { x: 1 }; } }, { getters: true }), '{ a: [Getter] { x: 1 } }');
assert.deepStrictEqual(inspect({ get a() { throw new Error('no'); } }, { getters: true }).includes('Inspection threw'), true);
assert.strictEqual(inspect({ [Symbol.toStringTag]: 'own' }), "{ Symbol(Symbol.toStringTag): 'own' }");
assert.strictEqual(inspect(new (class { get [Symbol.toStringTag]() { return 'tag'; } })()), 'Object [tag] {}');
assert.strictEqual(inspect(Object.defineProperty({}, 'hidden', { value: 1 }), { showHidden: true }), '{ [hidden]: 1 }');
assert.strictEqual(inspect({ b: 1, a: 2 }, { sorted: true }), '{ a: 2, b: 1 }');
assert.strictEqual(inspect({ ['__proto__']: 1 }), "{ ['__proto__']: 1 }");
assert.strictEqual(inspect({ constructor: 'x' }), "{ constructor: 'x' }");

// Arrays and their layout.
assert.strictEqual(inspect([]), '[]');
assert.strictEqual(inspect([1, , 3]), '[ 1, <1 empty item>, 3 ]');
assert.strictEqual(inspect(Object.assign([1], { key: 'v', '-1': 2 })), "[ 1, key: 'v', '-1': 2 ]");
assert.strictEqual(inspect(Array.from({ length: 101 }, (_, i) => i)), [
  '[\n',
  '   0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11,\n',
  '  12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,\n',
  '  24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,\n',
  '  36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,\n',
  '  48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59,\n',
  '  60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71,\n',
  '  72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83,\n',
  '  84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95,\n',
  '  96, 97, 98, 99,\n',
  '  ... 1 more item\n',
  ']',
].join(''));
assert.strictEqual(inspect(Array.from({ length: 30 }, (_, i) => `item ${i}`)), [
  '[\n',
  "  'item 0',  'item 1',  'item 2',\n",
  "  'item 3',  'item 4',  'item 5',\n",
  "  'item 6',  'item 7',  'item 8',\n",
  "  'item 9',  'item 10', 'item 11',\n",
  "  'item 12', 'item 13', 'item 14',\n",
  "  'item 15', 'item 16', 'item 17',\n",
  "  'item 18', 'item 19', 'item 20',\n",
  "  'item 21', 'item 22', 'item 23',\n",
  "  'item 24', 'item 25', 'item 26',\n",
  "  'item 27', 'item 28', 'item 29'\n",
  ']',
].join(''));
assert.strictEqual(inspect([[[[1]]]]), '[ [ [ [Array] ] ] ]');
assert.strictEqual(inspect(new Array(5)), '[ <5 empty items> ]');
assert.strictEqual(inspect(['a'.repeat(40), 'b'.repeat(40)]), [
  '[\n',
  "  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',\n",
  "  'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'\n",
  ']',
].join(''));
assert.strictEqual(inspect([1, 2, 3], { maxArrayLength: 1 }), '[ 1, ... 2 more items ]');
assert.strictEqual(inspect([1, 2, 3], { compact: false }), '[\n  1,\n  2,\n  3\n]');
assert.strictEqual(inspect({ a: [1, { b: 2 }] }, { compact: true }), '{ a: [ 1, { b: 2 } ] }');
assert.strictEqual(inspect({ a: { b: { c: 1 } }, d: 'x'.repeat(60) }, { compact: 1 }), [
  '{\n',
  '  a: {\n',
  '    b: { c: 1 }\n',
  '  },\n',
  "  d: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'\n",
  '}',
].join(''));
assert.strictEqual(inspect({ a: 1, b: 2 }, { breakLength: 5 }), '{\n  a: 1,\n  b: 2\n}');
assert.strictEqual(inspect({ a: [1, 2, 3], b: { c: 1 } }, { breakLength: Infinity }), '{ a: [ 1, 2, 3 ], b: { c: 1 } }');

// Collections.
assert.strictEqual(inspect(new Map([['a', { b: 1 }], [{ k: 1 }, 2]])), "Map(2) { 'a' => { b: 1 }, { k: 1 } => 2 }");
assert.strictEqual(inspect(new Set([1, 'two', [3]])), "Set(3) { 1, 'two', [ 3 ] }");
assert.strictEqual(inspect(new Map([[1, 2]]).entries()), '[Map Entries] { [ 1, 2 ] }');
assert.strictEqual(inspect(new Map([[1, 2]]).keys()), '[Map Iterator] { 1 }');
assert.strictEqual(inspect(new Set([1, 2]).values()), '[Set Iterator] { 1, 2 }');
assert.strictEqual(inspect(new Set([5]).entries()), '[Set Entries] { [ 5, 5 ] }');
assert.strictEqual(inspect(new WeakMap()), 'WeakMap { <items unknown> }');
assert.deepStrictEqual(inspect(new WeakSet([{ a: 1 }]), { showHidden: true }).startsWith('WeakSet {'), true);
assert.strictEqual(inspect(new Set(Array.from({ length: 12 }, (_, i) => i)), { maxArrayLength: 3 }), 'Set(12) { 0, 1, 2, ... 9 more items }');

// Binary data.
assert.strictEqual(inspect(new Uint8Array([1, 2, 3])), 'Uint8Array(3) [ 1, 2, 3 ]');
assert.strictEqual(inspect(new Float64Array(2), { showHidden: true }), [
  'Float64Array(2) [\n',
  '  0,\n',
  '  0,\n',
  '  [BYTES_PER_ELEMENT]: 8,\n',
  '  [length]: 2,\n',
  '  [byteLength]: 16,\n',
  '  [byteOffset]: 0,\n',
  '  [buffer]: ArrayBuffer { [byteLength]: 16 }\n',
  ']',
].join(''));
assert.strictEqual(inspect(new Uint8Array([1, 255]).buffer), 'ArrayBuffer { [Uint8Contents]: <01 ff>, [byteLength]: 2 }');
assert.strictEqual(inspect(new DataView(new ArrayBuffer(3), 1)), [
  'DataView {\n',
  '  [byteLength]: 2,\n',
  '  [byteOffset]: 1,\n',
  '  [buffer]: ArrayBuffer { [Uint8Contents]: <00 00 00>, [byteLength]: 3 }\n',
  '}',
].join(''));
assert.strictEqual(inspect(new BigInt64Array([1n])), 'BigInt64Array(1) [ 1n ]');
assert.strictEqual(inspect(new SharedArrayBuffer(2)), 'SharedArrayBuffer { [Uint8Contents]: <00 00>, [byteLength]: 2 }');

// Functions and classes.
assert.strictEqual(inspect(function named() {}), '[Function: named]');
assert.strictEqual(inspect(() => {}), '[Function (anonymous)]');
assert.strictEqual(inspect(async function f() {}), '[AsyncFunction: f]');
assert.strictEqual(inspect(function* g() {}), '[GeneratorFunction: g]');
assert.strictEqual(inspect(async function* h() {}), '[AsyncGeneratorFunction: h]');
assert.strictEqual(inspect(class A {}), '[class A]');
assert.strictEqual(inspect(class extends Array {}), '[class (anonymous) extends Array]');
assert.strictEqual(inspect(class B extends Map {}), '[class B extends Map]');
assert.strictEqual(inspect(class C extends null {}), '[class C]');
assert.strictEqual(inspect(Object.assign(function f() {}, { x: 1 })), '[Function: f] { x: 1 }');
assert.strictEqual(inspect(Object.setPrototypeOf(function f() {}, null)), '[Function (null prototype): f]');
assert.strictEqual(inspect(function classy() {}), '[Function: classy]');

// Circles, proxies, boxes and the rest.
assert.strictEqual(inspect((() => { const a = { b: {} }; a.self = a; a.b.up = a.b; return a; })()), '<ref *2> { b: <ref *1> { up: [Circular *1] }, self: [Circular *2] }');
assert.strictEqual(inspect(new Proxy({ a: 1 }, {})), 'Proxy({ a: 1 })');
assert.strictEqual(inspect(new Proxy({ a: 1 }, { get() { throw new Error('trap'); } }), { showProxy: true }), 'Proxy [ { a: 1 }, { get: [Function: get] } ]');
assert.strictEqual(inspect((() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy; })()), '<Revoked Proxy>');
assert.strictEqual(inspect(Object('str')), "[String: 'str']");
assert.strictEqual(inspect(Object.assign(Object(1), { a: 2 })), '[Number: 1] { a: 2 }');
assert.strictEqual(inspect(Object(Symbol('q'))), '[Symbol: Symbol(q)]');
assert.strictEqual(inspect(new Date(0)), '1970-01-01T00:00:00.000Z');
assert.strictEqual(inspect(new Date(NaN)), 'Invalid Date');
assert.strictEqual(inspect(/a+/gi), '/a+/gi');
assert.strictEqual(inspect(Object.assign(/x/, { y: 1 })), '/x/ { y: 1 }');
assert.strictEqual(inspect(Promise.resolve({ a: 1 })), 'Promise { { a: 1 } }');
assert.strictEqual(inspect(new Promise(() => {})), 'Promise { <pending> }');
assert.strictEqual(inspect((function() { return arguments; })(1, 'a')), "[Arguments] { '0': 1, '1': 'a' }");
assert.deepStrictEqual(inspect(globalThis).startsWith('<ref *1> Object [global] {'), true);
assert.deepStrictEqual(inspect(Math).startsWith('Object [Math] {'), true);
assert.strictEqual(inspect((function* () {})()), 'Object [Generator] {}');
assert.strictEqual(inspect(new WeakRef({})), 'WeakRef {}');

// Colors.
assert.strictEqual(inspect({ a: [1, 'x', true, null, undefined, 1n, Symbol('s'), /r(e)/, new Date(0), () => {}] }, { colors: true }), [
  '{\n',
  '  a: [\n',
  '    \u001b[33m1\u001b[39m,\n',
  "    \u001b[32m'x'\u001b[39m,\n",
  '    \u001b[33mtrue\u001b[39m,\n',
  '    \u001b[1mnull\u001b[22m,\n',
  '    \u001b[90mundefined\u001b[39m,\n',
  '    \u001b[33m1n\u001b[39m,\n',
  '    \u001b[32mSymbol(s)\u001b[39m,\n',
  '    \u001b[32m/\u001b[39m\u001b[33mr\u001b[39m\u001b[31m(\u001b[39m\u001b[36me\u001b[39m\u001b[31m)\u001b[39m\u001b[32m/\u001b[39m,\n',
  '    \u001b[35m1970-01-01T00:00:00.000Z\u001b[39m,\n',
  '    \u001b[36m[Function (anonymous)]\u001b[39m\n',
  '  ]\n',
  '}',
].join(''));
assert.strictEqual(inspect(/(?<n>[a-z]+){1,2}|\d/u, { colors: true }), '\u001b[32m/\u001b[39m\u001b[31m(\u001b[39m\u001b[31m?<\u001b[39m\u001b[33mn\u001b[39m\u001b[31m>\u001b[39m\u001b[33m[\u001b[39m\u001b[36ma\u001b[39m\u001b[35m-\u001b[39m\u001b[36mz\u001b[39m\u001b[33m]\u001b[39m\u001b[32m+\u001b[39m\u001b[31m)\u001b[39m\u001b[31m{\u001b[39m\u001b[36m1\u001b[39m\u001b[33m,\u001b[39m\u001b[36m2\u001b[39m\u001b[31m}\u001b[39m\u001b[35m|\u001b[39m\u001b[33m\\d\u001b[39m\u001b[32m/\u001b[39m\u001b[31mu\u001b[39m');

// Custom inspection.
assert.strictEqual(inspect({ [util.inspect.custom](depth, options, inspect) { return `custom ${depth} ${typeof options.stylize} ${inspect === util.inspect}`; } }), 'custom 2 function true');
assert.strictEqual(inspect({ a: { [util.inspect.custom]: (depth) => `line\n${depth}` } }), '{\n  a: line\n  1\n}');
assert.strictEqual(inspect({ [util.inspect.custom]: () => ({ replaced: true }) }), '{ replaced: true }');
assert.strictEqual(inspect({ [util.inspect.custom]() { return this; } }, { depth: 0 }), '{\n  Symbol(nodejs.util.inspect.custom): [Function: [nodejs.util.inspect.custom]]\n}');
assert.strictEqual(inspect({ [util.inspect.custom]: () => 1 }, { customInspect: false }), '{\n  Symbol(nodejs.util.inspect.custom): [Function: [nodejs.util.inspect.custom]]\n}');
assert.strictEqual(inspect({ [util.inspect.custom]: (d, o) => String(o.mine) }, { mine: 'passed on' }), 'passed on');

// The old signature.
assert.strictEqual(inspect({ a: { b: {} } }, false, 0, true), '{ a: \u001b[36m[Object]\u001b[39m }');
