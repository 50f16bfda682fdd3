// The `stdio` option: what each descriptor of the child is.
// https://nodejs.org/docs/latest-v26.x/api/child_process.html#optionsstdio
'use strict';

const { inspect } = require('internal/util/inspect');
const {
  codes: {
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_SYNC_FORK_INPUT,
    ERR_IPC_ONE_PIPE,
    ERR_IPC_SYNC_FORK,
  },
} = require('internal/errors');

function stdioStringToArray(stdio, channel) {
  const options = [];
  switch (stdio) {
    case 'ignore':
    case 'overlapped':
    case 'pipe':
      options.push(stdio, stdio, stdio);
      break;
    case 'inherit':
      options.push(0, 1, 2);
      break;
    default:
      throw new ERR_INVALID_ARG_VALUE('stdio', stdio);
  }
  if (channel) options.push(channel);
  return options;
}

function getHandleWrapType(stream) {
  if (stream === null || typeof stream !== 'object') return false;
  if (stream instanceof ops.Pipe) return 'pipe';
  if (stream instanceof ops.TTY) return 'tty';
  if (stream instanceof ops.TCP) return 'tcp';
  if (ops.UDP !== undefined && stream instanceof ops.UDP) return 'udp';
  return false;
}

// {stdio: [{type, ...}], ipc: number | undefined}. `makePipe()` gives the object that stands for this end.
function getValidStdio(stdio, sync) {
  let ipc;
  if (typeof stdio === 'string') stdio = stdioStringToArray(stdio);
  else if (!Array.isArray(stdio)) throw new ERR_INVALID_ARG_VALUE('stdio', stdio);

  // The first three are made up where they are missing.
  stdio = stdio.slice();
  while (stdio.length < 3) stdio.push(undefined);
  const result = stdio.map((value, i) => {
    if (value === null || value === undefined) value = i < 3 ? 'pipe' : 'ignore';
    if (value === 'ignore') return { type: 'ignore' };
    if (value === 'pipe' || value === 'overlapped' || (typeof value === 'number' && value < 0)) {
      return { type: value === 'overlapped' ? 'overlapped' : 'pipe', readable: i === 0, writable: i !== 0 };
    }
    if (value === 'ipc') {
      if (sync || ipc !== undefined) {
        if (!sync) throw new ERR_IPC_ONE_PIPE();
        throw new ERR_IPC_SYNC_FORK();
      }
      ipc = i;
      return { type: 'pipe', ipc: true };
    }
    if (value === 'inherit') return { type: 'inherit', fd: i };
    if (typeof value === 'number' || typeof value.fd === 'number') {
      return { type: 'fd', fd: typeof value === 'number' ? value : value.fd };
    }
    const handle = getHandleWrapType(value) ? value : value.handle ?? value._handle;
    if (getHandleWrapType(handle)) {
      return { type: 'wrap', wrapType: getHandleWrapType(handle), handle, _stdio: value };
    }
    if (ArrayBuffer.isView(value) || typeof value === 'string') {
      if (!sync) throw new ERR_INVALID_SYNC_FORK_INPUT(inspect(value));
      return { type: 'pipe', readable: i === 0, writable: i !== 0 };
    }
    throw new ERR_INVALID_ARG_VALUE('stdio', value);
  });
  return { stdio: result, ipc };
}

module.exports = { getValidStdio, stdioStringToArray };
