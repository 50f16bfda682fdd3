// How util.inspect shows errors: a stack that names the class, without the frames that its cause shows too.
'use strict';

const {
  ArrayIsArray,
  ArrayPrototypeIncludes,
  ArrayPrototypeIndexOf,
  ArrayPrototypeJoin,
  ArrayPrototypePush,
  ArrayPrototypeSplice,
  ErrorPrototypeToString,
  ObjectPrototypeHasOwnProperty,
  ObjectPrototypeToString,
  RegExpPrototypeExec,
  StringPrototypeEndsWith,
  StringPrototypeIncludes,
  StringPrototypeIndexOf,
  StringPrototypeRepeat,
  StringPrototypeReplace,
  StringPrototypeReplaceAll,
  StringPrototypeSlice,
  StringPrototypeSplit,
  StringPrototypeStartsWith,
} = primordials;

const { isError } = require('internal/util');
const { enter, getPrefix, leave } = require('internal/util/inspect/names');

const kLongStack = 10;

// The value of a property of the user's, whose getter may throw.
const kThrows = {};

function read(object, key) {
  try {
    return object[key];
  } catch {
    return kThrows;
  }
}

function stackText(ctx, error) {
  const stack = read(error, 'stack');
  if (!stack || stack === kThrows) return ErrorPrototypeToString(error);
  if (typeof stack === 'string') return stack;
  const { formatValue } = require('internal/util/inspect/format_value');
  enter(ctx, error);
  ctx.indentationLvl += 4;
  const shown = formatValue(ctx, stack);
  ctx.indentationLvl -= 4;
  leave(ctx);
  return `${ErrorPrototypeToString(error)}\n    ${shown}`;
}

// The own properties that the stack shows already are dropped from `keys`.
function dropShownKeys(keys, stack, message, name) {
  const drop = (key) => {
    const index = ArrayPrototypeIndexOf(keys, key);
    if (index !== -1) ArrayPrototypeSplice(keys, index, 1);
  };
  const isShown = (value) =>
    value !== kThrows && (typeof value !== 'string' || StringPrototypeIncludes(stack, value));
  drop('stack');
  if (isShown(message)) drop('message');
  if (isShown(name)) drop('name');
}

// `cause` and `errors` are shown although they are not enumerable.
function addHiddenKeys(error, keys) {
  if (ObjectPrototypeHasOwnProperty(error, 'cause') && !ArrayPrototypeIncludes(keys, 'cause')) {
    ArrayPrototypePush(keys, 'cause');
  }
  if (!ObjectPrototypeHasOwnProperty(error, 'errors') || ArrayPrototypeIncludes(keys, 'errors')) return;
  try {
    if (ArrayIsArray(error.errors)) ArrayPrototypePush(keys, 'errors');
  } catch {
    // A getter threw, or it is a revoked proxy: it is not shown.
  }
}

// Makes the first line name the class: 'Error: x' of a class Foo becomes 'Foo [Error]: x' or 'FooError: x'.
// Stacks may hold anything; only what looks like an ordinary one is changed.
function improveStack(stack, constructor, name, tag) {
  let text = stack;
  let length = name.length;
  if (typeof name !== 'string') {
    const label = StringPrototypeSlice(getPrefix(constructor, tag, 'Error'), 0, -1);
    text = StringPrototypeReplace(text, `${name}`, `${name} [${label}]`);
  }
  const ordinary = constructor === null || (StringPrototypeEndsWith(name, 'Error') &&
    StringPrototypeStartsWith(text, name) &&
    (text.length === length || text[length] === ':' || text[length] === '\n'));
  if (!ordinary) return text;

  let fallback = 'Error';
  if (constructor === null) {
    const head = RegExpPrototypeExec(/^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n {4}at)/, text) ||
      RegExpPrototypeExec(/^([a-z_A-Z0-9-]*Error)$/, text);
    fallback = head?.[1] || '';
    length = fallback.length;
    fallback ||= 'Error';
  }
  const prefix = StringPrototypeSlice(getPrefix(constructor, tag, fallback), 0, -1);
  if (name === prefix) return text;
  const rest = StringPrototypeSlice(text, length);
  if (!StringPrototypeIncludes(prefix, name)) return `${prefix} [${name}]${rest}`;
  return length === 0 ? `${prefix}: ${text}` : `${prefix}${rest}`;
}

// The first run of more than three lines of `a` that `b` contains too: [its length, where it starts in `a`].
function identicalSequenceRange(a, b) {
  for (let start = 0; start < a.length - 3; start++) {
    const at = ArrayPrototypeIndexOf(b, a[start]);
    if (at === -1 || b.length - at <= 3) continue;
    let length = 1;
    while (start + length < a.length && at + length < b.length && a[start + length] === b[at + length]) length++;
    if (length > 3) return [length, start];
  }
  return [0, 0];
}

function collapseCauseFrames(ctx, cause, frames) {
  const causeStack = stackText(ctx, cause);
  const start = StringPrototypeIndexOf(causeStack, '\n    at');
  if (start === -1) return;
  const causeFrames = StringPrototypeSplit(StringPrototypeSlice(causeStack, start + 1), '\n');
  const { 0: length, 1: offset } = identicalSequenceRange(frames, causeFrames);
  if (length === 0) return;
  // The first and the last of the common lines stay.
  const skipped = length - 2;
  const note = `    ... ${skipped} lines matching cause stack trace ...`;
  ArrayPrototypeSplice(frames, offset + 1, skipped, ctx.stylize(note, 'undefined'));
}

function collapseRecursion(ctx, frames) {
  const ranges = require('internal/util/inspect/repeated_frames').findRepeatedFrames(frames);
  for (let i = ranges.length - 1; i >= 0; i--) {
    const { start, period, repeats } = ranges[i];
    const note = `    ... collapsed ${period * repeats} duplicate lines matching above ` +
      (repeats > 1 ? `${period} lines ${repeats} times...` : 'lines ...');
    ArrayPrototypeSplice(frames, start, period * repeats, ctx.stylize(note, 'undefined'));
  }
}

// Whether there are so many lines from `start` on that some of them may be a recursion.
function isLong(stack, start) {
  let lines = 0;
  for (let at = start; at !== -1; at = StringPrototypeIndexOf(stack, '\n', at + 1)) {
    if (++lines > kLongStack) return true;
  }
  return false;
}

function formatError(error, constructor, tag, ctx, keys) {
  let stack;
  try {
    stack = stackText(ctx, error);
  } catch {
    return ObjectPrototypeToString(error);
  }
  const message = read(error, 'message');
  const ownName = read(error, 'name');
  if (!ctx.showHidden && keys.length !== 0) dropShownKeys(keys, stack, message, ownName);
  addHiddenKeys(error, keys);
  const name = ownName === kThrows ? 'Error' : ownName ?? 'Error';
  stack = improveStack(stack, constructor, name, tag);

  // Frames are looked for behind the message, which may contain what looks like frames.
  const found = message && message !== kThrows ? StringPrototypeIndexOf(stack, message) || -1 : -1;
  const from = found === -1 ? -1 : found + message.length;
  const framesStart = StringPrototypeIndexOf(stack, '\n    at', from);
  if (framesStart === -1) {
    // Brackets tell an error without frames from text.
    stack = `[${stack}]`;
  } else {
    const cause = read(error, 'cause');
    const hasCause = cause != null && cause !== kThrows && isError(cause);
    // Mostly the lines stay as they are.
    if (hasCause || ctx.colors || isLong(stack, framesStart)) {
      const frames = StringPrototypeSplit(StringPrototypeSlice(stack, framesStart + 1), '\n');
      if (hasCause) collapseCauseFrames(ctx, cause, frames);
      if (frames.length > kLongStack) collapseRecursion(ctx, frames);
      if (ctx.colors) require('internal/util/inspect/highlight_frames').highlight(ctx, frames);
      stack = `${StringPrototypeSlice(stack, 0, framesStart)}\n${ArrayPrototypeJoin(frames, '\n')}`;
    }
  }
  if (ctx.indentationLvl === 0) return stack;
  return StringPrototypeReplaceAll(stack, '\n', `\n${StringPrototypeRepeat(' ', ctx.indentationLvl)}`);
}

module.exports = { formatError, identicalSequenceRange };
