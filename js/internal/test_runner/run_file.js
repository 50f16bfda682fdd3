// Starts the process of one file of tests and waits for its end.
'use strict';

const process = require('process');
const { failure, kinds } = require('internal/test_runner/failure');
const { FileTest } = require('internal/test_runner/file_test');
const { FrameReader } = require('internal/test_runner/frames');

// Options of this process that are not for those of the files; the second list takes a value.
const kOwn = ['--test', '--experimental-test-coverage', '--watch', '--test-force-exit', '--test-only'];
const kOwnValues = [
  '--test-reporter', '--test-reporter-destination', '--test-concurrency', '--test-shard', '--test-isolation',
  '--experimental-test-isolation', '--test-global-setup', '--watch-path', '--test-name-pattern', '--test-skip-pattern',
  '--test-timeout', '--test-rerun-failures', '--test-random-seed',
];

function inheritedFlags() {
  const flags = [];
  const { execArgv } = process;
  for (let i = 0; i < execArgv.length; i++) {
    const flag = execArgv[i];
    if (kOwn.includes(flag)) continue;
    if (kOwnValues.includes(flag)) {
      i++;
      continue;
    }
    if (!kOwnValues.some((name) => flag.startsWith(`${name}=`))) flags.push(flag);
  }
  return flags;
}

let inspectPortOffset = 0;
function inspectFlags(inspectPort) {
  if (require('inspector').url() === undefined) return [];
  let port = typeof inspectPort === 'function' ? inspectPort() : inspectPort;
  if (port === undefined || port === null) port = process.debugPort + ++inspectPortOffset;
  require('internal/validators').validatePort(port, 'options.inspectPort');
  return [`--inspect-port=${port}`];
}

function patternFlags(name, patterns) {
  return patterns?.map((pattern) => `${name}=${pattern}`) ?? [];
}

function flagsOf(file, options) {
  const { argv, execArgv, forceExit, inspectPort, only, testNamePatterns, testSkipPatterns, timeout } = options;
  return [
    ...inheritedFlags(),
    ...forceExit ? ['--test-force-exit'] : [],
    ...inspectFlags(inspectPort),
    ...patternFlags('--test-name-pattern', testNamePatterns),
    ...patternFlags('--test-skip-pattern', testSkipPatterns),
    ...only ? ['--test-only'] : [],
    ...typeof timeout === 'number' && timeout !== Infinity ? [`--test-timeout=${timeout}`] : [],
    ...execArgv,
    file,
    ...argv,
  ];
}

// Files take the numbers from 1 to the concurrency in turn, however long each runs.
function workerId({ childNumber, parent }) {
  return (childNumber - 1) % parent.concurrency + 1;
}

async function spawnFile(test, context, file, options) {
  const { cwd } = options;
  const env = {
    __proto__: null, NODE_TEST_CONTEXT: 'child-v8', ...options.env ?? process.env, NODE_TEST_WORKER_ID: `${workerId(test)}`,
  };
  if (options.coverageFolder !== undefined) env.NODE_V8_COVERAGE = options.coverageFolder;
  if (test.harness.wantsColors) env.FORCE_COLOR = '1';
  const { spawn } = require('child_process');
  const { signal } = context;
  const child = spawn(process.execPath, flagsOf(file, options), {
    __proto__: null, cwd, env, signal, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'],
  });
  let error;
  child.on('error', (e) => { error = e; });
  const path = test.loc.file;
  const reader = new FrameReader(
    (event) => test.take(event),
    (message) => test.take({ __proto__: null, type: 'test:stdout', data: { __proto__: null, file: path, message } }),
  );
  child.stdout.on('data', (chunk) => reader.push(chunk));
  child.stdout.on('end', () => reader.end());
  const lines = require('readline').createInterface({ __proto__: null, input: child.stderr });
  lines.on('line', (line) => {
    // What a debugger needs is told at once.
    if (/^(?:Debugger|Waiting for the debugger|For help, see)/.test(line)) {
      process.stderr.write(`${line}\n`);
      return;
    }
    test.take({
      __proto__: null, type: 'test:stderr', data: { __proto__: null, file: path, message: `${line}\n` },
    });
  });
  options.onSpawn?.(file, child);
  const { once } = require('events');
  const { finished } = require('stream/promises');
  const { 0: { 0: code, 1: killedBy } } = await Promise.all([
    once(child, 'exit', { __proto__: null, signal }),
    finished(child.stdout, { __proto__: null, signal }),
  ]);
  if (options.ignoreExit?.(child)) return;
  if (code === 0 && killedBy === null) return;
  if (error === undefined) {
    error = Object.assign(failure('test failed', test.failedSubtests ? kinds.subtestsFailed : kinds.code), {
      exitCode: code, signal: killedBy, stack: undefined,
    });
  }
  throw error;
}

function runFile(root, file, options) {
  const path = require('path').resolve(options.cwd, file);
  const test = root.createSubtest(FileTest, {
    __proto__: null,
    name: file,
    fn: (context) => spawnFile(test, context, file, options),
    loc: { __proto__: null, line: 1, column: 1, file: path },
    signal: options.signal,
    isFile: true,
  });
  return { test, done: test.start() };
}

module.exports = { runFile };
