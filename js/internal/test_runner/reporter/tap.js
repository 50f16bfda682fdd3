// The TAP reporter. https://testanything.org/tap-version-13-specification.html
'use strict';

const { isError } = require('internal/util');
const { kinds } = require('internal/test_runner/failure');

const kOptions = { colors: false, breakLength: Infinity };
const kLines = /\n|\r\n/;
// The failures whose cause is the error that the program threw.
const kFromProgram = [kinds.code, kinds.hook, 'uncaughtException', 'unhandledRejection'];

function indent(nesting) {
  return '    '.repeat(nesting);
}

const escapes = {
  '__proto__': null,
  '\\': '\\\\', '#': '\\#', '\b': '\\\\b', '\f': '\\\\f', '\t': '\\\\t', '\n': '\\\\n', '\r': '\\\\r', '\v': '\\\\v',
};

function escape(text) {
  return String(text).replace(/[\\#\b\f\t\n\r\v]/g, (character) => escapes[character]);
}

function show(value) {
  const { inspect } = require('util');
  try {
    return inspect(value, kOptions);
  } catch {
    return inspect(value, { ...kOptions, customInspect: false });
  }
}

function directive(data) {
  for (const { 0: key, 1: word } of [['skip', 'SKIP'], ['todo', 'TODO'], ['expectFailure', 'EXPECTED FAILURE']]) {
    const value = data[key];
    if (value !== undefined) return ` # ${word}${typeof value === 'string' && value !== '' ? ` ${escape(value)}` : ''}`;
  }
  return '';
}

function result(data, status) {
  const name = data.name ? ` ${escape(`- ${data.name}`)}` : '';
  return `${indent(data.nesting)}${status} ${data.testNumber}${name}${directive(data)}\n`;
}

function details({ nesting, details }, location) {
  const start = indent(nesting);
  return `${start}  ---\n${yaml(start, 'duration_ms', details.duration_ms)}${yaml(start, 'type', details.type)}` +
    `${location === undefined ? '' : yaml(start, 'location', location)}` +
    `${yaml(start, null, details.error, new Set())}${start}  ...\n`;
}

function looksLikeAssertion(value) {
  return typeof value === 'object' && value !== null && 'expected' in value && 'actual' in value;
}

function scalar(start, prefix, value) {
  if (value === null) return `${prefix} ~\n`;
  const lines = typeof value === 'string' ? value.split(kLines) : [];
  if (lines.length < 2) return `${prefix} ${show(value)}\n`;
  return `${prefix} |-\n${lines.map((line) => `${start}    ${line}\n`).join('')}`;
}

function yaml(start, name, value, seen) {
  if (value === undefined) return '';
  const prefix = `${start}  ${name}:`;
  if (typeof value !== 'object' || value === null) return scalar(start, prefix, value);
  seen ??= new Set();
  seen.add(value);
  const isAnError = isError(value);
  let inner = start;
  let text = '';
  if (name !== null) {
    text += require('util').types.isDate(value) ? `${prefix} ${value.toISOString()}\n` : `${prefix}\n`;
    inner += '  ';
  }
  for (const { 0: key, 1: property } of Object.entries(value)) {
    if (isAnError && (key === 'cause' || key === 'code')) continue;
    text += seen.has(property) ? `${inner}  ${key}: <Circular>\n` : yaml(inner, key, property, seen);
  }
  return isAnError ? text + errorText(start, value, seen) : text;
}

function errorText(start, error, seen) {
  let { actual, code, expected, message, name, operator, stack } = error;
  let isAssertion = looksLikeAssertion(error);
  if (code === 'ERR_TEST_FAILURE' && kFromProgram.includes(error.failureType)) {
    const { cause } = error;
    stack = cause?.stack ?? stack;
    code = cause?.code ?? code;
    name = cause?.name ?? name;
    message = cause?.message ?? message;
    if (looksLikeAssertion(cause)) {
      ({ actual, expected } = cause);
      operator = cause.operator ?? operator;
      isAssertion = true;
    }
  }
  let text = yaml(start, 'error', message ?? '<unknown error>', seen);
  if (code) text += yaml(start, 'code', code, seen);
  if (name && name !== 'Error') text += yaml(start, 'name', name, seen);
  if (isAssertion) {
    // Each of the two may hold what the other one holds.
    text += yaml(start, 'expected', expected, new Set(seen)) + yaml(start, 'actual', actual, new Set(seen));
    if (operator) text += yaml(start, 'operator', operator, seen);
  }
  const frames = typeof stack === 'string' ? stack.split(kLines).filter((line) => /^ {4}at ./.test(line)) : [];
  if (frames.length === 0) return text;
  return `${text}${start}  stack: |-\n${frames.map((frame) => `${start}    ${frame.slice(7)}\n`).join('')}`;
}

module.exports = async function* tap(source) {
  yield 'TAP version 13\n';
  for await (const { type, data } of source) {
    switch (type) {
      case 'test:pass':
        yield result(data, 'ok');
        yield details(data, undefined);
        break;
      case 'test:fail':
        yield result(data, 'not ok');
        yield details(data, data.file ? `${data.file}:${data.line}:${data.column}` : undefined);
        break;
      case 'test:plan':
        yield `${indent(data.nesting)}1..${data.count}\n`;
        break;
      case 'test:start':
        yield `${indent(data.nesting)}# Subtest: ${escape(data.name)}\n`;
        break;
      case 'test:stderr':
      case 'test:stdout':
        for (const line of data.message.split(kLines)) {
          if (line !== '') yield `# ${escape(line)}\n`;
        }
        break;
      case 'test:coverage': {
        const { coverageTable } = require('internal/test_runner/reporter/coverage_table');
        yield coverageTable(data.summary, indent(data.nesting), '# ');
        break;
      }
      case 'test:interrupted':
        for (const { column, file, line, name } of data.tests) {
          const place = file ? ` at ${escape(file)}:${line}:${column}` : '';
          yield `# Interrupted while running: ${escape(name)}${place}\n`;
        }
        break;
      case 'test:log':
      case 'test:diagnostic':
        yield `${indent(data.nesting)}# ${escape(data.message)}\n`;
        break;
    }
  }
};
