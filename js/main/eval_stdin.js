// A script on stdin.
'use strict';

const { getOptionValue } = require('internal/options');
const { evalScript } = require('internal/process/eval');

// The whole of stdin as text, when it has ended.
function readStdin(callback) {
  const { stdin } = require('process');
  let code = '';
  stdin.setEncoding('utf8');
  stdin.on('data', (chunk) => {
    code += chunk;
  });
  stdin.on('end', () => callback(code));
}

module.exports = {
  run: ((fn) => fn)(() => {
    readStdin((source) => {
      require('process')._eval = source;
      evalScript('[stdin]', source, getOptionValue('--print'));
    });
  }),
};
