// `heddle -c FILE`: compile, do not run.
'use strict';

const process = require('process');
const { getOptionValue } = require('internal/options');

module.exports = {
  run: ((fn) => fn)(() => {
    const file = process.argv[1];
    if (file === undefined || file === '-') {
      start(ops.op_module_read_stdin(), '[stdin]');
      return;
    }
    process.argv[1] = require('path').resolve(file);
    const { resolveMainPath } = require('internal/modules/run_main');
    const { Module } = require('internal/modules/cjs/loader');
    const main = resolveMainPath(process.argv[1]) || Module._resolveFilename(process.argv[1], null, true);
    start(ops.op_module_read_source(main), main);
  }),
};

// Modules of --import run first.
function start(source, filename) {
  if (getOptionValue('--import').length === 0 && getOptionValue('--experimental-loader').length === 0) {
    checkSyntax(source, filename);
    return;
  }
  const { runEntryPointWithESMLoader } = require('internal/modules/run_main');
  runEntryPointWithESMLoader(() => checkSyntax(source, filename));
}

function checkSyntax(source, filename) {
  const { stripBOM } = require('internal/modules/helpers');
  const { pathToFileURL } = require('internal/url');
  const { defaultGetFormat } = require('internal/modules/esm/get_format');
  let format = getOptionValue('--input-type');
  if (filename !== '[stdin]') format = defaultGetFormat(pathToFileURL(filename), { __proto__: null, source }, true);
  const text = stripBOM(source);
  if (format === 'module') {
    const { compileSourceTextModule } = require('internal/modules/esm/translators');
    compileSourceTextModule(filename === '[stdin]' ? filename : `${pathToFileURL(filename)}`, text);
    return;
  }
  const { wrapSafe } = require('internal/modules/cjs/loader');
  wrapSafe(filename, text, 'commonjs', true);
}
