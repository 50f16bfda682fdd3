// The messages of assertion errors.
'use strict';

const assert = require('assert');

// The message of the assertion error that `check` throws.
function messageOf(check) {
  try {
    check();
  } catch (error) {
    assert.strictEqual(error.name, 'AssertionError');
    return error.message;
  }
  throw new Error('nothing was thrown');
}

assert.strictEqual(messageOf(() => assert.strictEqual(1, 2)), 'Expected values to be strictly equal:\n\n1 !== 2\n');
assert.strictEqual(messageOf(() => assert.strictEqual('a', 'b')), "Expected values to be strictly equal:\n\n'a' !== 'b'\n");
assert.strictEqual(messageOf(() => assert.strictEqual('x'.repeat(30), `${'x'.repeat(20)}yyy`)), [
  'Expected values to be strictly equal:\n',
  '+ actual - expected\n',
  '\n',
  "+ 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'\n",
  "- 'xxxxxxxxxxxxxxxxxxxxyyy'\n",
  '                       ^\n',
].join(''));
assert.strictEqual(messageOf(() => assert.strictEqual('a\nb\nc', 'a\nb\nd')), [
  'Expected values to be strictly equal:\n',
  '+ actual - expected\n',
  '\n',
  "+ 'a\\nb\\nc'\n",
  "- 'a\\nb\\nd'\n",
  '         ^\n',
].join(''));
assert.strictEqual(messageOf(() => assert.strictEqual([1, 2], [1, 2])), 'Values have same structure but are not reference-equal:\n\n[\n  1,\n  2\n]\n');
assert.strictEqual(messageOf(() => assert.strictEqual({ a: 1 }, { a: 2 })), [
  'Expected "actual" to be reference-equal to "expected":\n',
  '+ actual - expected\n',
  '\n',
  '  {\n',
  '+   a: 1\n',
  '-   a: 2\n',
  '  }\n',
].join(''));
assert.strictEqual(messageOf(() => assert.strictEqual(1, 2, 'own text')), 'own text\n\n1 !== 2\n');
assert.strictEqual(messageOf(() => assert.strictEqual(NaN, 0)), 'Expected values to be strictly equal:\n\nNaN !== 0\n');
assert.strictEqual(messageOf(() => assert.strictEqual(-0, 0)), 'Expected values to be strictly equal:\n+ actual - expected\n\n+ -0\n- 0\n');
assert.strictEqual(messageOf(() => assert.notStrictEqual(1, 1)), 'Expected "actual" to be strictly unequal to: 1');
assert.strictEqual(messageOf(() => assert.notStrictEqual('a long string value', 'a long string value')), 'Expected "actual" to be strictly unequal to:\n\n\'a long string value\'');
assert.strictEqual(messageOf(() => assert.equal(1, 2)), '1 == 2');
assert.strictEqual(messageOf(() => assert.equal('a', 'b', 'with %s and %d', 'text', 5)), 'with text and 5');
assert.strictEqual(messageOf(() => assert.notEqual(1, 1)), '1 != 1');
assert.strictEqual(messageOf(() => assert.deepStrictEqual({ a: 1, b: [1, 2, 3] }, { a: 1, b: [1, 2, 4] })), [
  'Expected values to be strictly deep-equal:\n',
  '+ actual - expected\n',
  '\n',
  '  {\n',
  '    a: 1,\n',
  '    b: [\n',
  '      1,\n',
  '      2,\n',
  '+     3\n',
  '-     4\n',
  '    ]\n',
  '  }\n',
].join(''));
assert.strictEqual(messageOf(() => assert.deepStrictEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13])), [
  'Expected values to be strictly deep-equal:\n',
  '+ actual - expected\n',
  '... Skipped lines\n',
  '\n',
  '  [\n',
  '    1,\n',
  '    2,\n',
  '    3,\n',
  '    4,\n',
  '...\n',
  '    11,\n',
  '+   12\n',
  '-   13\n',
  '  ]\n',
].join(''));
assert.strictEqual(messageOf(() => assert.deepStrictEqual(Array.from({ length: 30 }, (_, i) => i), Array.from({ length: 30 }, (_, i) => (i === 20 ? 'x' : i)))), [
  'Expected values to be strictly deep-equal:\n',
  '+ actual - expected\n',
  '... Skipped lines\n',
  '\n',
  '  [\n',
  '    0,\n',
  '    1,\n',
  '    2,\n',
  '    3,\n',
  '...\n',
  '    19,\n',
  '+   20,\n',
  "-   'x',\n",
  '    21,\n',
  '    22,\n',
  '    23,\n',
  '    24,\n',
  '    25,\n',
].join(''));
assert.strictEqual(messageOf(() => assert.deepStrictEqual(new Map([[1, 2]]), new Map([[1, 3]]))), [
  'Expected values to be strictly deep-equal:\n',
  '+ actual - expected\n',
  '\n',
  '  Map(1) {\n',
  '+   1 => 2\n',
  '-   1 => 3\n',
  '  }\n',
].join(''));
assert.strictEqual(messageOf(() => assert.deepStrictEqual(new Set([1]), new Set([2]))), [
  'Expected values to be strictly deep-equal:\n',
  '+ actual - expected\n',
  '\n',
  '  Set(1) {\n',
  '+   1\n',
  '-   2\n',
  '  }\n',
].join(''));
assert.strictEqual(messageOf(() => assert.deepStrictEqual({ a: 1 }, { a: 1, b: 2 })), [
  'Expected values to be strictly deep-equal:\n',
  '+ actual - expected\n',
  '\n',
  '  {\n',
  '    a: 1,\n',
  '-   b: 2\n',
  '  }\n',
].join(''));
assert.strictEqual(messageOf(() => assert.deepStrictEqual([1], [1, 2])), 'Expected values to be strictly deep-equal:\n+ actual - expected\n\n  [\n    1,\n-   2\n  ]\n');
assert.strictEqual(messageOf(() => assert.deepStrictEqual(new (class A {})(), {})), 'Expected values to be strictly deep-equal:\n+ actual - expected\n\n+ A {}\n- {}\n');
assert.strictEqual(messageOf(() => assert.notDeepStrictEqual({ a: 1 }, { a: 1 })), 'Expected "actual" not to be strictly deep-equal to:\n\n{\n  a: 1\n}\n');
assert.strictEqual(messageOf(() => assert.deepEqual({ a: 1 }, { a: 2 })), [
  'Expected values to be loosely deep-equal:\n',
  '\n',
  '{\n',
  '  a: 1\n',
  '}\n',
  '\n',
  'should loosely deep-equal\n',
  '\n',
  '{\n',
  '  a: 2\n',
  '}',
].join(''));
assert.strictEqual(messageOf(() => assert.notDeepEqual({ a: 1 }, { a: 1 })), 'Expected "actual" not to be loosely deep-equal to:\n\n{\n  a: 1\n}');
assert.strictEqual(messageOf(() => assert.partialDeepStrictEqual({ a: 1, b: 2 }, { a: 2 })), [
  'Expected values to be partially and strictly deep-equal:\n',
  '+ actual - expected\n',
  '\n',
  '  {\n',
  '+   a: 1,\n',
  '+   b: 2\n',
  '-   a: 2\n',
  '  }\n',
].join(''));
assert.strictEqual(messageOf(() => assert.fail()), 'Failed');
assert.strictEqual(messageOf(() => assert.fail('text')), 'text');
assert.strictEqual(messageOf(() => assert(false)), 'The expression evaluated to a falsy value:\n\n  assert(false)\n');
assert.strictEqual(messageOf(() => assert.ok(0 === 1 && 'never')), "The expression evaluated to a falsy value:\n\n  assert.ok(0 === 1 && 'never')\n");
assert.strictEqual(messageOf(() => assert.ok(null, 'own text')), 'own text');
assert.strictEqual(messageOf(() => assert.ok()), 'No value argument passed to `assert.ok()`');
assert.strictEqual(messageOf(() => assert(
    [].length,
  )), 'The expression evaluated to a falsy value:\n\n  assert(\n');
assert.strictEqual(messageOf(() => assert.throws(() => {})), 'Missing expected exception.');
assert.strictEqual(messageOf(() => assert.throws(() => {}, TypeError)), 'Missing expected exception (TypeError).');
assert.strictEqual(messageOf(() => assert.throws(() => {}, TypeError, 'own text')), 'Missing expected exception (TypeError): own text');
assert.strictEqual(messageOf(() => assert.throws(() => { throw new Error('x'); }, /y/)), "The input did not match the regular expression /y/. Input:\n\n'Error: x'\n");
assert.strictEqual(messageOf(() => assert.throws(() => { throw new Error('x'); }, TypeError)), [
  'The error is expected to be an instance of "TypeError". Received "Error"\n',
  '\n',
  'Error message:\n',
  '\n',
  'x',
].join(''));
assert.strictEqual(messageOf(() => assert.throws(() => { throw new Error('x'); }, { message: 'y' })), [
  'Expected values to be strictly deep-equal:\n',
  '+ actual - expected\n',
  '\n',
  '  Comparison {\n',
  "+   message: 'x'\n",
  "-   message: 'y'\n",
  '  }\n',
].join(''));
assert.strictEqual(messageOf(() => assert.throws(() => { throw new Error('x'); }, { message: /x/, name: 'TypeError' })), [
  'Expected values to be strictly deep-equal:\n',
  '+ actual - expected\n',
  '\n',
  '  Comparison {\n',
  "    message: 'x',\n",
  "+   name: 'Error'\n",
  "-   name: 'TypeError'\n",
  '  }\n',
].join(''));
assert.strictEqual(messageOf(() => assert.throws(() => { throw new Error('x'); }, () => false)), [
  'The validation function is expected to return "true". Received false\n',
  '\n',
  'Caught error:\n',
  '\n',
  'Error: x',
].join(''));
assert.strictEqual(messageOf(() => assert.throws(() => { throw 'text'; }, { message: 'y' })), [
  'Expected values to be strictly deep-equal:\n',
  '+ actual - expected\n',
  '\n',
  "+ 'text'\n",
  '- {\n',
  "-   message: 'y'\n",
  '- }\n',
].join(''));
assert.strictEqual(messageOf(() => assert.throws(() => { throw new Error('x'); }, new Error('y'))), [
  'Expected values to be strictly deep-equal:\n',
  '+ actual - expected\n',
  '\n',
  '  Comparison {\n',
  "+   message: 'x',\n",
  "-   message: 'y',\n",
  "    name: 'Error'\n",
  '  }\n',
].join(''));
assert.strictEqual(messageOf(() => assert.doesNotThrow(() => { throw new Error('x'); })), 'Got unwanted exception.\nActual message: "x"');
assert.strictEqual(messageOf(() => assert.doesNotThrow(() => { throw new Error('x'); }, 'own text')), 'Got unwanted exception: own text\nActual message: "x"');
assert.strictEqual(messageOf(() => assert.ifError(new Error('x'))), 'ifError got unwanted exception: x');
assert.strictEqual(messageOf(() => assert.ifError('x')), "ifError got unwanted exception: 'x'");
assert.strictEqual(messageOf(() => assert.match('abc', /x/)), "The input did not match the regular expression /x/. Input:\n\n'abc'\n");
assert.strictEqual(messageOf(() => assert.doesNotMatch('abc', /b/)), "The input was expected to not match the regular expression /b/. Input:\n\n'abc'\n");
assert.strictEqual(messageOf(() => assert.match(5, /x/)), 'The "string" argument must be of type string. Received type number (5)');
assert.strictEqual(messageOf(() => assert.strictEqual(1, 2, (actual, expected) => `${actual} is not ${expected}`)), '1 is not 2\n\n1 !== 2\n');
assert.strictEqual(messageOf(() => new assert.Assert({ diff: 'full' }).strictEqual('a'.repeat(10), 'b'.repeat(10))), "Expected values to be strictly equal:\n+ actual - expected\n\n+ 'aaaaaaaaaa'\n- 'bbbbbbbbbb'\n");
