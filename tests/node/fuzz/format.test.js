// util.format with random format strings and random arguments.
// Env: TZ=UTC
'use strict';

const { format, formatWithOptions } = require('util');
const { fuzz } = require('./run.js');
const { string } = require('./primitives.js');
const { value } = require('./values.js');

const pieces = ['%s', '%d', '%i', '%f', '%j', '%o', '%O', '%c', '%%', '%', '%x', 'a', ' ', '\n', '%5d', '%s%s', '%%s', '\ud800'];

fuzz((random) => {
  const args = random.several(5, () => value(random, 3));
  if (random.chance(85)) args.unshift(random.several(6, () => (random.chance(90) ? random.pick(pieces) : string(random))).join(''));
  if (random.chance(20)) {
    const options = random.chance(10) ? value(random, 2) : { colors: random.chance(50), depth: random.below(4), compact: random.below(4), showHidden: random.chance(10), numericSeparator: random.chance(30) };
    return () => formatWithOptions(options, ...args);
  }
  return () => format(...args);
}, 3000, { pollute: true });
