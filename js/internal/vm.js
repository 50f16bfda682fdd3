// What node:vm, the REPL and other builtins share: the source of dynamic import(), errors that show their line, functions.
// https://nodejs.org/docs/latest-v26.x/api/vm.html
'use strict';

const { getOptionValue } = require('internal/options');
const { validateFunction } = require('internal/validators');
const { kDefaultHost, kMainHost } = require('internal/modules/cjs/compile');
const { hosts } = require('internal/modules/esm/host');
const {
  codes: {
    ERR_SCRIPT_EXECUTION_INTERRUPTED,
    ERR_SCRIPT_EXECUTION_TIMEOUT,
    ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING,
    ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG,
  },
  setArrowMessage,
} = require('internal/errors');

// Scripts without importModuleDynamically, and with one that needs the flag: import() there is an error.
const kNoCallback = Symbol('vm_dynamic_import_no_callback');
const kMissingFlag = Symbol('vm_dynamic_import_missing_flag');
hosts.set(kNoCallback, async () => {
  throw new ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING();
});
hosts.set(kMissingFlag, async () => {
  throw new ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG();
});

// The symbol that V8 hands back when code does import(). `hint` is its description.
function getHostDefinedOptionId(importModuleDynamically, hint) {
  if (importModuleDynamically === kMainHost || importModuleDynamically === kDefaultHost) return importModuleDynamically;
  if (importModuleDynamically === undefined) return kNoCallback;
  validateFunction(importModuleDynamically, 'options.importModuleDynamically');
  return getOptionValue('--experimental-vm-modules') ? Symbol(hint) : kMissingFlag;
}

// From now on import() in code with the symbol `host` asks `importModuleDynamically(specifier, referrer, ...)`. The table
// is weak: referrer and function live as long as the code does.
function registerImportModuleDynamically(host, referrer, importModuleDynamically) {
  if (typeof importModuleDynamically !== 'function' || host === kMissingFlag) return;
  const { importModuleDynamicallyWrap } = require('internal/vm/module');
  const ask = importModuleDynamicallyWrap(importModuleDynamically);
  hosts.set(host, (specifier, attributes, phase) => ask(specifier, referrer, attributes, phase));
}

const decorated = new WeakSet();

// Puts the line of source, with a marker under it, in front of the stack of what has just been thrown. `origin` is
// where the text begins, in a file that it is the part of: V8 counts columns of the first line from there.
function decorateErrorStack(error, origin) {
  if (typeof error !== 'object' || error === null || decorated.has(error)) return;
  const place = ops.op_process_exception_message(error);
  if (place === null || place === undefined) return;
  const { 0: file, 1: line, 2: source } = place;
  let { 3: start, 4: end } = place;
  if (origin !== undefined && file === origin.filename && line === origin.lineOffset + 1) {
    start -= origin.columnOffset;
    end -= origin.columnOffset;
  }
  if (source.includes('node-do-not-add-exception-line')) return;
  let pad = '';
  for (let i = 0; i < start && i < source.length; i++) pad += source[i] === '\t' ? '\t' : ' ';
  const arrow = `${file}:${line}\n${source}\n${pad}${'^'.repeat(Math.max(end - start, 0))}\n`;
  try {
    const { stack } = error;
    if (typeof stack !== 'string') return;
    error.stack = `${arrow}\n${stack}`;
  } catch {
    // A frozen error, or a getter of the program's.
    return;
  }
  decorated.add(error);
  // The stack shows it already.
  setArrowMessage(error, '');
}

let run = ops.ContextifyScript.prototype.runInContext;

// For a trace.
function wrapRun(wrap) {
  run = wrap(run);
}

// Runs `script` in the context of `object`, or in the main one when it is null.
function runScript(script, object, timeout, displayErrors, breakOnSigint, origin) {
  const seen = timeout !== -1 || breakOnSigint ? [0] : undefined;
  let result;
  try {
    result = Reflect.apply(run, script, [object, timeout, breakOnSigint, seen]);
  } catch (error) {
    if (displayErrors) decorateErrorStack(error, origin);
    throw error; /* node-do-not-add-exception-line */
  }
  if (seen !== undefined && seen[0] !== 0) {
    if (seen[0] === 1) throw new ERR_SCRIPT_EXECUTION_TIMEOUT(timeout);
    throw new ERR_SCRIPT_EXECUTION_INTERRUPTED();
  }
  return result;
}

function isContext(object) {
  return ops.op_vm_context(object);
}

// What is known of the code cache, as properties of a script or function.
function storeCacheResult(target, rejected, cache, produce) {
  if (rejected !== undefined) target.cachedDataRejected = rejected;
  if (produce && cache !== undefined) {
    target.cachedData = toBuffer(cache);
    target.cachedDataProduced = true;
  }
}

function toBuffer(bytes) {
  const { Buffer } = require('buffer');
  if (bytes === undefined) return Buffer.alloc(0);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function internalCompileFunction(
  code, filename, lineOffset, columnOffset, cachedData, produceCachedData, parsingContext, contextExtensions, params,
  hostDefinedOptionId, importModuleDynamically) {
  const out = [];
  let fn;
  try {
    fn = ops.op_vm_compile_function(
      code, filename, lineOffset, columnOffset, cachedData, produceCachedData, parsingContext, contextExtensions, params,
      hostDefinedOptionId, out);
  } catch (error) {
    decorateErrorStack(error, { filename, lineOffset, columnOffset });
    throw error; /* node-do-not-add-exception-line */
  }
  const { 0: rejected, 1: sourceURL, 2: sourceMapURL, 3: cache } = out;
  if (produceCachedData) fn.cachedDataProduced = cache !== undefined;
  storeCacheResult(fn, rejected, cache, produceCachedData);
  registerImportModuleDynamically(hostDefinedOptionId, fn, importModuleDynamically);
  return { __proto__: null, function: fn, sourceURL, sourceMapURL };
}

module.exports = {
  decorateErrorStack,
  getHostDefinedOptionId,
  internalCompileFunction,
  isContext,
  registerImportModuleDynamically,
  runScript,
  storeCacheResult,
  toBuffer,
  wrapRun,
};
