// `--tls-keylog`: the keys of all connections go to a file.
// https://nodejs.org/docs/latest-v26.x/api/cli.html#--tls-keylogfile
'use strict';

const process = require('process');

let warned = false;

function writeKeysOf(socket, file) {
  if (!warned) {
    warned = true;
    process.emitWarning(`Using --tls-keylog makes TLS connections insecure by writing secret key material to file ${file}`);
  }
  const { appendFile } = require('fs');
  socket.on('keylog', (line) => {
    appendFile(file, line, { mode: 0o600 }, (err) => {
      if (err && warned) process.emitWarning(`Failed to write TLS keylog (this warning will not be repeated): ${err}`);
    });
  });
}

module.exports = { writeKeysOf };
