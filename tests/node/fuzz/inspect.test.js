// util.inspect with random options of random values.
// Env: TZ=UTC
'use strict';

const { inspect } = require('util');
const { fuzz } = require('./run.js');
const { numbers, primitive } = require('./primitives.js');
const { abyss, value } = require('./values.js');

const names = [
  'showHidden', 'depth', 'colors', 'customInspect', 'showProxy', 'maxArrayLength', 'maxStringLength', 'breakLength',
  'compact', 'sorted', 'getters', 'numericSeparator', 'stylize', 'unknown',
];
const good = {
  showHidden: [true, false], depth: [0, 1, 2, 3, 5, Infinity, null, -1], colors: [true, false], customInspect: [true, false],
  showProxy: [true, false, 1], maxArrayLength: [0, 1, 3, null, Infinity, -1, 100], maxStringLength: [0, 1, 10, null, Infinity],
  breakLength: [0, 1, 20, 80, 120, Infinity], compact: [true, false, 0, 1, 3, 100], sorted: [true, false, (a, b) => (a < b ? 1 : -1)],
  getters: [true, false, 'get', 'set'], numericSeparator: [true, false],
};

function optionsOf(random) {
  if (random.chance(25)) return undefined;
  if (random.chance(5)) return value(random, 2);
  const options = {};
  for (let left = random.below(6); left > 0; left--) {
    const name = random.pick(names);
    if (random.chance(85) && good[name]) options[name] = random.pick(good[name]);
    else if (name !== 'stylize') options[name] = random.chance(50) ? random.pick(numbers) : primitive(random);
  }
  return options;
}

fuzz((random) => {
  const options = optionsOf(random);
  const subject = random.below(2000) === 0 ? abyss(random) : value(random, 4);
  if (random.chance(3)) {
    const others = random.several(4, () => value(random, 1));
    return () => inspect(subject, ...others);
  }
  return () => inspect(subject, options);
}, 3000, { pollute: true });
