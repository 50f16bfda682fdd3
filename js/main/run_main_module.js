// `heddle FILE [args]`.
'use strict';

const process = require('process');
const { Module } = require('internal/modules/cjs/loader');

// Nameless, so that stacks end with the place only.
module.exports = {
  run: ((fn) => fn)(() => {
    Module.runMain(process.argv[1]);
  }),
};
