// The options of run(), checked. https://nodejs.org/docs/latest-v26.x/api/test.html#runoptions
'use strict';

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const {
  validateArray,
  validateBoolean,
  validateFunction,
  validateInteger,
  validateObject,
  validateOneOf,
  validateString,
  validateStringArray,
} = require('internal/validators');

function given(value) {
  return value !== undefined && value !== null;
}

function readPatterns(value, name) {
  if (!given(value)) return null;
  const { toPattern } = require('internal/test_runner/config');
  const { isRegExp } = require('util').types;
  return (Array.isArray(value) ? value : [value]).map((pattern, i) => {
    const item = `${name}[${i}]`;
    if (typeof pattern === 'string' || isRegExp(pattern)) return toPattern(pattern, item);
    throw new ERR_INVALID_ARG_TYPE(item, ['string', 'RegExp'], pattern);
  });
}

function readShard(shard, watch) {
  if (!given(shard)) return undefined;
  validateObject(shard, 'options.shard');
  const { index, total } = shard;
  validateInteger(total, 'options.shard.total', 1);
  validateInteger(index, 'options.shard.index', 1, total);
  if (watch) throw new ERR_INVALID_ARG_VALUE('options.shard', watch, 'shards not supported with watch mode');
  return { __proto__: null, index, total };
}

function readFiles(files, globPatterns) {
  if (given(files)) validateArray(files, 'options.files');
  return () => {
    if (given(globPatterns)) validateArray(globPatterns, 'options.globPatterns');
    if (globPatterns?.length > 0 && files?.length > 0) {
      throw new ERR_INVALID_ARG_VALUE('options.globPatterns', globPatterns,
                                      'is not supported when specifying \'options.files\'');
    }
  };
}

function readGlobs(value, name) {
  if (!given(value)) return [];
  const list = Array.isArray(value) ? value : [value];
  validateStringArray(list, name);
  return list;
}

function readCoverage(options) {
  const { coverage = false, lineCoverage = 0, branchCoverage = 0, functionCoverage = 0 } = options;
  validateBoolean(coverage, 'options.coverage');
  const exclude = readGlobs(options.coverageExcludeGlobs, 'options.coverageExcludeGlobs');
  const include = readGlobs(options.coverageIncludeGlobs, 'options.coverageIncludeGlobs');
  validateInteger(lineCoverage, 'options.lineCoverage', 0, 100);
  validateInteger(branchCoverage, 'options.branchCoverage', 0, 100);
  validateInteger(functionCoverage, 'options.functionCoverage', 0, 100);
  if (!coverage) return undefined;
  const thresholds = { __proto__: null, line: lineCoverage, branch: branchCoverage, function: functionCoverage };
  return { __proto__: null, exclude, include, thresholds };
}

function readRunOptions(options) {
  validateObject(options, 'options');
  const { concurrency, env, files, forceExit, globPatterns, inspectPort, only, setup, signal, timeout, watch } = options;
  const { argv = [], cwd = require('process').cwd(), execArgv = [], globalSetupPath, isolation = 'process' } = options;
  const checkGlobs = readFiles(files, globPatterns);
  if (given(watch)) validateBoolean(watch, 'options.watch');
  if (given(forceExit)) {
    validateBoolean(forceExit, 'options.forceExit');
    if (forceExit && watch) {
      throw new ERR_INVALID_ARG_VALUE('options.forceExit', watch, 'is not supported with watch mode');
    }
  }
  if (given(only)) validateBoolean(only, 'options.only');
  checkGlobs();
  validateString(cwd, 'options.cwd');
  const shard = readShard(options.shard, watch);
  if (given(setup)) validateFunction(setup, 'options.setup');
  const testNamePatterns = readPatterns(options.testNamePatterns, 'options.testNamePatterns');
  const testSkipPatterns = readPatterns(options.testSkipPatterns, 'options.testSkipPatterns');
  validateOneOf(isolation, 'options.isolation', ['process', 'none']);
  const coverage = readCoverage(options);
  if (given(globalSetupPath)) validateString(globalSetupPath, 'options.globalSetupPath');
  validateStringArray(argv, 'options.argv');
  validateStringArray(execArgv, 'options.execArgv');
  if (given(env)) {
    validateObject(env, 'options.env');
    if (isolation === 'none') {
      throw new ERR_INVALID_ARG_VALUE('options.env', env, 'is not supported with isolation=\'none\'');
    }
  }
  return {
    __proto__: null,
    argv, concurrency, coverage, cwd, env, execArgv, files, forceExit, globPatterns, globalSetupPath, inspectPort,
    isolation, only, setup, shard, signal, testNamePatterns, testSkipPatterns, timeout, watch,
  };
}

module.exports = { readRunOptions };
