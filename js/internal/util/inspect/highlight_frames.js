// Colors in stack traces: frames of builtins and the working directory are faint, packages are underlined.
'use strict';

const {
  RegExpPrototypeExec,
  StringPrototypeEndsWith,
  StringPrototypeIndexOf,
  StringPrototypeSlice,
} = primordials;

const builtinFrame = /^ {4}at (?:[^/\\(]+ \(|)node:(.+):\d+:\d+\)?$/;
const kFolder = 'node_modules';

function isBuiltinFrame(line) {
  const match = RegExpPrototypeExec(builtinFrame, line);
  return match !== null && ops.op_builtins_exists(match[1]);
}

function isSeparator(character) {
  return character === '/' || character === '\\';
}

// Underlines the names of packages: what follows node_modules/, with the scope if there is one.
function markPackages(ctx, line) {
  let marked = '';
  let done = 0;
  let at = StringPrototypeIndexOf(line, kFolder);
  while (at !== -1) {
    const separator = line[at - 1];
    let end = at + 1;
    if (isSeparator(separator) && isSeparator(line[at + kFolder.length])) {
      const start = at + kFolder.length + 1;
      end = StringPrototypeIndexOf(line, separator, start);
      if (end !== -1 && line[start] === '@') end = StringPrototypeIndexOf(line, separator, end + 1);
      if (end === -1) end = line.length;
      marked += StringPrototypeSlice(line, done, start) + ctx.stylize(StringPrototypeSlice(line, start, end), 'module');
      done = end;
    }
    at = StringPrototypeIndexOf(line, kFolder, end);
  }
  return done === 0 ? line : marked + StringPrototypeSlice(line, done);
}

// Makes the part of a path that is the working directory faint, with the parentheses around the path.
function markDirectory(ctx, line, directory) {
  let start = StringPrototypeIndexOf(line, directory);
  if (start === -1) return line;
  const end = start + directory.length + 1;
  if (StringPrototypeSlice(line, start - 7, start) === 'file://') start -= 7;
  const open = line[start - 1] === '(';
  if (open) start--;
  const closed = open && StringPrototypeEndsWith(line, ')');
  return StringPrototypeSlice(line, 0, start) +
    ctx.stylize(StringPrototypeSlice(line, start, end), 'undefined') +
    StringPrototypeSlice(line, end, closed ? -1 : line.length) +
    (closed ? ctx.stylize(')', 'undefined') : '');
}

function workingDirectory() {
  try {
    return require('process').cwd();
  } catch {
    return undefined;
  }
}

// Changes `frames` in place.
function highlight(ctx, frames) {
  const directory = workingDirectory();
  let directoryUrl;
  for (let i = 0; i < frames.length; i++) {
    if (isBuiltinFrame(frames[i])) {
      frames[i] = ctx.stylize(frames[i], 'undefined');
      continue;
    }
    const line = markPackages(ctx, frames[i]);
    frames[i] = line;
    if (directory === undefined) continue;
    frames[i] = markDirectory(ctx, line, directory);
    if (frames[i] === line) {
      directoryUrl ??= require('internal/url').pathToFileURL(directory).href;
      frames[i] = markDirectory(ctx, line, directoryUrl);
    }
  }
}

module.exports = { highlight };
