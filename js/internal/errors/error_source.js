// The expression that an error comes from, as text: `assert.ok(value)`.
'use strict';

const { getOptionValue } = require('internal/options');

// One token of JavaScript: a comment, a string, a template without substitutions, a name, a number, or punctuation.
const tokenPattern =
  /\/\/.*|\/\*.*?\*\/|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|[\p{ID_Start}$_#][\p{ID_Continue}$]*|\d[\w.]*|\?\.(?!\d)|\s+|[^]/gu;
// After one of these a slash begins a regular expression.
const beforeRegExp = /^(?:[([{,;:?!=&|+\-*%^~<>]|return|typeof|case|in|of|void|delete|throw|await|yield)$/;
const regExpPattern = /\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+\/\w*/y;

const accessTokens = ['.', '?.', '[', ']'];

function isSpace(text) {
  return /^\s/.test(text) || text.startsWith('//') || text.startsWith('/*');
}

// The tokens of a line as [start, text]. The line may be only a part of a statement.
function* tokenize(code) {
  let previous = ';';
  let at = 0;
  while (at < code.length) {
    let text;
    if (code[at] === '/' && code[at + 1] !== '/' && code[at + 1] !== '*' && beforeRegExp.test(previous)) {
      regExpPattern.lastIndex = at;
      text = regExpPattern.exec(code)?.[0];
    }
    if (text === undefined) {
      tokenPattern.lastIndex = at;
      text = tokenPattern.exec(code)[0];
    }
    if (!isSpace(text)) {
      yield [at, text];
      previous = text;
    }
    at += text.length;
  }
}

function isName(text) {
  return /^[\p{ID_Start}$_]/u.test(text);
}

// What may stand between the brackets of a member access.
function isMemberName(text) {
  return isName(text) || /^['"\d]/.test(text);
}

// The expression around `column`, where V8 says that the call is: from the object of `object.method(` to the
// parenthesis that closes the call.
function expressionAt(code, column) {
  let start;
  let previous;
  let depth = 0;
  for (const { 0: at, 1: text } of tokenize(code)) {
    if (at < column) {
      if (accessTokens.includes(text)) {
        if (previous !== undefined && isName(previous.text)) start ??= previous.at;
      } else if (!isMemberName(text)) {
        start = undefined;
      }
      if (text !== ';') previous = { at, text };
      continue;
    }
    if (text === '(') {
      depth++;
    } else if (text === ')') {
      depth--;
      if (depth === 0) return code.slice(start ?? column, at + 1);
    } else if (text === ';' && depth === 0) {
      return code.slice(start ?? column, at);
    }
  }
  return code.slice(start ?? column);
}

// The line in the file that a source map names.
function originalPosition({ 0: sourceLine, 1: scriptName, 2: line, 3: column }) {
  const generated = { sourceLine, column };
  if (!getOptionValue('--enable-source-maps')) return generated;
  const { findSourceMap, getSourceLine } = require('internal/source_map/source_map_cache');
  const map = findSourceMap(scriptName);
  if (map === undefined) return generated;
  const entry = map.findEntry(line - 1, column);
  const original = getSourceLine(map, entry.originalSource, entry.originalLine, entry.originalColumn);
  return original ? { sourceLine: original, column: entry.originalColumn } : generated;
}

// `error` may be an object that Error.captureStackTrace was given. Its stack must not have been looked at.
function getErrorSourceExpression(error) {
  const position = ops.op_util_error_source_position(error);
  if (position === undefined || !position[0]) return undefined;
  const { sourceLine, column } = originalPosition(position);
  return expressionAt(sourceLine, column);
}

module.exports = { expressionAt, getErrorSourceExpression };
