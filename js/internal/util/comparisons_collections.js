// Deep equality of sets and maps, whose entries have no order.
// https://nodejs.org/docs/latest-v26.x/api/assert.html#comparison-details
'use strict';

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

// Takes an entry that `matches` accepts out of a list. Equal collections are mostly in the same order or in the opposite
// one: after a miss at the front the back is tried first, until that misses too. Comparisons may call getters of the
// program's, so the order is Node's.
class Candidates {
  constructor(list) {
    this.list = list;
    this.start = 0;
    this.end = list.length;
    this.fromFront = true;
  }

  get size() {
    return this.end - this.start;
  }

  take(matches) {
    const { list } = this;
    let first = this.start;
    if (first === this.end) return false;
    if (this.fromFront) {
      if (matches(list[first])) {
        this.start++;
        return true;
      }
      first++;
      if (first === this.end) return false;
      this.fromFront = false;
    }
    const last = this.end - 1;
    if (matches(list[last])) {
      this.end--;
      return true;
    }
    this.fromFront = true;
    for (let i = last - 1; i >= first; i--) {
      if (!matches(list[i])) continue;
      list[i] = list[last];
      this.end--;
      return true;
    }
    return false;
  }
}

// Loosely, a primitive may be equal to others: '1' == 1 == true, and null == undefined. Answers whether `a` may hold
// something that is loosely equal to `primitive`, or `kAsk` with the only value it can be.
const kAsk = Symbol('ask');

function looselyEqualTo(primitive) {
  switch (typeof primitive) {
    case 'undefined':
      return { answer: kAsk, other: null };
    case 'object':
      return { answer: kAsk, other: undefined };
    case 'symbol':
      return { answer: false };
    case 'string':
    case 'number':
      return { answer: !Number.isNaN(+primitive) };
    default:
      return { answer: true };
  }
}

function setMayHave(a, b, primitive) {
  const { answer, other } = looselyEqualTo(primitive);
  return answer === kAsk ? a.has(other) && !b.has(other) : answer;
}

function mapMayHave(a, b, key, value, equal) {
  const { answer, other } = looselyEqualTo(key);
  return answer === kAsk ? a.has(other) && !b.has(other) && equal(a.get(other), value) : answer;
}

// Sets of one or two: `value` is the first entry of `b` that `a` does not have as it is, `others` the iterator behind it.
function smallSetsEqual(a, b, value, others, equal) {
  const entries = a.values();
  const first = entries.next().value;
  if (equal(first, value)) {
    if (b.size === 1) return true;
    const second = entries.next().value;
    return b.has(second) || equal(second, others.next().value);
  }
  if (a.size === 1 || !equal(entries.next().value, value)) return false;
  return b.size === 1 || b.has(first) || equal(first, others.next().value);
}

function setsEqual(a, b, equal, isLoose, isPartial) {
  // The entries of `b` that are not in `a` as they are; each needs an equal one in `a`.
  const unmatched = [];
  const entries = b.values();
  for (const value of entries) {
    if (a.has(value)) continue;
    if (!isObject(value) && (!isLoose || !setMayHave(a, b, value))) return false;
    if (a.size < 3) return smallSetsEqual(a, b, value, entries, equal);
    unmatched.push(value);
  }
  if (unmatched.length === 0) return true;
  const candidates = new Candidates(unmatched);
  let left = a.size;
  for (const value of a) {
    left--;
    if (b.has(value)) continue;
    // Nothing else is equal to a primitive.
    if (!isObject(value) && !isLoose && !isPartial) return false;
    if (!candidates.take((other) => equal(value, other)) && !isPartial) return false;
    if (candidates.size === 0) return true;
    if (candidates.size > left) return false;
  }
  return candidates.size === 0;
}

function mapsEqual(a, b, equal, isLoose, isPartial) {
  const unmatched = [];
  for (const { 0: key, 1: value } of b) {
    if (isObject(key)) {
      if (unmatched.length === 0 && a.size === 1) {
        const { 0: otherKey, 1: other } = a.entries().next().value;
        return equal(otherKey, key) && equal(other, value);
      }
      unmatched.push(key);
    } else if (!a.has(key) || !equal(a.get(key), value)) {
      if (!isLoose || !mapMayHave(a, b, key, value, equal)) return false;
      unmatched.push(key);
    }
  }
  if (unmatched.length === 0) return true;
  const candidates = new Candidates(unmatched);
  let left = a.size;
  for (const { 0: key, 1: value } of a) {
    left--;
    if (!isObject(key)) {
      if (isPartial) {
        if (candidates.size > left) return false;
        continue;
      }
      if (b.has(key)) {
        if (!isLoose || equal(value, b.get(key))) continue;
      } else if (!isLoose) {
        return false;
      }
    }
    const found = candidates.take((other) => equal(key, other) && equal(value, b.get(other)));
    if (!found && !isPartial) return false;
    if (isPartial && candidates.size === 0) return true;
    if (isPartial && candidates.size > left) return false;
  }
  return candidates.size === 0;
}

module.exports = { mapsEqual, setsEqual };
