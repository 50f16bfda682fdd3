// process.stdin, process.stdout and process.stderr, made when they are first asked for.
'use strict';

const has = () => ops.op_builtins_exists('internal/process/stdio');

let fallback;
function plain(fd) {
  fallback ??= {};
  if (!fallback[fd]) {
    const { Writable } = require('stream');
    fallback[fd] = new Writable({
      decodeStrings: false,
      write(chunk, encoding, callback) {
        require('internal/core').print(String(chunk), fd === 2);
        callback();
      },
    });
    fallback[fd].fd = fd;
  }
  return fallback[fd];
}

module.exports = {
  getStdin: () => require('internal/process/stdio').getStdin(),
  getStdout: () => (has() ? require('internal/process/stdio').getStdout() : plain(1)),
  getStderr: () => (has() ? require('internal/process/stdio').getStderr() : plain(2)),
};
