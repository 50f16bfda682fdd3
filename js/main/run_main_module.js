// `heddle FILE [args]`.
'use strict';

const process = require('process');
const { resolve } = require('path');
const { Module } = require('internal/modules/cjs/loader');

// Nameless, so that stacks end with the place only.
module.exports = {
  run: ((fn) => fn)(() => {
    process.argv[1] = resolve(process.argv[1]);
    Module.runMain(process.argv[1]);
  }),
};
