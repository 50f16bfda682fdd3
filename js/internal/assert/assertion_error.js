// AssertionError and its messages: https://nodejs.org/docs/latest-v26.x/api/assert.html#class-assertassertionerror
'use strict';

const { isErrorStackTraceLimitWritable } = require('internal/errors');
const { isError } = require('internal/util');
const { inspect } = require('internal/util/inspect');
const { validateObject } = require('internal/validators');
const colors = require('internal/util/colors');
const { myersDiff, printMyersDiff, printSimpleMyersDiff } = require('internal/assert/myers_diff');

const kHeadlines = {
  __proto__: null,
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  partialDeepStrictEqual: 'Expected values to be partially and strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: 'Values have same structure but are not reference-equal:',
  notDeepEqualUnequal: 'Expected values not to be loosely deep-equal:',
};

// Values that are no longer than this together are put side by side.
const kMaxShortLength = 12;
const kMaxLongLength = 512;
const kMaxLines = 50;

// The defaults of util.inspect may have been changed; a message has to hold what is needed all the same.
function inspectValue(value) {
  return inspect(value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Infinity,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
  });
}

// Without the stack, which would only hide the difference.
function copyError(source) {
  const target = Object.assign({ __proto__: Object.getPrototypeOf(source) }, source);
  Object.defineProperty(target, 'message', { __proto__: null, value: source.message });
  if (Object.hasOwn(source, 'cause')) {
    const value = isError(source.cause) ? copyError(source.cause) : source.cause;
    Object.defineProperty(target, 'cause', { __proto__: null, value });
  }
  return target;
}

function isErrorWithStack(value) {
  return 'stack' in value && value instanceof Error;
}

function isObjectOrFunction(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function headlineOf(operator, actual, expected) {
  const bothObjects = isObjectOrFunction(actual) && typeof actual === typeof expected && expected !== null;
  return operator === 'strictEqual' && bothObjects ? 'strictEqualObject' : operator;
}

// ---- one line against one line ----

// A caret below the first character that differs, unless that is one of the first.
function caretLine(actual, expected) {
  const { stderr } = require('process');
  if (actual.length + expected.length > (stderr.isTTY ? stderr.columns : 80)) return '';
  let at = 0;
  while (at < actual.length && actual[at] === expected[at]) at++;
  return at < 3 || at === actual.length ? '' : `\n${' '.repeat(at + 2)}^`;
}

function lineDiff(actual, shownActual, expected, shownExpected) {
  const bothStrings = typeof actual === 'string' && typeof expected === 'string';
  let length = shownActual.length + shownExpected.length;
  // Quotes do not count.
  if (typeof actual === 'string') length -= 2;
  if (typeof expected === 'string') length -= 2;
  if (length <= kMaxShortLength && (actual !== 0 || expected !== 0)) {
    return { text: `${shownActual} !== ${shownExpected}`, header: '' };
  }
  if (bothStrings && colors.hasColors) {
    return {
      text: printSimpleMyersDiff(myersDiff(shownActual.split(''), shownExpected.split(''))),
      header: `${colors.green}actual${colors.white} ${colors.red}expected${colors.white}`,
    };
  }
  // Both arguments are texts here, so every pair gets the caret.
  return {
    text: `\n${colors.green}+${colors.white} ${shownActual}\n${colors.red}- ${colors.white}${shownExpected}` +
      caretLine(shownActual, shownExpected),
  };
}

// ---- the message of a comparison ----

function isLineComparison(actual, linesOfActual, expected, linesOfExpected) {
  return linesOfActual.length === 1 && linesOfExpected.length === 1 &&
    (typeof actual !== 'object' || actual === null || typeof expected !== 'object' || expected === null);
}

function diffMessage(actual, expected, operator, customMessage, diff) {
  let key = headlineOf(operator, actual, expected);
  const shownActual = inspectValue(actual);
  const shownExpected = inspectValue(expected);
  const linesOfActual = shownActual.split('\n');
  const linesOfExpected = shownExpected.split('\n');
  let header = `${colors.green}+ actual${colors.white} ${colors.red}- expected${colors.white}`;
  let skipped = false;
  let text;
  if (isLineComparison(actual, linesOfActual, expected, linesOfExpected)) {
    const line = lineDiff(actual, linesOfActual[0], expected, linesOfExpected[0]);
    text = line.text;
    header = line.header ?? header;
  } else if (shownActual === shownExpected) {
    key = 'notIdentical';
    header = '';
    skipped = linesOfActual.length > kMaxLines && diff !== 'full';
    text = skipped ? `${linesOfActual.slice(0, kMaxLines).join('\n')}\n...}` : linesOfActual.join('\n');
  } else {
    const ignoreComma = actual != null && typeof actual === 'object';
    const printed = printMyersDiff(myersDiff(linesOfActual, linesOfExpected, ignoreComma), key);
    text = printed.message;
    skipped = printed.skipped;
    if (key === 'partialDeepStrictEqual') {
      header = `${colors.gray}${colors.hasColors ? '' : '+ '}actual${colors.white} ` +
        `${colors.red}- expected${colors.white}`;
    }
  }
  return `${customMessage || kHeadlines[key]}\n${header}${skipped ? '\n... Skipped lines' : ''}\n${text}\n`;
}

// notStrictEqual and notDeepStrictEqual: both are the same, so one is shown.
function inequalityMessage(actual, operator, diff) {
  const key = operator === 'notStrictEqual' && isObjectOrFunction(actual) ? 'notStrictEqualObject' : operator;
  const lines = inspectValue(actual).split('\n');
  if (lines.length > kMaxLines && diff !== 'full') {
    lines.length = 47;
    lines[46] = `${colors.blue}...${colors.white}`;
  }
  if (lines.length > 1) return `${kHeadlines[key]}\n\n${lines.join('\n')}\n`;
  return `${kHeadlines[key]}${lines[0].length > 5 ? '\n\n' : ' '}${lines[0]}`;
}

function shorten(text, limit, diff) {
  return text.length > limit && diff !== 'full' ? `${text.slice(0, limit - 3)}...` : text;
}

function operatorMessage(actual, expected, operator, diff) {
  const left = inspectValue(actual);
  const right = inspectValue(expected);
  if (operator === 'notDeepEqual' && left === right) {
    return shorten(`${kHeadlines.notDeepEqual}\n\n${left}`, 1024, diff);
  }
  const shownLeft = shorten(left, kMaxLongLength, diff);
  const shownRight = shorten(right, kMaxLongLength, diff);
  if (operator === 'deepEqual') {
    return `${kHeadlines.deepEqual}\n\n${shownLeft}\n\nshould loosely deep-equal\n\n${shownRight}`;
  }
  const unequal = kHeadlines[`${operator}Unequal`];
  if (unequal) return `${unequal}\n\n${shownLeft}\n\nshould not loosely deep-equal\n\n${shownRight}`;
  return `${shownLeft} ${operator} ${shownRight}`;
}

function hasDiff(operator) {
  return operator === 'deepStrictEqual' || operator === 'strictEqual' || operator === 'partialDeepStrictEqual';
}

function makeMessage(actual, expected, operator, message, diff) {
  if (hasDiff(operator)) return diffMessage(actual, expected, operator, message, diff);
  if (message != null) return String(message);
  if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') {
    return inequalityMessage(actual, operator, diff);
  }
  return operatorMessage(actual, expected, operator, diff);
}

// What inspection shows of a long string.
function addEllipsis(text) {
  const lines = text.split('\n', 11);
  if (lines.length > 10) return `${lines.slice(0, 10).join('\n')}\n...`;
  return text.length > kMaxLongLength ? `${text.slice(kMaxLongLength)}...` : text;
}

class AssertionError extends Error {
  constructor(options) {
    validateObject(options, 'options');
    const { message, operator, stackStartFn, details, stackStartFunction, diff = 'simple' } = options;
    let { actual, expected } = options;

    const limit = Error.stackTraceLimit;
    const writable = isErrorStackTraceLimitWritable();
    if (writable) Error.stackTraceLimit = 0;
    if (message == null) {
      // The environment and the stream may have changed since the last error.
      colors.refresh();
      const objects = typeof actual === 'object' && actual !== null && typeof expected === 'object' && expected !== null;
      if (objects && isErrorWithStack(actual) && isErrorWithStack(expected)) {
        actual = copyError(actual);
        expected = copyError(expected);
      }
    }
    super(makeMessage(actual, expected, operator, message, diff));
    if (writable) Error.stackTraceLimit = limit;

    this.generatedMessage = !message;
    Object.defineProperty(this, 'name', {
      __proto__: null,
      value: 'AssertionError [ERR_ASSERTION]',
      enumerable: false,
      writable: true,
      configurable: true,
    });
    this.code = 'ERR_ASSERTION';
    if (details) {
      this.actual = undefined;
      this.expected = undefined;
      this.operator = undefined;
      for (let i = 0; i < details.length; i++) {
        this[`message ${i}`] = details[i].message;
        this[`actual ${i}`] = details[i].actual;
        this[`expected ${i}`] = details[i].expected;
        this[`operator ${i}`] = details[i].operator;
        this[`stack trace ${i}`] = details[i].stack;
      }
    } else {
      this.actual = actual;
      this.expected = expected;
      this.operator = operator;
    }
    Error.captureStackTrace(this, stackStartFn || stackStartFunction);
    // The stack is made here, while the name still contains the code.
    this.stack;
    this.name = 'AssertionError';
    this.diff = diff;
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  // The message shows both values already: here they are kept short.
  [inspect.custom](recurseTimes, ctx) {
    const { actual, expected } = this;
    if (typeof actual === 'string') this.actual = addEllipsis(actual);
    if (typeof expected === 'string') this.expected = addEllipsis(expected);
    const text = inspect(this, { ...ctx, customInspect: false, depth: 0 });
    this.actual = actual;
    this.expected = expected;
    return text;
  }
}

module.exports = AssertionError;
