// Deep equality of sets and maps, whose entries have no order.
// https://nodejs.org/docs/latest-v26.x/api/assert.html#comparison-details
'use strict';

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

// Takes the first entry of `candidates` that `matches` accepts out of the list. Equal collections are mostly in the
// same order or in the opposite one, so both ends are tried first.
class Candidates {
  constructor(list) {
    this.list = list;
    this.start = 0;
    this.end = list.length;
  }

  get size() {
    return this.end - this.start;
  }

  take(matches) {
    if (this.start === this.end) return false;
    if (matches(this.list[this.start])) {
      this.start++;
      return true;
    }
    for (let i = this.end - 1; i > this.start; i--) {
      if (!matches(this.list[i])) continue;
      this.end--;
      this.list[i] = this.list[this.end];
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

function setsEqual(a, b, equal, isLoose, isPartial) {
  // The entries of `b` that are not in `a` as they are; each needs an equal one in `a`.
  const unmatched = [];
  for (const value of b) {
    if (a.has(value)) continue;
    if (!isObject(value) && (!isLoose || !setMayHave(a, b, value))) return false;
    unmatched.push(value);
  }
  if (unmatched.length === 0) return true;
  const candidates = new Candidates(unmatched);
  let left = a.size;
  for (const value of a) {
    left--;
    if (b.has(value)) continue;
    if (!isObject(value) && !isLoose) {
      // Nothing else is equal to a primitive.
      if (!isPartial) return false;
      continue;
    }
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
      unmatched.push(key);
    } else if (!a.has(key) || !equal(a.get(key), value)) {
      if (!isLoose || !mapMayHave(a, b, key, value, equal)) return false;
      unmatched.push(key);
    }
  }
  if (unmatched.length === 0) return true;
  const candidates = new Candidates(unmatched);
  for (const { 0: key, 1: value } of a) {
    if (!isObject(key)) {
      if (isPartial) continue;
      if (b.has(key)) {
        if (!isLoose || equal(value, b.get(key))) continue;
      } else if (!isLoose) {
        return false;
      }
    }
    const found = candidates.take((other) => equal(key, other) && equal(value, b.get(other)));
    if (!found && !isPartial) return false;
    if (candidates.size === 0 && isPartial) return true;
  }
  return candidates.size === 0;
}

module.exports = { mapsEqual, setsEqual };
