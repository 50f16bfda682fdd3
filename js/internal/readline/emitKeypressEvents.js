// readline.emitKeypressEvents(). https://nodejs.org/api/readline.html#readlineemitkeypresseventsstream-interface
'use strict';

const { CSI, charLengthAt } = require('internal/readline/utils');
const { emitKeys } = require('internal/readline/keys');
const { kSawKeyPress } = require('internal/readline/symbols');

const KEYPRESS_DECODER = Symbol('keypress-decoder');
const ESCAPE_DECODER = Symbol('escape-decoder');

// As GNU readline waits for the rest of a sequence.
const ESCAPE_CODE_TIMEOUT = 500;

function startDecoder(stream) {
  stream[ESCAPE_DECODER] = emitKeys(stream);
  stream[ESCAPE_DECODER].next();
}

function emitKeypressEvents(stream, iface = { __proto__: null }) {
  if (stream[KEYPRESS_DECODER]) return;
  const { StringDecoder } = require('string_decoder');
  const { clearTimeout, setTimeout } = require('timers');
  stream[KEYPRESS_DECODER] = new StringDecoder('utf8');
  startDecoder(stream);
  const { escapeCodeTimeout = ESCAPE_CODE_TIMEOUT } = iface;
  let timer;

  function onData(input) {
    if (stream.listenerCount('keypress') === 0) {
      // Nobody listens any more: wait for somebody.
      stream.removeListener('data', onData);
      stream.on('newListener', onNewListener);
      return;
    }
    const string = stream[KEYPRESS_DECODER].write(input);
    if (!string) return;
    clearTimeout(timer);

    iface[kSawKeyPress] = charLengthAt(string, 0) === string.length;
    // What is pasted must not be completed at each tab, but its last character may be one.
    iface.isCompletionEnabled = false;
    let done = 0;
    for (const character of string) {
      done += character.length;
      const isLast = done === string.length;
      if (isLast) iface.isCompletionEnabled = true;
      try {
        stream[ESCAPE_DECODER].next(character);
        if (isLast && character === CSI.kEscape) {
          timer = setTimeout(() => stream[ESCAPE_DECODER].next(''), escapeCodeTimeout);
        }
      } catch (err) {
        // A listener has thrown through the generator, which is over then.
        startDecoder(stream);
        throw err;
      }
    }
  }

  function onNewListener(event) {
    if (event === 'keypress') {
      stream.on('data', onData);
      stream.removeListener('newListener', onNewListener);
    }
  }

  if (stream.listenerCount('keypress') > 0) stream.on('data', onData);
  else stream.on('newListener', onNewListener);
}

module.exports = emitKeypressEvents;
