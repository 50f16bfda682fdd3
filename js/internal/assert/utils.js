// How assertions fail.
'use strict';

const {
  codes: { ERR_AMBIGUOUS_ARGUMENT, ERR_INVALID_ARG_TYPE },
  isErrorStackTraceLimitWritable,
} = require('internal/errors');
const AssertionError = require('internal/assert/assertion_error');
const { isError } = require('internal/util');
const { format } = require('internal/util/inspect');

// Control characters except line feed, tab and carriage return.
const controlCharacters = /[\x00-\x08\x0b\x0c\x0e-\x1f]/g;

function escapeControl(character) {
  if (character === '\b') return '\\b';
  if (character === '\f') return '\\f';
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

// 'The expression evaluated to a falsy value', with the source of the call; undefined when the source is unknown.
function describeFalsyExpression(fn) {
  const limit = Error.stackTraceLimit;
  const writable = isErrorStackTraceLimitWritable();
  if (writable) Error.stackTraceLimit = 1;
  const place = {};
  Error.captureStackTrace(place, fn);
  if (writable) Error.stackTraceLimit = limit;
  const source = require('internal/errors/error_source').getErrorSourceExpression(place);
  if (!source) return undefined;
  return `The expression evaluated to a falsy value:\n\n  ${source.replace(controlCharacters, escapeControl)}\n`;
}

// The message that a caller gave, as the arguments behind the values: nothing, a text and what format() puts into it,
// an error to throw instead, or a function that makes the message.
function resolveMessage(args, actual, expected) {
  if (args.length === 0) return undefined;
  const first = args[0];
  if (typeof first === 'string') return args.length > 1 ? format(...args) : first;
  if (isError(first)) {
    if (args.length > 1) {
      throw new ERR_AMBIGUOUS_ARGUMENT('message', 'The error message was passed as error object ' +
        `"${Error.prototype.toString.call(first)}" has trailing arguments that would be ignored.`);
    }
    throw first;
  }
  if (typeof first !== 'function') throw new ERR_INVALID_ARG_TYPE('message', ['string', 'function'], first);
  if (args.length > 1) {
    throw new ERR_AMBIGUOUS_ARGUMENT('message', `The error message with function "${first.name || 'anonymous'}" ` +
      'has trailing arguments that would be ignored.');
  }
  try {
    const message = first(actual, expected);
    return typeof message === 'string' ? message : undefined;
  } catch {
    // The default message has to do.
    return undefined;
  }
}

// options: actual, expected, message (see above), operator, stackStartFn, diff, generatedMessage.
function innerFail(options) {
  const message = resolveMessage(options.message, options.actual, options.expected);
  const error = new AssertionError({ ...options, message });
  if (options.generatedMessage !== undefined) error.generatedMessage = options.generatedMessage;
  throw error;
}

function innerOk(fn, ...args) {
  if (args[0]) return;
  let message = args.slice(1);
  let generatedMessage = true;
  if (args.length === 0) {
    message = ['No value argument passed to `assert.ok()`'];
  } else if (args.length === 1 || args[1] == null) {
    const text = describeFalsyExpression(fn);
    message = text === undefined ? [] : [text];
  } else {
    generatedMessage = false;
  }
  innerFail({ actual: args[0], expected: true, message, operator: '==', stackStartFn: fn, generatedMessage });
}

module.exports = { innerFail, innerOk };
