// assert's comparisons and util.isDeepStrictEqual of values that are alike, nearly alike and different.
// Env: TZ=UTC
'use strict';

const assert = require('assert');
const { isDeepStrictEqual } = require('util');
const { fuzz } = require('./run.js');
const { Random } = require('./random.js');
const { abyss, quietly, value } = require('./values.js');
const { keys } = require('./primitives.js');

// The same choices twice make two values that are alike and have nothing in common.
function pair(random) {
  const seed = random.bits();
  const first = value(new Random(seed), 4);
  if (random.chance(10)) return [first, first];
  if (random.chance(25)) return [first, value(random, 4)];
  const second = value(new Random(seed), 4);
  if (random.chance(30)) change(random, second);
  return random.chance(10) ? [[first], [second]] : [first, second];
}

function change(random, it) {
  // What all rounds share stays as it is.
  if (it === JSON || it === Reflect || it === Atomics) return;
  quietly(() => {
    switch (random.below(7)) {
      case 0: it[random.pick(keys)] = value(random, 1); break;
      case 1: delete it[Object.keys(it)[0]]; break;
      case 2: it.add(value(random, 1)); break;
      case 3: it.set(value(random, 1), 1); break;
      case 4: it.push(1); break;
      case 5: Object.setPrototypeOf(it, random.pick([null, {}, Object.prototype, Array.prototype])); break;
      default: Object.defineProperty(it, 'hidden', { value: 1, enumerable: random.chance(50) });
    }
  });
}

const checks = [
  'deepStrictEqual', 'deepStrictEqual', 'deepEqual', 'notDeepStrictEqual', 'notDeepEqual', 'partialDeepStrictEqual', 'strictEqual', 'equal', 'notStrictEqual',
];

fuzz((random) => {
  if (random.below(1000) === 0) {
    // Where the stack ends is the engine's own affair.
    const depths = [abyss(new Random(5)), abyss(new Random(5))];
    return () => quietly(() => assert[random.pick(checks)](...depths));
  }
  const [first, second] = pair(random);
  if (random.chance(40)) {
    const args = random.chance(10) ? [value(random, 1)] : [];
    return () => isDeepStrictEqual(first, second, ...args);
  }
  const check = random.pick(checks);
  const message = random.chance(5) ? [value(random, 2)] : [];
  return () => assert[check](first, second, ...message);
}, 3000, { pollute: true });
