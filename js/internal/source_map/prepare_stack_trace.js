// The text of a stack whose files have source maps.
// https://nodejs.org/docs/latest-v26.x/api/cli.html#--enable-source-maps
'use strict';

const { StringPrototypeLastIndexOf, StringPrototypeSlice, StringPrototypeStartsWith } = primordials;

const { defaultPrepareStackTrace } = require('internal/errors');
const { findSourceMap, showSource } = require('internal/source_map/source_map_cache');

// The name that a function had: its map knows it where the function begins or where it is called.
function originalName(map, frame, caller) {
  const line = frame.getEnclosingLineNumber?.();
  const column = frame.getEnclosingColumnNumber?.();
  if (line > 0 && column > 0) {
    const { name } = map.findEntry(line - 1, column - 1);
    if (name) return name;
  }
  if (caller === undefined || caller.getFileName() !== frame.getFileName()) return undefined;
  return map.findEntry(caller.getLineNumber() - 1, caller.getColumnNumber() - 1).name;
}

// V8's words before the place: `async Foo.bar`, `new Foo`, or nothing.
function headOf(frame, text) {
  const place = `${frame.getScriptNameOrSourceURL()}:${frame.getLineNumber()}:${frame.getColumnNumber()}`;
  const at = StringPrototypeLastIndexOf(text, place);
  if (at === -1) return undefined;
  return text[at - 1] === '(' ? StringPrototypeSlice(text, 0, at - 2) : StringPrototypeSlice(text, 0, at);
}

function renamed(head, frame, name) {
  const known = frame.getFunctionName();
  if (!name || !known || name === known) return head;
  const at = StringPrototypeLastIndexOf(head, known);
  return at === -1 ? head : StringPrototypeSlice(head, 0, at) + name + StringPrototypeSlice(head, at + known.length);
}

function frameText(frame, caller) {
  const text = `${frame}`;
  const file = frame.getFileName();
  if (typeof file !== 'string' || StringPrototypeStartsWith(file, 'node:')) return text;
  const map = findSourceMap(file);
  if (map === undefined) return text;
  const { originalSource, originalLine, originalColumn } =
    map.findEntry(frame.getLineNumber() - 1, frame.getColumnNumber() - 1);
  if (originalSource === undefined) return text;
  let head = headOf(frame, text);
  if (head === undefined) return text;
  const name = originalName(map, frame, caller);
  if (head === '' || head === 'async ') head += name || '<anonymous>';
  else head = renamed(head, frame, name);
  return `${head} (${showSource(originalSource)}:${originalLine + 1}:${originalColumn + 1})`;
}

function prepareStackTraceWithSourceMaps(error, trace) {
  let text = defaultPrepareStackTrace(error, []);
  for (let i = 0; i < trace.length; i++) {
    let line;
    try {
      line = frameText(trace[i], trace[i + 1]);
    } catch {
      // A stack is better with a plain line than lost.
      line = `${trace[i]}`;
    }
    text += `\n    at ${line}`;
  }
  return text;
}

module.exports = { prepareStackTraceWithSourceMaps };
