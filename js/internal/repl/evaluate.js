// Evaluating what is typed at the prompt: in the global scope or a context, with top-level await.
// https://nodejs.org/docs/latest-v26.x/api/repl.html#default-evaluation
'use strict';

const { REPL_MODE_STRICT, kPause, kResume } = require('internal/repl/symbols');

const kHost = Symbol('REPL');
const kStrictHead = '\'use strict\'; void 0;\n';

// Input that goes on in the next line.
class Recoverable extends SyntaxError {
  constructor(err) {
    super();
    this.err = err;
  }
}

function asScript(code) {
  return code;
}

function asAsync(code) {
  return `(async () => {\n${code}\n})()`;
}

function compileError(code) {
  try {
    ops.op_module_check_script('REPL', code, kHost);
    return undefined;
  } catch (error) {
    return error;
  }
}

function compiles(code) {
  return compileError(code) === undefined;
}

// [line, column] of the end of the input, without the line break that Enter has added.
function endOf(code) {
  const lines = code.replace(/\s+$/, '').split(/\r\n|[\n\r\u2028\u2029]/);
  return { line: lines.length, column: lines[lines.length - 1].length };
}

// Whether V8 found the mistake of `asAsync(code)` only where the input ends.
function failsAtEnd(error, code) {
  const place = ops.op_process_exception_message(error);
  if (place === null) return false;
  const { 3: column } = place;
  const line = place[1] - 1;
  const end = endOf(code);
  return line > end.line || (line === end.line && column >= end.column);
}

// Whether nothing but the closing brackets is missing.
function isOnlyOpen(error, code, wrap) {
  const open = [];
  for (const { text } of require('internal/repl/scanner').scan(code).tokens) {
    if (text === '(') open.push(')');
    else if (text === '[') open.push(']');
    else if (text === '{') open.push('}');
    else if (text === ')' || text === ']' || text === '}') open.pop();
  }
  if (open.length === 0) return false;
  return compileError(wrap(`${code}\n${open.reverse().join('')}`))?.message !== error.message;
}

// The last token of the text is open: a comment, or a string whose line ends with a backslash.
function hasOpenToken(code) {
  const { tokens } = require('internal/repl/scanner').scan(code);
  for (let i = 0; i < tokens.length; i++) {
    const { text, start } = tokens[i];
    if (text === '/' && code[start + 1] === '*') return true;
    if (text === '/=' || text === '\'' || text === '"') {
      if (text === '/=') continue;
      return /^.(?:\\[^]|[^\\\n])*\\\r?\n$/.test(code.slice(start));
    }
  }
  return false;
}

function isRecoverableError(error, code, wrap = asScript) {
  if (!ops.op_is_native_error(error) || error.name !== 'SyntaxError') return false;
  switch (error.message) {
    case 'Unexpected end of input':
    case 'Unterminated template literal':
      return true;
    case 'missing ) after argument list':
      return isOnlyOpen(error, code, wrap);
    case 'Invalid or unexpected token':
    case 'Invalid regular expression: missing /':
    case "Unexpected token '*'":
      return hasOpenToken(code);
    default:
  }
  return false;
}

// With await the input is no script; what is missing shows where the wrapper closes.
function isRecoverableWithAwait(error, code) {
  return isRecoverableError(error, code, asAsync) || failsAtEnd(error, code);
}

// Also what only becomes valid as an expression or with await.
function isValidSyntax(code) {
  return compiles(code) || compiles(asAsync(code));
}

// An object literal is meant, not a block, where the input begins with a brace.
function isObjectLiteral(code) {
  return /^\s*\{/.test(code) && !/;\s*$/.test(code);
}

function importHint(code) {
  const match = /^\s*import\s+(?:(?<all>\*\s+as\s+[\w$]+)|(?<named>\{[^}]*\})|(?<one>[\w$]+))?\s*(?:,\s*(?<more>\{[^}]*\}|\*\s+as\s+[\w$]+))?\s*(?:from\s+)?(?<from>["'])(?<name>[^"']+)\5/
    .exec(code);
  if (match === null) return '';
  const { all, named, one, more, name } = match.groups;
  const call = `await import(${JSON.stringify(name)});`;
  const keys = (list) => list.slice(1, -1).split(',').map((key) => key.trim().replace(/\s+as\s+/, ': ')).filter(Boolean);
  if (all !== undefined) return `const ${all.replace(/^\*\s+as\s+/, '')} = ${call}`;
  if (one === undefined && named === undefined) return call;
  if (more?.startsWith('*')) return `const ${more.replace(/^\*\s+as\s+/, '')} = ${call}`;
  const list = [];
  if (one !== undefined) list.push(`default: ${one}`);
  for (const part of [named, more]) if (part !== undefined) list.push(...keys(part));
  return `const { ${list.join(', ')} } = ${call}`;
}

// Syntax errors have the line with a marker in front, as V8 places it.
function decorateSyntaxError(error, code, name) {
  if (!ops.op_is_native_error(error)) return;
  const place = ops.op_process_exception_message(error);
  if (error.message === 'Cannot use import statement outside a module') {
    error.message = 'Cannot use import statement inside the Node.js REPL, alternatively use dynamic import: ' +
      importHint(code);
  }
  let arrow = '';
  if (place !== null && place[0] === name) {
    const { 2: source, 3: start, 4: end } = place;
    arrow = `${source}\n${source.slice(0, start).replace(/[^\t]/g, ' ')}${'^'.repeat(Math.max(1, end - start))}\n\n`;
  }
  Object.defineProperty(error, 'stack', {
    __proto__: null,
    configurable: true,
    enumerable: false,
    value: `${arrow}${error.name}: ${error.message}`,
    writable: true,
  });
}

function interrupted() {
  const { codes: { ERR_SCRIPT_EXECUTION_INTERRUPTED } } = require('internal/errors');
  return new ERR_SCRIPT_EXECUTION_INTERRUPTED();
}

// Ctrl+C ends the script. A terminal in raw mode would only tell of the key.
function runInterruptible(repl, code, name) {
  const wasRaw = repl.terminal && repl._setRawMode(false);
  let result;
  try {
    result = ops.op_module_run_interruptible(name, code, kHost);
  } finally {
    if (wasRaw) repl._setRawMode(true);
  }
  if (result === null) {
    const error = interrupted();
    // Node makes this error natively, without the code in its name.
    error.stack = error.stack.replace(/^Error \[\w+\]/, 'Error');
    throw error;
  }
  return result[0];
}

function runScript(repl, code, name) {
  if (repl.useGlobal || repl.context === globalThis) {
    if (repl.breakEvalOnSigint) return runInterruptible(repl, code, name);
    return ops.op_module_run_script(name, code, kHost);
  }
  // The errors stay as they are: the REPL words them itself.
  const { runScript: runInContext } = require('internal/vm');
  const script = new ops.ContextifyScript(code, name, 0, 0, undefined, false, undefined, kHost, []);
  const wasRaw = repl.breakEvalOnSigint && repl.terminal && repl._setRawMode(false);
  try {
    return runInContext(script, repl.context, -1, false, repl.breakEvalOnSigint);
  } finally {
    if (wasRaw) repl._setRawMode(true);
  }
}

// The await of a whole line: Ctrl+C gives up waiting.
function settle(repl, promise, cb) {
  const process = require('process');
  let waiting = true;
  const stop = () => {
    if (!waiting) return false;
    waiting = false;
    if (repl.breakEvalOnSigint) process.removeListener('SIGINT', onSignal);
    return true;
  };
  const fail = (error) => {
    if (!stop()) return;
    // Something falsy may have been thrown, which a callback cannot tell from success.
    if (error) cb(error);
    else repl._handleError(error);
    repl[kResume]();
  };
  const onSignal = () => {
    const error = interrupted();
    error.stack = `${error.name} [${error.code}]: ${error.message}`;
    fail(error);
  };
  if (repl.breakEvalOnSigint) process.prependListener('SIGINT', onSignal);
  repl[kPause](onSignal);
  promise.then((result) => {
    if (!stop()) return;
    cb(null, result?.value);
    repl[kResume]();
  }, fail);
}

function defaultEval(code, context, file, cb) {
  if (code === '\n') return cb(null);
  const strict = this.replMode === REPL_MODE_STRICT && !/^\s*$/.test(code);
  const head = strict ? kStrictHead : '';
  let source = code;
  if (isObjectLiteral(code) && isValidSyntax(`(${code.trim()})\n`)) source = `(${code.trim()})\n`;

  const { getOptionValue } = require('internal/options');
  if (/\bawait\b/.test(source) && getOptionValue('--experimental-repl-await') !== false) {
    // In a script await is a name, so that `await [x]` means something there too.
    const error = compileError(source);
    const { processTopLevelAwait } = require('internal/repl/await');
    const awaiting = processTopLevelAwait(source, compiles, error !== undefined);
    if (awaiting !== null) {
      let promise;
      try {
        promise = runScript(this, head + awaiting, file);
      } catch (thrown) {
        if (!thrown) throw thrown;
        return cb(thrown);
      }
      return settle(this, promise, cb);
    }
    const inAsync = error === undefined ? undefined : compileError(asAsync(source));
    if (inAsync !== undefined) {
      if (isRecoverableWithAwait(inAsync, source)) return cb(new Recoverable(error));
      decorateSyntaxError(inAsync, code, 'REPL');
      return cb(inAsync);
    }
  }

  let result;
  try {
    result = runScript(this, head + source, file);
  } catch (thrown) {
    if (ops.op_is_native_error(thrown) && thrown.name === 'SyntaxError') {
      const own = compileError(source);
      if (own !== undefined && own.message === thrown.message) {
        if (isRecoverableError(own, code)) return cb(new Recoverable(thrown));
        decorateSyntaxError(thrown, code, file);
      }
    }
    // Something falsy may have been thrown, which a callback cannot tell from success.
    if (!thrown) throw thrown;
    return cb(thrown);
  }
  return cb(null, result);
}

module.exports = { Recoverable, defaultEval, isValidSyntax };
