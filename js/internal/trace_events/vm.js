// `node.vm.script`: scripts are compiled and run.
'use strict';

const { during, emit, groupOf, phases, replace } = require('internal/trace_events/emit');

const group = groupOf('node.vm.script');

const runs = (run) => function(...args) {
  return during(group, 'RunInContext', run, this, args);
};

// The function that calls the program of `--eval` is not its own.
const evaluates = (run) => (...args) => (
  args[0].endsWith('-wrapper') ? run(...args) : during(group, 'RunInContext', run, ops, args)
);

function compile(target, args, newTarget) {
  emit(phases.begin, group, 'ContextifyScript::New', -1, { filename: args[1] });
  try {
    return Reflect.construct(target, args, newTarget);
  } finally {
    emit(phases.end, group, 'ContextifyScript::New');
  }
}

function install() {
  const { Script } = require('vm');
  ops.ContextifyScript = new Proxy(ops.ContextifyScript, { construct: compile });
  Object.setPrototypeOf(Script, ops.ContextifyScript);
  require('internal/vm').wrapRun(runs);
  // `--eval` and the REPL compile and run in one.
  replace(ops, 'op_module_run_script', evaluates);
}

module.exports = { install };
