// util.types, util.inherits, util.getCallSites and the system errors.
'use strict';

const assert = require('assert');
const util = require('util');

const { types } = util;
assert.strictEqual(require('util/types'), types);
const samples = {
  isArgumentsObject: (function() { return arguments; })(),
  isArrayBuffer: new ArrayBuffer(1),
  isAsyncFunction: async () => {},
  isBigIntObject: Object(1n),
  isBooleanObject: Object(true),
  isDataView: new DataView(new ArrayBuffer(1)),
  isDate: new Date(),
  isGeneratorFunction: function* () {},
  isGeneratorObject: (function* () {})(),
  isMap: new Map(),
  isMapIterator: new Map().keys(),
  isNativeError: new RangeError('x'),
  isNumberObject: Object(1),
  isPromise: Promise.resolve(),
  isProxy: new Proxy({}, {}),
  isRegExp: /x/,
  isSet: new Set(),
  isSetIterator: new Set().values(),
  isSharedArrayBuffer: new SharedArrayBuffer(1),
  isStringObject: Object('s'),
  isSymbolObject: Object(Symbol('s')),
  isWeakMap: new WeakMap(),
  isWeakSet: new WeakSet(),
  isUint8Array: new Uint8Array(1),
  isUint8ClampedArray: new Uint8ClampedArray(1),
  isUint16Array: new Uint16Array(1),
  isUint32Array: new Uint32Array(1),
  isInt8Array: new Int8Array(1),
  isInt16Array: new Int16Array(1),
  isInt32Array: new Int32Array(1),
  isFloat32Array: new Float32Array(1),
  isFloat64Array: new Float64Array(1),
  isBigInt64Array: new BigInt64Array(1),
  isBigUint64Array: new BigUint64Array(1),
};
for (const check of Object.keys(samples)) {
  for (const kind of Object.keys(samples)) {
    assert.strictEqual(types[check](samples[kind]), check === kind, `${check} of ${kind}`);
  }
  for (const other of [undefined, null, 1, 'text', {}, () => {}]) assert.strictEqual(types[check](other), false);
  // Objects without a prototype are told apart too, and a prototype alone makes no kind.
  if (check !== 'isProxy') assert.strictEqual(types[check](Object.create(samples[check])), false, check);
}
assert.ok(types.isAnyArrayBuffer(new SharedArrayBuffer(1)));
assert.ok(types.isBoxedPrimitive(Object(1n)));
assert.ok(types.isTypedArray(new Float32Array(1)));
assert.ok(!types.isTypedArray(new DataView(new ArrayBuffer(1))));
assert.strictEqual(types.isExternal({}), false);

function Parent() {}
Parent.prototype.hello = () => 'hello';
function Child() {}
util.inherits(Child, Parent);
assert.strictEqual(Child.super_, Parent);
assert.strictEqual(new Child().hello(), 'hello');
assert.throws(() => util.inherits(null, Parent), {
  code: 'ERR_INVALID_ARG_TYPE',
  message: 'The "ctor" argument must be of type function. Received null',
});

function whereAmI() {
  return util.getCallSites(2);
}
const sites = whereAmI();
assert.strictEqual(sites.length, 2);
assert.strictEqual(sites[0].functionName, 'whereAmI');
assert.strictEqual(sites[0].scriptName, __filename);
assert.ok(sites[0].lineNumber < sites[1].lineNumber);
assert.throws(() => util.getCallSites(0), { code: 'ERR_OUT_OF_RANGE' });

assert.strictEqual(util.getSystemErrorName(-2), 'ENOENT');
assert.strictEqual(util.getSystemErrorMessage(-13), 'permission denied');
assert.deepStrictEqual(util.getSystemErrorMap().get(-17), ['EEXIST', 'file already exists']);
assert.throws(() => util.getSystemErrorName(2), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => util.getSystemErrorName('x'), { code: 'ERR_INVALID_ARG_TYPE' });

assert.deepStrictEqual(util.diff('ab', 'b'), [[1, 'a'], [0, 'b']]);
assert.deepStrictEqual(util.diff(['x'], ['x', 'y']), [[0, 'x'], [-1, 'y']]);
assert.strictEqual(util.toUSVString('a\ud800b'), 'a\ufffdb');
