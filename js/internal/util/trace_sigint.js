// util.setTraceSigInt: https://nodejs.org/docs/latest-v26.x/api/util.html#utilsettracesigintenable
'use strict';

const { codes: { ERR_WORKER_UNSUPPORTED_OPERATION } } = require('internal/errors');
const process = require('process');

let isWanted = false;
let isTraced = false;

function trace(on) {
  if (on === isTraced) return;
  isTraced = on;
  ops.op_process_trace_sigint(on);
}

// A program that listens decides itself what the signal does.
function onNewListener(name) {
  if (name === 'SIGINT') trace(false);
}

function onRemoveListener(name) {
  if (name === 'SIGINT' && process.listenerCount('SIGINT') === 0) trace(true);
}

function setTraceSigInt(enable) {
  if (!ops.op_worker_is_main_thread()) throw new ERR_WORKER_UNSUPPORTED_OPERATION('Calling util.setTraceSigInt');
  enable = Boolean(enable);
  if (enable === isWanted) return;
  isWanted = enable;
  if (enable) {
    process.prependListener('newListener', onNewListener);
    process.on('removeListener', onRemoveListener);
  } else {
    process.removeListener('newListener', onNewListener);
    process.removeListener('removeListener', onRemoveListener);
  }
  trace(enable && process.listenerCount('SIGINT') === 0);
}

module.exports = { setTraceSigInt };
