// Connects the stream of events to the reporters that the command line names.
// https://nodejs.org/docs/latest-v26.x/api/test.html#test-reporters
'use strict';

function builtin(name) {
  switch (name) {
    case 'spec': return require('internal/test_runner/reporter/spec');
    case 'dot': return require('internal/test_runner/reporter/dot');
    case 'tap': return require('internal/test_runner/reporter/tap');
    case 'junit': return require('internal/test_runner/reporter/junit');
    case 'lcov': return require('internal/test_runner/reporter/lcov');
    // Only a process that a runner started has it.
    case 'v8-serializer': return require('internal/test_runner/reporter/v8_serializer');
    default: return undefined;
  }
}

// A reporter of the program: a function over the events, a stream, or a class of streams.
async function load(name) {
  const { getLoader } = require('internal/modules/esm/loader');
  const { pathToFileURL } = require('internal/url');
  const process = require('process');
  const parentURL = pathToFileURL(`${process.cwd()}/`).href;
  const namespace = await getLoader().import(name, parentURL, { __proto__: null });
  if (namespace.default === undefined || namespace.default === null) {
    const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
    throw new ERR_INVALID_ARG_TYPE('Reporter', ['Transform', 'AsyncGeneratorFunction', 'Function'], namespace.default);
  }
  return instance(namespace.default);
}

function instance(reporter) {
  return reporter?.prototype && Object.getOwnPropertyDescriptor(reporter.prototype, 'constructor') ?
    new reporter() : reporter;
}

function destinationOf(name) {
  const process = require('process');
  if (name === 'stdout') return process.stdout;
  if (name === 'stderr') return process.stderr;
  return require('fs').createWriteStream(name);
}

// What is reported waits until nothing runs at once any more, so that it does not come between what tests print.
function write(source, destination) {
  const { stdout, stderr } = require('process');
  const drain = () => {
    let chunk;
    while ((chunk = source.read()) !== null) {
      if (!destination.write(chunk) && !destination.destroyed) {
        destination.once('drain', drain);
        return;
      }
    }
  };
  source.on('readable', drain);
  source.on('end', () => {
    if (destination !== stdout && destination !== stderr) destination.end();
  });
}

// With our own reporters nothing is asynchronous, so the first test starts right after the program's first stretch of code.
async function setupReporters(harness) {
  const { running } = require('internal/test_runner/test');
  const { reporters, destinations } = harness.config;
  const loaded = [];
  for (const name of reporters) {
    const own = builtin(name);
    loaded.push(own === undefined ? await load(name) : instance(own));
  }
  harness.outputs = [];
  harness.pipes = [];
  running().run('reporter', () => {
    const { shouldColorize } = require('internal/util/colors');
    for (let i = 0; i < loaded.length; i++) {
      const destination = destinationOf(destinations[i]);
      if (destinations[i] !== 'stdout' && destinations[i] !== 'stderr') harness.outputs.push(destination);
      else if (shouldColorize(destination)) harness.wantsColors = true;
      const pipe = harness.stream.compose(loaded[i]);
      harness.pipes.push(pipe);
      write(pipe, destination);
    }
  });
}

module.exports = { setupReporters };
