// util.MIMEType and util.MIMEParams.
'use strict';

const assert = require('assert');
const util = require('util');
const { inspect } = util;
const { MIMEType, MIMEParams } = util;

assert.strictEqual(String(new MIMEType('Text/HTML; Charset=UTF-8;x="a b\\"c"')), 'text/html;charset=UTF-8;x="a b\\"c"');
assert.strictEqual(new MIMEType('text/plain;a=1;a=2').params.get('A'), '1');
assert.strictEqual(new MIMEType('text/plain;a="unclosed').toString(), 'text/plain;a=unclosed');
assert.strictEqual(new MIMEType('text/plain;=x;b;c=').toString(), 'text/plain');
assert.strictEqual(JSON.stringify({ t: new MIMEType('a/b;c=d') }), '{"t":"a/b;c=d"}');
assert.deepStrictEqual([...new MIMEType('a/b;c=d;e=f').params], [ [ 'c', 'd' ], [ 'e', 'f' ] ]);
assert.strictEqual(new MIMEType('a/b').essence, 'a/b');
assert.strictEqual((() => { const p = new MIMEParams(); p.set('k', 'v w'); return String(p); })(), 'k="v w"');
assert.strictEqual((() => { const m = new MIMEType('a/b;x=y'); m.type = 'APP'; m.params.delete('X'); return String(m); })(), 'app/b');
