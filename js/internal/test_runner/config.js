// What the command line says about tests, read once. https://nodejs.org/docs/latest-v26.x/api/cli.html#--test
'use strict';

const { getOptionValue } = require('internal/options');

let config;

function toPattern(value, name) {
  const types = require('util').types;
  if (types.isRegExp(value)) return value;
  require('internal/validators').validateString(value, name);
  const literal = /^\/(.*)\/([a-z]*)$/.exec(value);
  if (literal === null) return new RegExp(value);
  try {
    return new RegExp(literal[1], literal[2]);
  } catch (cause) {
    const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
    throw new ERR_INVALID_ARG_VALUE(name, value, `is an invalid regular expression.${cause ? ` ${cause}` : ''}`);
  }
}

function patterns(flag) {
  const values = getOptionValue(flag);
  if (!Array.isArray(values) || values.length === 0) return null;
  return values.map((value) => toPattern(value, flag));
}

function number(flag, fallback) {
  const value = getOptionValue(flag);
  return value === false || value === undefined ? fallback : Number(value);
}

function readCoverage() {
  if (!getOptionValue('--experimental-test-coverage')) return undefined;
  const threshold = (name) => {
    const value = number(`--test-coverage-${name}`, 0);
    require('internal/validators').validateInteger(value, `--test-coverage-${name}`, 0, 100);
    return value;
  };
  return {
    __proto__: null,
    exclude: getOptionValue('--test-coverage-exclude') || [],
    include: getOptionValue('--test-coverage-include') || [],
    thresholds: { __proto__: null, line: threshold('lines'), branch: threshold('branches'), function: threshold('functions') },
  };
}

function readConfig() {
  if (config !== undefined) return config;
  const process = require('process');
  const isRunner = Boolean(getOptionValue('--test'));
  const context = process.env.NODE_TEST_CONTEXT;
  let reporters = [...getOptionValue('--test-reporter') || []];
  let destinations = [...getOptionValue('--test-reporter-destination') || []];
  if (context === 'child-v8') {
    reporters = ['v8-serializer'];
    destinations = ['stdout'];
  } else if (context === 'child') {
    reporters = ['tap'];
    destinations = ['stdout'];
  } else {
    if (reporters.length === 0 && destinations.length === 0) reporters = ['spec'];
    if (reporters.length === 1 && destinations.length === 0) destinations = ['stdout'];
    if (reporters.length !== destinations.length) {
      const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
      throw new ERR_INVALID_ARG_VALUE('--test-reporter', reporters,
                                      'must match the number of specified \'--test-reporter-destination\'');
    }
  }
  config = {
    __proto__: null,
    isRunner,
    cwd: process.cwd(),
    reporters,
    destinations,
    only: Boolean(getOptionValue('--test-only')),
    testNamePatterns: patterns('--test-name-pattern'),
    testSkipPatterns: patterns('--test-skip-pattern'),
    timeout: number('--test-timeout', 0) || null,
    forceExit: Boolean(getOptionValue('--test-force-exit')),
    coverage: readCoverage(),
    globalSetupPath: getOptionValue('--test-global-setup') || undefined,
  };
  return config;
}

// Of a runner's command line: which files run, and how many at once.
function readRunnerOptions() {
  const isolation = getOptionValue('--test-isolation') || 'process';
  const shard = getOptionValue('--test-shard');
  let part;
  if (shard) {
    const match = /^(\d+)\/(\d+)$/.exec(shard);
    if (match === null) {
      const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
      throw new ERR_INVALID_ARG_VALUE('--test-shard', shard, 'must be in the form of <index>/<total>');
    }
    part = { __proto__: null, index: Number(match[1]), total: Number(match[2]) };
  }
  return {
    __proto__: null,
    concurrency: isolation === 'none' ? 1 : getOptionValue('--test-concurrency') || true,
    isolation,
    shard: part,
    timeout: number('--test-timeout', 0) || Infinity,
    globPatterns: require('process').argv.slice(1),
  };
}

module.exports = { readConfig, readRunnerOptions, toPattern };
