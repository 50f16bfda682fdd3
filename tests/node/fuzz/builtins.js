// Instances of the language's and of the platform's classes, subclassed, extended or with parts that throw.
'use strict';

const util = require('util');
const { primitive, string, keys, numbers, sizes } = require('./primitives.js');

const errors = [Error, TypeError, RangeError, SyntaxError, EvalError, URIError, ReferenceError];
class Subclassed extends Error {}
class NamedList extends Array {}
class NamedMap extends Map { get [Symbol.toStringTag]() { return 'Other\nTag'; } }
class NamedSet extends Set {}
class NamedDate extends Date { toISOString() { throw new Error('no date'); } }
class NamedRegExp extends RegExp { get flags() { throw new Error('no flags'); } }
class NamedPromise extends Promise {}
class NamedString extends String { get length() { return 3; } }
class BadTag { get [Symbol.toStringTag]() { throw new Error('no tag'); } }
class OddTag { get [Symbol.toStringTag]() { return {}; } }
class BadPrimitive { [Symbol.toPrimitive]() { return {}; } }
class ThrowingPrimitive { [Symbol.toPrimitive](hint) { throw new RangeError(`no ${hint}`); } }
class Numeric { valueOf() { return 3; } toString() { return 'three'; } }
class Private { #hidden = 1; static static = 1; get hidden() { return this.#hidden; } }
class FromNull extends null { static make() { return Object.create(FromNull.prototype); } }
class BadName { static name = {}; static get length() { throw new Error('no length'); } }
class CustomText { constructor(text) { this.text = text; } [util.inspect.custom]() { return this.text; } }
class CustomThrow { [util.inspect.custom]() { throw new Error('no text'); } }
class CustomDeep { [util.inspect.custom](depth, options, inspect) { return inspect({ depth, stylize: options.stylize('x', 'number'), inner: [1, { a: 1 }] }, options); } }
const bare = [BadTag, OddTag, BadPrimitive, ThrowingPrimitive, Numeric, Private, BadName, CustomThrow, CustomDeep];

function error(random, value) {
  const Kind = random.pick([...errors, Subclassed]);
  const options = random.chance(30) ? { cause: value() } : undefined;
  const made = random.chance(15)
    ? new AggregateError(random.several(3, value), string(random), options)
    : new Kind(string(random), options);
  if (random.chance(60)) made.stack = `${random.pick([made.name, 'Other', ''])}: ${made.message}\n    at one (/tmp/a.js:1:2)\n    at node:internal/b:3:4\n    at /tmp/node_modules/c/d.js:5:6`;
  else delete made.stack;
  if (random.chance(10)) made.name = value();
  if (random.chance(10)) made.message = value();
  if (random.chance(10)) made.stack = value();
  if (random.chance(10)) made.code = value();
  if (random.chance(5)) Object.defineProperty(made, random.pick(['name', 'message', 'stack', 'cause']), { get() { throw new Error('no part'); } });
  return made;
}

function* steps() { yield 1; }
const functions = [
  () => () => {}, () => function named() {}, () => function() {}, () => class {}, () => class A extends Map {}, () => async () => {},
  () => function* () {}, () => async function* odd() {}, () => ({ method() {} }).method, () => Function.prototype.bind.call(() => {}, null), () => Math.max,
  () => Object.setPrototypeOf(function lost() {}, null), () => Object.assign(class B { static x = 1; }, { y: 2 }),
];

// `value()` makes some value one level deeper.
function builtin(random, value) {
  switch (random.below(26)) {
    case 0: return new Map(random.several(4, () => [value(), value()]));
    case 1: return new Set(random.several(4, value));
    case 2: return new NamedMap(random.several(3, () => [value(), value()]));
    case 3: return new NamedSet(random.several(3, value));
    case 4: return random.chance(50) ? new WeakMap([[{}, value()]]) : new WeakSet([{}]);
    case 5: return new Date(random.pick([0, 1e12, NaN, -1e15, 8.64e15, 1234567890123]));
    case 6: return new NamedDate(0);
    case 7: return random.pick([/a/, /(?:)/g, /[/]\n/dgimsuy, /\ud800/u, new RegExp('\n/'), new NamedRegExp('b')]);
    case 8: case 9: case 10: return error(random, value);
    case 11: return random.pick([() => Promise.resolve(value()), () => new Promise(() => {}), () => rejected(value()), () => NamedPromise.resolve(1)])();
    case 12: case 13: return random.pick(functions)();
    case 14: return boxed(random, primitive(random));
    case 15: return random.pick([() => new NamedString('abcd'), () => new Boolean(false), () => Object(Symbol('boxed'))])();
    case 16: return random.pick([steps, () => [1, 2][Symbol.iterator](), () => new Map([[1, value()]]).entries(), () => new Set([value()]).values(), () => 'ab'[Symbol.iterator](), () => 'aab'.matchAll(/a/g)])();
    case 17: return new WeakRef({ a: 1 });
    case 18: return (function() { return arguments; })(value(), value());
    case 19: return new (random.pick(bare))();
    case 20: return new CustomText(value());
    case 21: return FromNull.make();
    case 22: return random.pick([() => new URL('http://u:p@h:1/p?q#f'), () => new URLSearchParams('a=1&b'), () => new AbortController().signal, () => new EventTarget()])();
    case 23: return random.pick([JSON, Reflect, Atomics]);
    case 24: return NamedList.from({ length: random.below(4) }, value);
    default: return random.chance(50) ? new Blob([string(random)], { type: 'a/b' }) : new File(['x'], string(random), { lastModified: 0 });
  }
}

function boxed(random, inner) {
  const object = Object(inner);
  if (random.chance(40)) object[random.pick(keys)] = random.pick(numbers);
  return object;
}

function rejected(reason) {
  const promise = Promise.reject(reason);
  promise.catch(() => {});
  return promise;
}

module.exports = { builtin, sizes };
