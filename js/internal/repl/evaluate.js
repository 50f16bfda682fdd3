// Evaluating what is typed at the prompt: in the global scope, with top-level await.
// https://nodejs.org/docs/latest-v26.x/api/repl.html#await-keyword
'use strict';

const kHost = Symbol('REPL');

// V8's words for input that goes on in the next line.
const unfinished = [
  'Unexpected end of input',
  'Unterminated template literal',
  'missing ) after argument list',
  'Unterminated regular expression: missing /',
];

function isUnfinished(error, code) {
  if (!(error instanceof SyntaxError)) return false;
  if (error.message === 'Invalid or unexpected token') return /\\$/.test(code.trimEnd());
  return unfinished.includes(error.message);
}

// An object literal is meant, not a block, where a line begins with a brace.
function asExpression(code) {
  return /^\s*\{/.test(code) && !/;\s*$/.test(code) ? `(${code.trim()})\n` : code;
}

function runScript(code) {
  return ops.op_module_run_script('REPL1', code, kHost);
}

function compiles(code) {
  try {
    ops.op_module_compile_cjs('REPL1', code, kHost);
    return true;
  } catch {
    return false;
  }
}

// `const x = await y` keeps x: declarations become assignments to globals that are declared before.
function withAwait(code) {
  const declaration = /^\s*(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*=([\s\S]*)$/.exec(code);
  if (declaration !== null) {
    const { 1: name, 2: value } = declaration;
    return { before: `var ${name};`, body: `(async () => { void (${name} =${value.trim().replace(/;$/, '')}); })()` };
  }
  const expression = `(async () => (${code.trim().replace(/;$/, '')}\n))()`;
  if (compiles(expression)) return { before: '', body: expression };
  return { before: '', body: `(async () => { ${code}\n})()` };
}

// {value}, {unfinished: true} or a thrown error; `value` is a promise where the code awaits.
function evaluate(code) {
  const expression = asExpression(code);
  if (expression !== code && compiles(expression)) return { value: runScript(expression) };
  try {
    return { value: runScript(code) };
  } catch (error) {
    if (isUnfinished(error, code)) return { unfinished: true };
    if (error instanceof SyntaxError && /\bawait\b/.test(code)) {
      const { before, body } = withAwait(code);
      if (compiles(body)) {
        if (before) runScript(before);
        return { value: runScript(body), awaits: true };
      }
    }
    throw error;
  }
}

module.exports = { evaluate };
