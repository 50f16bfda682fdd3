// `heddle -c FILE`: compile, do not run.
'use strict';

module.exports = {
  run() {
    const process = require('process');
    const file = process.argv[1];
    if (file !== undefined && file !== '-') {
      const path = require('path');
      process.argv[1] = path.resolve(file);
      const { resolveMainPath } = require('internal/modules/run_main');
      const { Module } = require('internal/modules/cjs/loader');
      const main = resolveMainPath(process.argv[1]) || Module._resolveFilename(process.argv[1], null, true);
      check(ops.op_module_read_source(main), main);
    } else {
      check(ops.op_module_read_source('/dev/stdin'), '[stdin]');
    }
  },
};

function check(source, filename) {
  const { getOptionValue } = require('internal/options');
  const { stripBOM } = require('internal/modules/helpers');
  const { pathToFileURL } = require('internal/url');
  const { defaultGetFormat } = require('internal/modules/esm/get_format');
  let format = getOptionValue('--input-type');
  if (filename !== '[stdin]') format = defaultGetFormat(pathToFileURL(filename), { __proto__: null, source }, true);
  const text = stripBOM(source);
  if (format === 'module') {
    ops.op_module_wrap_compile(`${pathToFileURL(filename)}`, text, undefined, 0, 0);
    return;
  }
  require('internal/modules/cjs/compile').compileForLoader(text, filename, 'commonjs');
}
