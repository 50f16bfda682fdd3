// What node:inspector and node:inspector/promises share.
// https://nodejs.org/docs/latest-v26.x/api/inspector.html
'use strict';

const process = require('process');
const {
  codes: { ERR_INSPECTOR_ALREADY_ACTIVATED, ERR_INSPECTOR_NOT_ACTIVE },
} = require('internal/errors');
const { validateInt32, validateObject } = require('internal/validators');

const events = {
  Network: [
    'requestWillBeSent', 'responseReceived', 'loadingFinished', 'loadingFailed', 'dataSent', 'dataReceived',
    'webSocketCreated', 'webSocketClosed', 'webSocketHandshakeResponseReceived',
  ],
  DOMStorage: ['domStorageItemAdded', 'domStorageItemRemoved', 'domStorageItemUpdated', 'domStorageItemsCleared'],
};

// Functions that tell the clients which have the domain on.
function announcers(domain) {
  const all = {};
  for (const event of events[domain]) {
    const announce = { [event]: (params) => {
      validateObject(params, 'params');
      if (domain === 'Network') require('internal/inspector/network').remember(event, params);
      if (event === 'requestWillBeSent') {
        params = { ...params, initiator: require('internal/inspector/network_tracking').initiator() };
      }
      require('internal/inspector/connection').broadcast(domain, `${domain}.${event}`, params);
    } };
    all[event] = announce[event];
  }
  return all;
}

const tell = (verb) => ops.op_v8_inspector(verb, '', 0, '') ?? undefined;

function isLoopback(host) {
  const name = host.toLowerCase();
  return name === 'localhost' || name.startsWith('127.') || name.startsWith('[::1]') || name === '::1' ||
    name.startsWith('[0:0:0:0:0:0:0:1]');
}

function inspectorOpen(port, host, wait) {
  if (process.permission !== undefined) {
    require('internal/process/permission').assertGranted('inspector', '--allow-inspector');
  }
  if (tell('url') !== undefined) throw new ERR_INSPECTOR_ALREADY_ACTIVATED();
  if (Number.isInteger(port) && port >= 0) validateInt32(port, 'port', 0, 65535);
  if (host && !isLoopback(host)) {
    process.emitWarning(
      'Binding the inspector to a public IP with an open port is insecure, as it allows external hosts to connect to ' +
      'the inspector and perform a remote code execution attack. Documentation can be found at ' +
      'https://nodejs.org/api/cli.html#--inspecthostport', 'SecurityWarning');
  }
  const { open } = require('internal/inspector/command_line');
  try {
    open(host || '127.0.0.1', port ?? process.debugPort, !!wait);
  } catch (error) {
    // As for the command line, only the standard error stream hears of it.
    ops.op_process_raw_debug(`Starting inspector on ${host || '127.0.0.1'}:${port} failed: ${error.message}\n`);
  }
  return { __proto__: { [Symbol.dispose]: _debugEnd } };
}

function _debugEnd() {
  tell('close');
}

function url() {
  return tell('url');
}

function inspectorWaitForDebugger() {
  if (tell('url') === undefined) throw new ERR_INSPECTOR_NOT_ACTIVE();
  tell('wait');
}

const DOMStorage = announcers('DOMStorage');
DOMStorage.registerStorage = function registerStorage(params) {
  validateObject(params, 'params');
  require('internal/inspector/dom_storage').register(params);
};

const shared = {
  open: inspectorOpen,
  close: _debugEnd,
  url,
  waitForDebugger: inspectorWaitForDebugger,
  console: require('internal/core').v8Console,
  Session: undefined,
  Network: announcers('Network'),
  NetworkResources: {
    put(url, data) {
      require('internal/inspector/network_resources').put(url, data);
    },
  },
  DOMStorage,
};

module.exports = { shared };
