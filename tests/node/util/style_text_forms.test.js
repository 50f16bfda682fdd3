// util.styleText, stripVTControlCharacters, getCallSites, toUSVString, inherits, deprecate, aborted and other small functions.
'use strict';

const util = require('util');

const show = (act) => { try { console.log(JSON.stringify(act())); } catch (error) { console.log(error.name, error.code, error.message.split('\n')[0].slice(0, 90)); } };
const always = { validateStream: false };

show(() => util.styleText('red', 'text', always));
show(() => util.styleText(['bold', 'underline', 'bgYellow'], 'text', always));
show(() => util.styleText('red', `a${util.styleText('blue', 'b', always)}c`, always));
show(() => util.styleText(['bold', 'dim'], `a${util.styleText('bold', 'b', always)}c`, always));
show(() => util.styleText('none', 'plain', always));
show(() => util.styleText([], 'plain', always));
show(() => util.styleText('redd', 'text', always));
show(() => util.styleText(['red', 'nope'], 'text', always));
show(() => util.styleText('red', 5, always));
show(() => util.styleText(5, 'text', always));
show(() => util.styleText('red', 'text', { stream: {} }));
show(() => util.styleText('red', 'text', { stream: process.stdout }));
show(() => util.styleText('#ff8800', 'text', always));
show(() => util.styleText('gray', 'two\nlines', always));
show(() => util.stripVTControlCharacters('\u001b[31mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007 \u009b1mx'));
show(() => util.toUSVString('a\ud800b\udc00c\ud83d\ude00'));
show(() => util.inspect.colors.red.concat(Object.keys(util.inspect.styles)));
show(() => util.getSystemErrorName(-2));
show(() => util.getSystemErrorMessage(-13));
show(() => util.getSystemErrorMap().get(-17));
show(() => util.getSystemErrorName(1));
show(() => util.types.isProxy(new Proxy({}, {})));
show(() => util.isArray([]));
show(() => util.parseEnv('A=1\n# note\nB="two\\nlines"\nexport C=\'$x\'\nD=`a"b`\nE = spaced # end\nF=\nG'));
show(() => util.getCallSites(1).map((site) => [site.functionName, typeof site.lineNumber, site.scriptName.endsWith('.test.js')]));
show(() => util.diff('abc', 'abd'));
show(() => util.diff(['a', 'b'], ['b', 'c']));
function Old() {}
function Base() {}
Base.prototype.greet = () => 'hello';
util.inherits(Old, Base);
show(() => [new Old().greet(), Old.super_ === Base]);
show(() => util.inherits(Old, {}));
process.on('warning', (warning) => console.log(warning.name, warning.code, warning.message));
const old = util.deprecate(function named(a, b) { return a + b; }, 'named() is old', 'DEP_TEST');
console.log(old(1, 2), old(3, 4), old.name, old.length);
const legacy = util.callbackify(async (value) => { if (value === null) throw value; return value; });
legacy(1, (error, value) => console.log('callback', error, value));
legacy(null, (error) => console.log('callback', error.code, error.message, error.reason));
util.aborted(AbortSignal.abort(), {}).then(() => console.log('aborted'));
util.promisify(setTimeout)(1, 'later').then(console.log);
console.log(util.debuglog('none').enabled, util.format('%s', util.inspect('x')), util.isDeepStrictEqual([NaN], [NaN]));
