// `heddle FILE [args]`.
'use strict';

const process = require('process');
const { resolve } = require('path');
const { getOptionValue } = require('internal/options');
const { Module } = require('internal/modules/cjs/loader');

// Nameless, so that stacks end with the place only.
module.exports = {
  run: ((fn) => fn)(() => {
    if (!getOptionValue('--entry-url')) process.argv[1] = resolve(process.argv[1]);
    Module.runMain(process.argv[1]);
  }),
};
