// The properties process.stdin, stdout and stderr, and the short way of the console: while nobody has looked at
// process.stdout, its lines go to the descriptor without a stream, so that a program that only prints needs none.
'use strict';

const { ObjectGetOwnPropertyDescriptor } = primordials;

// For each descriptor: whether it can be written to directly. Undefined until it is first asked for, false for ever
// when the stream was made.
const usable = [false, undefined, undefined];

const getters = {
  __proto__: null,
  stdout: function getStdout() {
    usable[1] = false;
    return require('internal/process/stdio').getStdout();
  },
  stdin: function getStdin() {
    return require('internal/process/stdio').getStdin();
  },
  stderr: function getStderr() {
    usable[2] = false;
    return require('internal/process/stdio').getStderr();
  },
};

function lookAt(fd) {
  const type = ops.op_net_guess_handle_type(fd);
  if (type !== 'PIPE') return type === 'FILE';
  // A worker of a process with a channel may not even look at it.
  return !ops.op_worker_is_main_thread() || require('process').channel?.fd !== fd;
}

// Files and pipes; not when the program has put something of its own in the place of the stream.
function canWriteDirectly(fd) {
  usable[fd] ??= lookAt(fd);
  const name = fd === 1 ? 'stdout' : 'stderr';
  return usable[fd] && ObjectGetOwnPropertyDescriptor(require('process'), name)?.get === getters[name];
}

module.exports = { canWriteDirectly, getters };
