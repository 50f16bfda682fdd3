// Texts that the program offers to clients by their URLs, such as source maps, and the domain IO that reads them.
// https://nodejs.org/docs/latest-v26.x/api/inspector.html#inspectornetworkresourcesput
'use strict';

const { createDomain } = require('internal/inspector/domain');

const resources = new Map();
// Handle -> what is read, and from where on.
const streams = new Map();
let lastHandle = 0;

function put(url, data) {
  const { getOptionValue } = require('internal/options');
  if (!getOptionValue('--experimental-inspector-network-resource')) {
    require('process').emitWarning('The --experimental-inspector-network-resource option is not enabled. ' +
      'Please enable it to use the putNetworkResource function');
    return;
  }
  const { validateString } = require('internal/validators');
  validateString(url, 'url');
  validateString(data, 'data');
  resources.set(url, data);
}

// For Network.loadNetworkResource.
function load({ url }) {
  const text = resources.get(url);
  if (text === undefined) return { resource: { success: false } };
  const stream = String(++lastHandle);
  streams.set(stream, { text, position: 0 });
  return { resource: { success: true, stream } };
}

function create() {
  return createDomain({
    read({ handle, offset, size }) {
      const stream = streams.get(handle);
      if (stream === undefined) return { data: '', eof: true };
      const { text } = stream;
      const from = offset ?? stream.position;
      const to = Math.min(size === undefined ? text.length : from + size, text.length);
      stream.position = to;
      return { data: text.slice(from, to), eof: to >= text.length };
    },
    close({ handle }) {
      streams.delete(handle);
    },
  });
}

module.exports = { create, load, put };
