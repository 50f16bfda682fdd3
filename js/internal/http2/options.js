// Options of a session: the numbers that go to the native side, and the checks that sessions of both sides share.
// https://nodejs.org/docs/latest-v26.x/api/http2.html#http2createserveroptions-onrequesthandler
'use strict';

const { codes: { ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS } } = require('internal/errors');
const native = require('internal/http2/binding');
const { MAX_ADDITIONAL_SETTINGS } = require('internal/http2/settings');
const { assertIsArray, assertIsObject } = require('internal/http2/validators');
const { validateBoolean, validateUint32 } = require('internal/validators');

// Name, least value. The order is that of the shared array, whose last field has a bit for each option given.
const numbers = [
  ['maxDeflateDynamicTableSize', -Infinity],
  ['maxReservedRemoteStreams', -Infinity],
  ['maxSendHeaderBlockLength', -Infinity],
  ['peerMaxConcurrentStreams', -Infinity],
  ['paddingStrategy', -Infinity],
  ['maxHeaderListPairs', -Infinity],
  ['maxOutstandingPings', -Infinity],
  ['maxOutstandingSettings', 1],
  ['maxSessionMemory', 1],
  ['maxSettings', 1],
  ['streamResetRate', 1],
  ['streamResetBurst', 1],
];
const WHITESPACE = numbers.length;
const FLAGS = WHITESPACE + 1;

function updateOptionsBuffer(options) {
  const buffer = native.optionsBuffer;
  let flags = 0;
  for (let i = 0; i < numbers.length; i++) {
    const value = options[numbers[i][0]];
    if (typeof value !== 'number') continue;
    buffer[i] = Math.max(numbers[i][1], value);
    flags |= 1 << i;
  }
  const { strictFieldWhitespaceValidation } = options;
  if (typeof strictFieldWhitespaceValidation === 'boolean') {
    buffer[WHITESPACE] = strictFieldWhitespaceValidation ? 0 : 1;
    flags |= 1 << WHITESPACE;
  }
  buffer[FLAGS] = flags;
}

// Makes `options`, a copy already, what both http2.connect() and servers go on with.
function checkSharedOptions(options) {
  assertIsArray(options.remoteCustomSettings, 'options.remoteCustomSettings');
  if (options.remoteCustomSettings) {
    options.remoteCustomSettings = [...options.remoteCustomSettings];
    if (options.remoteCustomSettings.length > MAX_ADDITIONAL_SETTINGS) {
      throw new ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS();
    }
  }
  if (options.strictSingleValueFields === undefined) options.strictSingleValueFields = true;
  else validateBoolean(options.strictSingleValueFields, 'options.strictSingleValueFields');
}

function checkUint32(options, name) {
  if (options[name] !== undefined) validateUint32(options[name], `options.${name}`);
}

// The options of a server, and of http2.performServerHandshake().
function initializeOptions(options) {
  assertIsObject(options, 'options');
  options = { ...options };
  assertIsObject(options.settings, 'options.settings');
  options.settings = { ...options.settings };
  checkSharedOptions(options);

  checkUint32(options, 'maxSessionInvalidFrames');
  checkUint32(options, 'maxSessionRejectedStreams');
  checkUint32(options, 'unknownProtocolTimeout');
  options.unknownProtocolTimeout ??= 10_000;

  // What allowHTTP1 servers hand to their HTTP/1 half; the classes had options of their own before.
  options.http1Options = { ...options.http1Options };
  if (options.Http1IncomingMessage !== undefined) {
    options.http1Options.IncomingMessage ??= options.Http1IncomingMessage;
  }
  if (options.Http1ServerResponse !== undefined) {
    options.http1Options.ServerResponse ??= options.Http1ServerResponse;
  }

  const compat = require('internal/http2/compat');
  options.Http2ServerRequest ||= compat.Http2ServerRequest;
  options.Http2ServerResponse ||= compat.Http2ServerResponse;
  return options;
}

// Adds what ALPN needs, and the name for SNI.
function initializeTLSOptions(options, servername) {
  options = initializeOptions(options);
  if (!options.ALPNCallback) {
    options.ALPNProtocols = options.allowHTTP1 === true ? ['h2', 'http/1.1'] : ['h2'];
  }
  if (servername !== undefined && !options.servername) options.servername = servername;
  return options;
}

module.exports = { checkSharedOptions, initializeOptions, initializeTLSOptions, updateOptionsBuffer };
