// The chunks that a Readable has buffered: how many may be taken, and taking them.
// https://nodejs.org/api/stream.html#readablereadsize
'use strict';

const { Buffer } = require('buffer');
const { kObjectMode, kState } = require('internal/streams/bits');
const { kDecoder, kEnded, kFlowing } = require('internal/streams/readable_state');
const { codes: { ERR_OUT_OF_RANGE } } = require('internal/errors');

const MAX_HIGH_WATER_MARK = 0x40000000;

// The next power of two, so that a growing read size does not move the mark each time.
function raisedHighWaterMark(n) {
  if (n > MAX_HIGH_WATER_MARK) throw new ERR_OUT_OF_RANGE('size', '<= 1GiB', n);
  return n <= 1 ? n : 2 ** (32 - Math.clz32(n - 1));
}

// How much a read of n (NaN: whatever is convenient) takes now.
function howMuchToRead(n, state) {
  const { length } = state;
  const bits = state[kState];
  if (n <= 0 || (length === 0 && (bits & kEnded) !== 0)) return 0;
  if ((bits & kObjectMode) !== 0) return 1;
  if (n !== n) {
    // One chunk, as it came; all text at once when nothing flows.
    if (length !== 0 && (bits & (kDecoder | kFlowing)) !== kDecoder) {
      return state.buffer[state.bufferIndex].length;
    }
    return length;
  }
  if (n <= length) return n;
  return (bits & kEnded) !== 0 ? length : 0;
}

// Joins chunks up to n bytes or characters; what a chunk has more stays in the list.
function joinChunks(state, n, isText) {
  const list = state.buffer;
  let at = state.bufferIndex;
  let joined = isText ? '' : Buffer.allocUnsafe(n);
  let done = 0;
  while (at < list.length) {
    let chunk = list[at];
    const left = n - done;
    if (chunk.length > left) {
      list[at] = isText ? chunk.slice(left) : chunk.subarray(left);
      chunk = isText ? chunk.slice(0, left) : chunk.subarray(0, left);
    } else {
      list[at++] = null;
    }
    if (isText) joined += chunk;
    else joined.set(chunk, done);
    done += chunk.length;
    if (done >= n) break;
  }
  return { at, joined };
}

// Takes n (0 or too many: everything) out of the list; the caller counts.
function fromList(n, state) {
  const { length } = state;
  if (length === 0) return null;
  const list = state.buffer;
  let at = state.bufferIndex;
  let taken;

  if ((state[kState] & kObjectMode) !== 0) {
    taken = list[at];
    list[at++] = null;
  } else {
    const isText = (state[kState] & kDecoder) !== 0;
    const all = !n || n >= length;
    const count = list.length - at;
    const first = list[at];
    if (count === 0) {
      taken = isText ? '' : Buffer.alloc(0);
    } else if (all ? count === 1 : n === first.length) {
      taken = first;
      list[at++] = null;
    } else if (!all && n < first.length) {
      // slice() of a Buffer is a view, of a string a part: right both times.
      taken = first.slice(0, n);
      list[at] = first.slice(n);
    } else {
      ({ at, joined: taken } = joinChunks(state, all ? length : n, isText));
    }
  }

  if (at === list.length) {
    list.length = 0;
    state.bufferIndex = 0;
  } else if (at > 1024) {
    list.splice(0, at);
    state.bufferIndex = 0;
  } else {
    state.bufferIndex = at;
  }
  return taken;
}

module.exports = {
  fromList,
  howMuchToRead,
  raisedHighWaterMark,
};
