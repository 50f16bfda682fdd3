// util.parseArgs as command lines use it: short groups, tokens, negation, defaults, positionals, every refusal.
'use strict';

const { parseArgs } = require('util');

const show = (config) => {
  try { console.log(JSON.stringify(parseArgs(config), (key, value) => (value === undefined ? 'undefined' : value))); } catch (error) { console.log(error.name, error.code, error.message); }
};
const options = { verbose: { type: 'boolean', short: 'v' }, file: { type: 'string', short: 'f', multiple: true }, color: { type: 'boolean', default: true }, level: { type: 'string', default: '1' } };

show({ args: ['-v', '--file', 'a', '-fb', '--file=c', '--no-color'], options, allowNegative: true });
show({ args: ['-vf', 'x', '--', '-v', 'rest'], options, allowPositionals: true, tokens: true });
show({ args: ['-vfx'], options, tokens: true });
show({ args: ['--unknown'], options });
show({ args: ['-u'], options });
show({ args: ['pos'], options });
show({ args: ['--file'], options });
show({ args: ['--file', '-v'], options });
show({ args: ['-f', '--verbose'], options });
show({ args: ['--verbose=yes'], options });
show({ args: ['--no-file'], options, allowNegative: true });
show({ args: ['--no-color'], options });
show({ args: ['--unknown', 'x', '-abc', '--k=v', '--verbose', 'p', '--file'], options, strict: false });
show({ args: ['--unknown', 'x', '-abc', '--k=v'], strict: false, tokens: true });
show({ args: ['-', '--', '--', 'x'], allowPositionals: true, tokens: true });
show({ args: ['--file', '-'], options });
show({ args: ['-f=x', '-f', '=y'], options });
show({ args: ['--__proto__', 'x', '--constructor'], strict: false });
show({ args: ['-v', '-v'], options: { v: { type: 'boolean', short: 'v', multiple: true, default: [true] } } });
show({ args: [], options: { n: { type: 'string', multiple: true, default: ['a', 'b'] } } });
show({ args: [], options: { n: { type: 'number' } } });
show({ args: [], options: { n: { type: 'string', short: 'xy' } } });
show({ args: [], options: { n: { type: 'string', default: 1 } } });
show({ args: [], options: { n: { type: 'boolean', multiple: true, default: ['x'] } } });
show({ args: [], options: { n: { type: 'string', multiple: 'yes' } } });
show({ args: 'x' });
show({ args: [1], strict: false });
show({ strict: 'no' });
show({ args: [], options: [] });
show({ args: ['--\u6f22', 'x', '-\u6f22'], options: { '\u6f22': { type: 'string', short: '\u6f22' } }, strict: false, tokens: true });
