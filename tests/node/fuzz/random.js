// A seeded source of choices: the same seed makes the same choices on every engine.
'use strict';

class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
    this.bits();
  }

  // mulberry32: 32 random bits.
  bits() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let x = this.#state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return (x ^ (x >>> 14)) >>> 0;
  }

  // An integer below `limit`.
  below(limit) {
    return this.bits() % limit;
  }

  chance(percent) {
    return this.below(100) < percent;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  // An array of fewer than `limit` things that `make` makes.
  several(limit, make) {
    const list = [];
    for (let left = this.below(limit); left > 0; left--) list.push(make());
    return list;
  }
}

module.exports = { Random };
