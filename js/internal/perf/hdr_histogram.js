// A high dynamic range histogram: counts of integers with a fixed number of significant digits.
// https://hdrhistogram.github.io/HdrHistogram/
'use strict';

// What an empty histogram calls its minimum: the largest 64-bit integer.
const kNoMinimum = 2n ** 63n - 1n;

// Those that were cloned, by id; a random number tells whether an id is of this thread.
const cloned = new Map();
const collected = new FinalizationRegistry((id) => cloned.delete(id));
let thread;
let lastId = 0;

class HdrHistogram {
  #lowest;
  #highest;
  #unit; // log2 of the size of the finest step
  #halfMagnitude; // log2 of half the number of steps in a bucket
  #halfCount;
  // Grows to the largest index in use. Index i of bucket b stands for a range of 2^(b + unit) values.
  #counts = new Float64Array(64);
  #total = 0;
  #min = Infinity;
  #max = 0;
  #exceeds = 0;
  #previous = 0n;
  #id = 0; // given when it is first cloned

  constructor(lowest, highest, figures) {
    this.#lowest = Number(lowest);
    this.#highest = Number(highest);
    this.#unit = Math.floor(Math.log2(this.#lowest));
    this.#halfMagnitude = Math.max(Math.ceil(Math.log2(2 * 10 ** figures)), 1) - 1;
    this.#halfCount = 2 ** this.#halfMagnitude;
  }

  #bucketOf(value) {
    const steps = Math.floor(value / 2 ** this.#unit);
    return Math.max(0, Math.floor(Math.log2(Math.max(steps, 1))) - this.#halfMagnitude);
  }

  #indexOf(value) {
    const bucket = this.#bucketOf(value);
    const step = Math.floor(value / 2 ** (bucket + this.#unit));
    return bucket * this.#halfCount + step;
  }

  #lowestAt(index) {
    let bucket = Math.floor(index / this.#halfCount) - 1;
    let step = (index % this.#halfCount) + this.#halfCount;
    if (bucket < 0) {
      bucket = 0;
      step -= this.#halfCount;
    }
    return step * 2 ** (bucket + this.#unit);
  }

  #sizeAt(index) {
    return 2 ** (Math.max(0, Math.floor(index / this.#halfCount) - 1) + this.#unit);
  }

  #medianAt(index) {
    return this.#lowestAt(index) + Math.floor(this.#sizeAt(index) / 2);
  }

  #highestAt(index) {
    return this.#lowestAt(index) + this.#sizeAt(index) - 1;
  }

  // Whether the value fits.
  record(value, times = 1) {
    value = Number(value);
    if (value > this.#highest) {
      this.#exceeds += times;
      return false;
    }
    this.#addAt(this.#indexOf(value), times);
    this.#total += times;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    return true;
  }

  #addAt(index, times) {
    if (index >= this.#counts.length) {
      const grown = new Float64Array(Math.max(index + 1, this.#counts.length * 2));
      grown.set(this.#counts);
      this.#counts = grown;
    }
    this.#counts[index] += times;
  }

  // Also records the values that a stalled recorder would have seen in the meantime.
  recordCorrected(value, expectedInterval) {
    value = Number(value);
    expectedInterval = Number(expectedInterval);
    if (!this.record(value)) return;
    for (let missing = value - expectedInterval; missing >= expectedInterval; missing -= expectedInterval) {
      this.record(missing);
    }
  }

  restartDelta() {
    this.#previous = 0n;
  }

  // Records the nanoseconds since the call before; the first call only starts the clock.
  recordDelta() {
    const { hrtime } = require('process');
    const time = hrtime.bigint();
    if (this.#previous > 0n) this.record(time - this.#previous);
    this.#previous = time;
  }

  reset() {
    this.#counts = new Float64Array(64);
    this.#total = this.#max = this.#exceeds = 0;
    this.#min = Infinity;
    this.#previous = 0n;
  }

  add(other) {
    this.#merge(other, 1);
  }

  subtract(other) {
    this.#merge(other, -1);
    this.#findExtremes();
  }

  #merge(other, sign) {
    const counts = other.#counts;
    for (let i = 0; i < counts.length; i++) {
      if (counts[i] === 0) continue;
      const value = other.#medianAt(i);
      if (value > this.#highest) {
        this.#exceeds += sign * counts[i];
        continue;
      }
      const index = this.#indexOf(value);
      const times = sign > 0 ? counts[i] : -Math.min(counts[i], this.#counts[index] ?? 0);
      this.#addAt(index, times);
      this.#total += times;
    }
    this.#exceeds = Math.max(0, this.#exceeds + sign * other.#exceeds);
    if (sign > 0) {
      this.#min = Math.min(this.#min, other.#min);
      this.#max = Math.max(this.#max, other.#max);
    }
  }

  #findExtremes() {
    this.#min = Infinity;
    this.#max = 0;
    for (let i = 0; i < this.#counts.length; i++) {
      if (this.#counts[i] === 0) continue;
      this.#min = Math.min(this.#min, this.#lowestAt(i));
      this.#max = this.#highestAt(i);
    }
  }

  clone() {
    const copy = new HdrHistogram(this.#lowest, this.#highest, 1);
    copy.#unit = this.#unit;
    copy.#halfMagnitude = this.#halfMagnitude;
    copy.#halfCount = this.#halfCount;
    copy.#counts = this.#counts.slice();
    copy.#total = this.#total;
    copy.#min = this.#min;
    copy.#max = this.#max;
    copy.#exceeds = this.#exceeds;
    return copy;
  }

  // Everything, as plain data: for a structured clone. In this thread the clone is the same histogram again.
  serialize() {
    if (this.#id === 0) {
      thread ??= Math.random();
      this.#id = ++lastId;
      cloned.set(this.#id, new WeakRef(this));
      collected.register(this, this.#id);
    }
    return {
      thread,
      id: this.#id,
      lowest: this.#lowest,
      highest: this.#highest,
      halfMagnitude: this.#halfMagnitude,
      counts: this.#counts,
      total: this.#total,
      min: this.#min,
      max: this.#max,
      exceeds: this.#exceeds,
    };
  }

  static deserialize(data) {
    const known = data.thread === thread ? cloned.get(data.id)?.deref() : undefined;
    if (known !== undefined) return known;
    const histogram = new HdrHistogram(data.lowest, data.highest, 1);
    histogram.#halfMagnitude = data.halfMagnitude;
    histogram.#halfCount = 2 ** data.halfMagnitude;
    histogram.#counts = data.counts;
    histogram.#total = data.total;
    histogram.#min = data.min;
    histogram.#max = data.max;
    histogram.#exceeds = data.exceeds;
    return histogram;
  }

  count() {
    return this.#total;
  }

  exceeds() {
    return this.#exceeds;
  }

  minBigInt() {
    if (this.#total === 0) return kNoMinimum;
    return BigInt(this.#lowestAt(this.#indexOf(this.#min)));
  }

  min() {
    return Number(this.minBigInt());
  }

  max() {
    return this.#total === 0 ? 0 : this.#highestAt(this.#indexOf(this.#max));
  }

  mean() {
    let sum = 0;
    for (let i = 0; i < this.#counts.length; i++) {
      if (this.#counts[i] > 0) sum += this.#counts[i] * this.#medianAt(i);
    }
    return sum / this.#total;
  }

  // The mean of the k-th powers of the distance to the mean.
  #moment(k, mean) {
    let sum = 0;
    for (let i = 0; i < this.#counts.length; i++) {
      if (this.#counts[i] > 0) sum += this.#counts[i] * (this.#medianAt(i) - mean) ** k;
    }
    return sum / this.#total;
  }

  stddev() {
    return Math.sqrt(this.#moment(2, this.mean()));
  }

  skewness() {
    const mean = this.mean();
    const variance = this.#moment(2, mean);
    return variance > 0 ? this.#moment(3, mean) / variance ** 1.5 : 0;
  }

  kurtosis() {
    const mean = this.mean();
    const variance = this.#moment(2, mean);
    return variance > 0 ? this.#moment(4, mean) / variance ** 2 - 3 : 0;
  }

  countAt(value) {
    return value < 0 ? 0 : this.#counts[this.#indexOf(value)] ?? 0;
  }

  cdf(value) {
    if (this.#total === 0 || value < 0) return 0;
    const last = Math.min(this.#indexOf(value), this.#counts.length - 1);
    let sum = 0;
    for (let i = 0; i <= last; i++) sum += this.#counts[i];
    return sum / this.#total;
  }

  percentile(percentile) {
    const wanted = Math.max(Math.floor((Math.min(percentile, 100) / 100) * this.#total + 0.5), 1);
    let sum = 0;
    for (let i = 0; i < this.#counts.length; i++) {
      sum += this.#counts[i];
      if (sum >= wanted) return this.#highestAt(i);
    }
    return 0;
  }

  // Steps that halve the distance to 100: [percentile, value] pairs.
  percentiles() {
    const pairs = [];
    let sum = 0;
    let next = 0;
    let index = -1;
    while (sum < this.#total) {
      // The first value that reaches the next step gives one pair; it may reach several steps.
      while (index < 0 || this.#counts[index] === 0 || next > (100 * sum) / this.#total) sum += this.#counts[++index];
      pairs.push([next, this.#lowestAt(index)]);
      next += 100 / 2 ** (Math.trunc(Math.log(100 / (100 - next)) / Math.LN2) + 1);
    }
    pairs.push([100, index < 0 ? 0 : this.#lowestAt(index)]);
    return pairs;
  }

  // Counts between levels: [level, count] pairs until everything is counted.
  #buckets(level, advance) {
    const pairs = [];
    let counted = 0;
    let index = 0;
    while (counted < this.#total) {
      const key = this.#lowestAt(this.#indexOf(level));
      let count = 0;
      for (; index < this.#counts.length && this.#lowestAt(index) <= key; index++) count += this.#counts[index];
      pairs.push([key, count]);
      counted += count;
      level = advance(level);
    }
    return pairs;
  }

  linearBuckets(stepSize) {
    return this.#buckets(stepSize, (level) => level + stepSize);
  }

  logBuckets(firstBucket, base) {
    return this.#buckets(firstBucket, (level) => level * base);
  }
}

module.exports = { HdrHistogram };
