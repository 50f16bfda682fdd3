// assert.ifError: https://nodejs.org/docs/latest-v26.x/api/assert.html#assertiferrorvalue
'use strict';

const AssertionError = require('internal/assert/assertion_error');
const { inspect } = require('internal/util/inspect');

function describe(value) {
  if (typeof value !== 'object' || typeof value.message !== 'string') return inspect(value);
  return value.message.length === 0 && value.constructor ? value.constructor.name : value.message;
}

// The frames of the assertion down to the first one that the value's own stack has too, then the value's own frames.
function joinStacks(stack, original) {
  const start = original.indexOf('\n    at');
  if (start === -1) return stack;
  const originalFrames = original.slice(start + 1).split('\n');
  let frames = stack.split('\n');
  for (const frame of originalFrames) {
    const at = frames.indexOf(frame);
    if (at === -1) continue;
    frames = frames.slice(0, at);
    break;
  }
  return `${frames.join('\n')}\n${originalFrames.join('\n')}`;
}

function failWith(value, fn, diff) {
  const error = new AssertionError({
    actual: value,
    expected: null,
    operator: 'ifError',
    message: `ifError got unwanted exception: ${describe(value)}`,
    stackStartFn: fn,
    diff,
  });
  const original = value.stack;
  if (typeof original === 'string') error.stack = joinStacks(error.stack, original);
  throw error;
}

module.exports = { failWith };
