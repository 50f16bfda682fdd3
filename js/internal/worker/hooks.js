// The functions that native code calls while it serializes, deserializes and delivers messages. Evaluating this builtin
// registers them, so it must not be part of the snapshot.
'use strict';

const { genericNodeError } = require('internal/errors');
const { lazyDOMException } = require('internal/util');
const { kClone, kDeserialize, kTransfer } = require('internal/worker/js_transferable');
const port = require('internal/worker/message_port');
const process = require('process');

function dataCloneError(message) {
  return lazyDOMException(message, 'DataCloneError');
}

// [deserializeInfo, data] of an object that leaves.
function prepare(object, transfer) {
  if (!transfer && object === process.env) return ['internal/process/env_clone:ClonedEnv', { ...object }];
  const method = object[transfer ? kTransfer : kClone];
  if (typeof method !== 'function') throw dataCloneError('Cannot clone object of unsupported type.');
  const { data, deserializeInfo } = method.call(object);
  return [deserializeInfo, data];
}

// The empty object of a class that a message names; without a name it is one for another context, where no class is.
function create(deserializeInfo) {
  if (deserializeInfo === undefined) {
    const { ERR_MESSAGE_TARGET_CONTEXT_UNAVAILABLE } = require('internal/errors').codes;
    throw new ERR_MESSAGE_TARGET_CONTEXT_UNAVAILABLE('the class of an object is not there');
  }
  const separator = deserializeInfo.lastIndexOf(':');
  const id = deserializeInfo.slice(0, separator);
  if (!ops.op_builtins_exists(id)) throw genericNodeError(`Missing internal module '${id}'`);
  const Class = require(id)[deserializeInfo.slice(separator + 1)];
  if (typeof Class !== 'function' || typeof Class.prototype[kDeserialize] !== 'function') {
    throw genericNodeError(`Unknown deserialize spec ${deserializeInfo}`);
  }
  return new Class();
}

function fill(object, data) {
  object[kDeserialize](data);
}

ops.op_messaging_set_hooks(
  dataCloneError, prepare, create, fill, port.MessagePort.prototype, port.initPort, port.emitMessage, port.emitClose);

module.exports = {};
