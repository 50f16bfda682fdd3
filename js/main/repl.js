// The bare prompt, and `heddle -i`. https://nodejs.org/docs/latest-v26.x/api/repl.html
'use strict';

const process = require('process');

function optionsFromEnvironment() {
  const { REPL_MODE_SLOPPY, REPL_MODE_STRICT } = require('internal/repl/symbols');
  const { env } = process;
  const options = {
    prompt: '> ',
    ignoreUndefined: false,
    useGlobal: true,
    breakEvalOnSigint: true,
    replMode: { strict: REPL_MODE_STRICT, sloppy: REPL_MODE_SLOPPY }[env.NODE_REPL_MODE?.toLowerCase().trim()],
  };
  if (Number.parseInt(env.NODE_NO_READLINE, 10)) options.terminal = false;
  const size = Number(env.NODE_REPL_HISTORY_SIZE);
  const historySize = size > 0 ? size : 1000;
  return { options, history: { filePath: env.NODE_REPL_HISTORY, size: historySize } };
}

function run() {
  const { getOptionValue } = require('internal/options');
  if (getOptionValue('--input-type')) {
    ops.op_process_raw_debug('Cannot specify --input-type for REPL\n');
    process.reallyExit(9);
  }
  process.stdout.write(`Welcome to Node.js ${process.version}.\nType ".help" for more information.\n`);

  const repl = require('repl');
  const { options, history } = optionsFromEnvironment();
  options[require('internal/repl/symbols').kStandalone] = true;
  const server = new repl.REPLServer(options);
  repl.repl = server;
  if (server.terminal) {
    server.setupHistory(history, function onHistoryLoaded(error) {
      if (error) throw error;
    });
  }
  server.on('exit', function onExit() {
    if (server.historyManager.isFlushing) {
      server.once('flushHistory', () => process.exit());
      return;
    }
    process.exit();
  });
  if (getOptionValue('--eval') !== undefined) evaluateFirst(getOptionValue('--eval'));
}

// The script of -e has a module of its own; the prompt keeps the one it has.
function evaluateFirst(source) {
  const { module } = globalThis;
  try {
    require('internal/process/eval').evalScript('[eval]', source, false);
  } finally {
    globalThis.module = module;
  }
}

module.exports = { run };
