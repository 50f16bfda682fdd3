// The three forms of a function of node:fs, for tests of what they have in common.
'use strict';

const assert = require('assert');
const fs = require('fs');

function byCallback(name, ...args) {
  return new Promise((resolve, reject) => {
    fs[name](...args, (error, value) => (error ? reject(error) : resolve(value)));
  });
}

// Each takes the name of the function and its arguments, and gives a promise.
const forms = [
  async (name, ...args) => fs[`${name}Sync`](...args),
  byCallback,
  (name, ...args) => fs.promises[name](...args),
];

// Each form fails as `expected` says, the synchronous one at once.
async function inEachForm(expected, name, ...args) {
  assert.throws(() => fs[`${name}Sync`](...args), expected, name);
  await assert.rejects(byCallback(name, ...args), expected, name);
  await assert.rejects(fs.promises[name](...args), expected, name);
}

module.exports = { forms, inEachForm };
