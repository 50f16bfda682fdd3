// util.styleText and util.stripVTControlCharacters.
'use strict';

const assert = require('assert');
const util = require('util');
const { inspect } = util;
const plain = { validateStream: false };

assert.strictEqual(util.styleText('red', 'x', plain), '\u001b[31mx\u001b[39m');
assert.strictEqual(util.styleText(['bold', 'underline'], 'x', plain), '\u001b[1m\u001b[4mx\u001b[24m\u001b[22m');
assert.strictEqual(util.styleText('none', 'x', plain), 'x');
assert.strictEqual(util.styleText('bold', `a ${util.styleText('dim', 'b', plain)} c`, plain), '\u001b[1ma \u001b[2mb\u001b[22m\u001b[1m c\u001b[22m');
assert.strictEqual(util.styleText('red', `a ${util.styleText('blue', 'b', plain)} c`, plain), '\u001b[31ma \u001b[34mb\u001b[31m c\u001b[39m');
assert.strictEqual(util.styleText('#ff8800', 'x', plain), '\u001b[38;2;255;136;0mx\u001b[39m');
assert.strictEqual(util.styleText(['#abc', 'bold'], 'x', plain), '\u001b[38;2;170;187;204m\u001b[1mx\u001b[22m\u001b[39m');
assert.strictEqual(util.stripVTControlCharacters(util.styleText(['red', 'bold'], 'plain', plain)), 'plain');
assert.strictEqual(util.stripVTControlCharacters('\u001b]8;;http://x\u0007link\u001b]8;;\u0007'), 'link');
