// process.permission, and what the permission model changes at start. Loaded only where the model is on.
// https://nodejs.org/api/process.html#processpermission
'use strict';

const { ArrayPrototypeJoin, ArrayPrototypePush, ArrayPrototypeSome, ObjectDefineProperty, StringPrototypeIncludes,
        Uint8Array, FunctionPrototypeSymbolHasInstance } = primordials;

const process = require('process');
const { validateString } = require('internal/validators');
const { getOptionValue, wasGiven } = require('internal/options');

const switches = ['--allow-addons', '--allow-child-process', '--allow-inspector', '--allow-wasi', '--allow-worker'];
const lists = ['--allow-fs-read', '--allow-fs-write'];
const others = ['--allow-net', '--allow-ffi'];

// The name of a scope in errors, and the channel that hears of refusals.
const scopes = {
  '__proto__': null,
  'fs': ['FileSystem', 'fs'],
  'fs.read': ['FileSystemRead', 'fs'],
  'fs.write': ['FileSystemWrite', 'fs'],
  'child': ['ChildProcess', 'child'],
  'worker': ['WorkerThreads', 'worker'],
  'inspector': ['Inspector', 'inspector'],
  'wasi': ['WASI', 'wasi'],
  'net': ['Net', 'net'],
  'addon': ['Addon', 'addon'],
  'ffi': ['FFI', 'ffi'],
};

function publishRefusal(scope, reference) {
  const known = scopes[scope];
  if (known === undefined) return;
  const dc = require('diagnostics_channel');
  const channel = dc.channel(`node:permission-model:${known[1]}`);
  if (channel.hasSubscribers) channel.publish({ permission: known[0], resource: reference });
}

function checkArguments(scope, reference) {
  validateString(scope, 'scope');
  if (reference === undefined || reference === null) return '';
  if (FunctionPrototypeSymbolHasInstance(Uint8Array, reference)) return require('buffer').Buffer.from(reference).toString();
  validateString(reference, 'reference');
  return reference;
}

function has(scope, reference) {
  const text = checkArguments(scope, reference);
  const granted = ops.op_process_permission(false, scope, text);
  if (!granted) publishRefusal(scope, text);
  return granted;
}

function drop(scope, reference) {
  ops.op_process_permission(true, scope, checkArguments(scope, reference));
}

// As an op would throw it: the code does not show in the stack.
function refuse(scope, flag, resource) {
  const { genericNodeError } = require('internal/errors');
  // The line of the throw is shown too: the text stands apart from it.
  const message = `Access to this API has been restricted. Use ${flag} to manage permissions.`;
  throw genericNodeError(message, { code: 'ERR_ACCESS_DENIED', permission: scopes[scope][0], resource });
}

// Throws where `scope` is not granted.
function assertGranted(scope, flag, resource = '') {
  if (!has(scope)) refuse(scope, flag, resource);
}

// Throws where `path` may not be used, `scope` being fs.read or fs.write.
function assertPath(scope, path) {
  if (!has(scope, path)) refuse(scope, scope === 'fs.read' ? '--allow-fs-read' : '--allow-fs-write', `${path}`);
}

// Throws where `path` may not be written, as JavaScript asks: without a hint at the option.
function assertWritable(path) {
  if (has('fs.write', path)) return;
  const { codes: { ERR_ACCESS_DENIED } } = require('internal/errors');
  const error = new ERR_ACCESS_DENIED('Access to this API has been restricted', 'FileSystemWrite', path);
  throw error;
}

// The options that a child needs to be as restricted as this process.
function flags() {
  const out = ['--permission'];
  for (let i = 0; i < lists.length; i++) {
    const values = getOptionValue(lists[i]);
    for (let j = 0; values && j < values.length; j++) ArrayPrototypePush(out, `${lists[i]}=${values[j]}`);
  }
  const all = [...switches, ...others];
  for (let i = 0; i < all.length; i++) if (getOptionValue(all[i])) ArrayPrototypePush(out, all[i]);
  return ArrayPrototypeJoin(out, ' ');
}

// NODE_OPTIONS for a child whose environment has `value` there. What asks for permissions itself is left alone.
function childOptions(value) {
  if (value && StringPrototypeIncludes(value, '--permission')) return value;
  return value ? `${value} ${flags()}` : flags();
}

function warn() {
  for (let i = 0; i < switches.length; i++) {
    if (!getOptionValue(switches[i])) continue;
    process.emitWarning(
      `The flag ${switches[i]} must be used with extreme caution. It could invalidate the permission model.`,
      'SecurityWarning');
  }
  for (let i = 0; i < lists.length; i++) {
    const values = getOptionValue(lists[i]);
    if (!values || !ArrayPrototypeSome(values, (value) => StringPrototypeIncludes(value, ','))) continue;
    process.emitWarning(
      `The ${lists[i]} CLI flag has changed. Passing a comma-separated list of paths is no longer valid. ` +
      'Documentation can be found at https://nodejs.org/api/permissions.html#file-system-permissions',
      'Warning');
  }
}

// Begins with the model, or says which option is missing.
function initialize(isWorker) {
  if (!getOptionValue('--permission') && !getOptionValue('--permission-audit')) {
    const all = [...lists, ...switches, ...others];
    for (let i = 0; i < all.length; i++) {
      if (!wasGiven(all[i])) continue;
      const { codes: { ERR_MISSING_OPTION } } = require('internal/errors');
      throw new ERR_MISSING_OPTION('--permission');
    }
    return;
  }
  ObjectDefineProperty(process, 'permission', {
    __proto__: null, value: { has, drop }, writable: false, enumerable: true, configurable: false,
  });
  process.binding = function binding() {
    const { codes: { ERR_ACCESS_DENIED } } = require('internal/errors');
    throw new ERR_ACCESS_DENIED('process.binding');
  };
  if (!isWorker) warn();
}

module.exports = { assertGranted, assertPath, assertWritable, childOptions, initialize };
