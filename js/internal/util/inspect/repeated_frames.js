// Finds the lines of a stack trace that a recursion repeats.
'use strict';

const {
  ArrayPrototypeIndexOf,
  ArrayPrototypePop,
  ArrayPrototypePush,
  SafeMap,
} = primordials;

// Fewer lines than this are not worth hiding.
const kMinLines = 3;

function indexByLine(frames) {
  const byLine = new SafeMap();
  for (let i = 0; i < frames.length; i++) {
    const positions = byLine.get(frames[i]);
    if (positions === undefined) byLine.set(frames[i], [i]);
    else ArrayPrototypePush(positions, i);
  }
  return byLine;
}

// The lengths that a block starting at `start` may have: the greatest common divisor of the distances to the same
// line further down, which is mostly the length of the recursion, and, in the order of their discovery, the
// intermediate values of its computation as second choices.
function candidatePeriods(positions, start, next) {
  const fallbacks = [];
  let divisor = 0;
  for (let i = next; i < positions.length && divisor !== 1; i++) {
    let rest = positions[i] - start;
    while (rest !== 0) {
      const remainder = divisor % rest;
      if (divisor !== 0 && ArrayPrototypeIndexOf(fallbacks, divisor) === -1) ArrayPrototypePush(fallbacks, divisor);
      divisor = rest;
      rest = remainder;
    }
  }
  const others = [];
  for (let i = 0; i < fallbacks.length; i++) {
    if (fallbacks[i] !== divisor) ArrayPrototypePush(others, fallbacks[i]);
  }
  return { period: divisor, others };
}

function countRepeats(frames, start, period) {
  let repeats = 0;
  for (let at = start + period; ; at += period, repeats++) {
    for (let i = 0; i < period; i++) {
      if (frames[start + i] !== frames[at + i]) return repeats;
    }
  }
}

// The choice of the period that hides most lines; the first one wins a tie.
function bestRepetition(frames, start, positions, next) {
  let candidates;
  if (next + 1 < positions.length) candidates = candidatePeriods(positions, start, next);
  else candidates = { period: positions[positions.length - 1] - start, others: [] };
  let { period } = candidates;
  let repeats = countRepeats(frames, start, period);
  while (candidates.others.length > 0) {
    const other = ArrayPrototypePop(candidates.others);
    const count = countRepeats(frames, start, other);
    if (other * count > period * repeats) {
      period = other;
      repeats = count;
    }
  }
  return { start: start + period, period, repeats };
}

// The repetitions as {start, period, repeats}, in the order of the trace.
function findRepeatedFrames(frames) {
  const found = [];
  const byLine = indexByLine(frames);
  if (frames.length - byLine.size <= kMinLines) return found;
  for (let i = 0; i < frames.length - kMinLines; i++) {
    const positions = byLine.get(frames[i]);
    const next = ArrayPrototypeIndexOf(positions, i) + 1;
    if (next === positions.length || positions[positions.length - 1] - i < kMinLines) continue;
    const repetition = bestRepetition(frames, i, positions, next);
    if (repetition.repeats * repetition.period < kMinLines) continue;
    ArrayPrototypePush(found, repetition);
    i += repetition.period * (repetition.repeats + 1) - 1;
  }
  return found;
}

module.exports = { findRepeatedFrames };
