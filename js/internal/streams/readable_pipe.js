// readable.pipe() and unpipe(). https://nodejs.org/api/stream.html#readablepipedestination-options
'use strict';

const process = require('process');
const { prependListener } = require('internal/streams/legacy');
const { errorOrDestroy } = require('internal/streams/destroy');
const { kState } = require('internal/streams/bits');
const {
  kDataListening,
  kEndEmitted,
  kFlowing,
  kMultiAwaitDrain,
} = require('internal/streams/readable_state');

function pipe(src, dest, options) {
  const state = src._readableState;
  // From the second destination on, those that must drain are a set.
  if (state.pipes.length === 1 && (state[kState] & kMultiAwaitDrain) === 0) {
    state[kState] |= kMultiAwaitDrain;
    state.awaitDrainWriters = new Set(state.awaitDrainWriters ? [state.awaitDrainWriters] : []);
  }
  state.pipes.push(dest);

  let ondrain;
  let cleanedUp = false;

  // The standard streams of the process outlive what is piped into them.
  const doEnd = (!options || options.end !== false) && dest !== process.stdout && dest !== process.stderr;
  const endFn = doEnd ? onend : unpipe;
  if ((state[kState] & kEndEmitted) !== 0) process.nextTick(endFn);
  else src.once('end', endFn);

  dest.on('unpipe', onunpipe);
  function onunpipe(readable, info) {
    if (readable === src && info && info.hasUnpiped === false) {
      info.hasUnpiped = true;
      cleanup();
    }
  }

  function onend() {
    dest.end();
  }

  function unpipe() {
    src.unpipe(dest);
  }

  function cleanup() {
    dest.removeListener('close', onclose);
    dest.removeListener('finish', onfinish);
    if (ondrain) dest.removeListener('drain', ondrain);
    dest.removeListener('error', onerror);
    dest.removeListener('unpipe', onunpipe);
    src.removeListener('end', onend);
    src.removeListener('end', unpipe);
    src.removeListener('data', ondata);
    cleanedUp = true;
    // Nobody else may wait for this destination from now on.
    if (ondrain && state.awaitDrainWriters) ondrain();
  }

  function pause() {
    // write() may have unpiped: then nothing would ever resume.
    if (!cleanedUp) {
      if (state.pipes.length === 1 && state.pipes[0] === dest) {
        state.awaitDrainWriters = dest;
        state[kState] &= ~kMultiAwaitDrain;
      } else if (state.pipes.length > 1 && state.pipes.includes(dest)) {
        state.awaitDrainWriters.add(dest);
      }
      src.pause();
    }
    if (!ondrain) {
      ondrain = () => drained(src, dest);
      dest.on('drain', ondrain);
    }
  }

  src.on('data', ondata);
  function ondata(chunk) {
    try {
      if (dest.write(chunk) === false) pause();
    } catch (error) {
      dest.destroy(error);
    }
  }

  // Before the listeners of users: the pipe is broken when they run.
  prependListener(dest, 'error', onerror);
  function onerror(er) {
    unpipe();
    dest.removeListener('error', onerror);
    if (dest.listenerCount('error') === 0) {
      const side = dest._writableState || dest._readableState;
      // Without errorEmitted somebody has emitted the event by hand.
      if (side && !side.errorEmitted) errorOrDestroy(dest, er);
      else dest.emit('error', er);
    }
  }

  dest.once('close', onclose);
  function onclose() {
    dest.removeListener('finish', onfinish);
    unpipe();
  }
  dest.once('finish', onfinish);
  function onfinish() {
    dest.removeListener('close', onclose);
    unpipe();
  }

  dest.emit('pipe', src);

  if (dest.writableNeedDrain === true) pause();
  else if ((state[kState] & kFlowing) === 0) src.resume();
  return dest;
}

function drained(src, dest) {
  const state = src._readableState;
  if (state.awaitDrainWriters === dest) state.awaitDrainWriters = null;
  else if ((state[kState] & kMultiAwaitDrain) !== 0) state.awaitDrainWriters.delete(dest);

  if ((!state.awaitDrainWriters || state.awaitDrainWriters.size === 0) &&
      (state[kState] & kDataListening) !== 0) {
    src.resume();
  }
}

function unpipe(src, dest) {
  const state = src._readableState;
  if (state.pipes.length === 0) return src;

  if (!dest) {
    const all = state.pipes;
    state.pipes = [];
    src.pause();
    for (const one of all) one.emit('unpipe', src, { hasUnpiped: false });
    return src;
  }

  const at = state.pipes.indexOf(dest);
  if (at === -1) return src;
  state.pipes.splice(at, 1);
  if (state.pipes.length === 0) src.pause();
  dest.emit('unpipe', src, { hasUnpiped: false });
  return src;
}

module.exports = { pipe, unpipe };
