// In the process that `--watch` starts: tells the one that watches what the program loads, and what it looked for in vain.
'use strict';

const process = require('process');

function send(kind, files) {
  if (process.connected) process.send({ [kind]: files });
}

// Both loaders call these where they load (internal/modules/cjs/compile.js has them).
function install() {
  const { hooks } = require('internal/modules/cjs/compile');
  hooks.loading = (name) => {
    if (name.startsWith('file:')) send('watch:import', [name]);
    else if (name.startsWith('/')) send('watch:require', [name]);
  };
  hooks.missing = (request, parent) => {
    const { dirname, resolve } = require('path');
    const base = resolve(parent?.filename ? dirname(parent.filename) : process.cwd(), request);
    send('watch:require', [base, `${base}.js`, `${base}.json`, `${base}.node`]);
  };
}

module.exports = { install };
