// How util.inspect shows functions and classes.
'use strict';

const {
  FunctionPrototypeToString,
  ObjectGetPrototypeOf,
  ObjectPrototypeHasOwnProperty,
  RegExpPrototypeExec,
  RegExpPrototypeSymbolReplace,
  StringPrototypeEndsWith,
  StringPrototypeIncludes,
  StringPrototypeIndexOf,
  StringPrototypeSlice,
  StringPrototypeStartsWith,
} = primordials;

const comments = /(\/\/.*?\n)|(\/\*(.|\n)*?\*\/)/g;
const classHead = /^(\s+[^(]*?)\s*{/;

// Whether the source text is that of a class, and not of a function whose name starts with 'class'.
function isClassSource(source) {
  if (!StringPrototypeStartsWith(source, 'class') || !StringPrototypeEndsWith(source, '}')) return false;
  const rest = StringPrototypeSlice(source, 5, -1);
  const brace = StringPrototypeIndexOf(rest, '{');
  if (brace === -1) return false;
  if (!StringPrototypeIncludes(StringPrototypeSlice(rest, 0, brace), '(')) return true;
  return RegExpPrototypeExec(classHead, RegExpPrototypeSymbolReplace(comments, rest, '')) !== null;
}

function tagSuffix(constructor, tag) {
  return tag !== '' && constructor !== tag ? ` [${tag}]` : '';
}

function describeClass(value, constructor, tag) {
  const name = (ObjectPrototypeHasOwnProperty(value, 'name') && value.name) || '(anonymous)';
  let text = `class ${name}`;
  if (constructor !== 'Function' && constructor !== null) text += ` [${constructor}]`;
  text += tagSuffix(constructor, tag);
  if (constructor === null) {
    text += ' extends [null prototype]';
  } else {
    const superName = ObjectGetPrototypeOf(value).name;
    if (superName) text += ` extends ${superName}`;
  }
  return `[${text}]`;
}

function describeFunction(ctx, value, constructor, tag) {
  if (isClassSource(FunctionPrototypeToString(value))) return describeClass(value, constructor, tag);
  const type = `${ops.op_is_async_function(value) ? 'Async' : ''}${
    ops.op_is_generator_function(value) ? 'Generator' : ''}Function`;
  const { name } = value;
  let label;
  if (name === '') label = ' (anonymous)';
  else if (typeof name === 'string') label = `: ${name}`;
  else label = `: ${require('internal/util/inspect/format_value').formatValue(ctx, name)}`;
  const text = `[${type}${constructor === null ? ' (null prototype)' : ''}${label}]`;
  const className = constructor !== type && constructor !== null ? ` ${constructor}` : '';
  return text + className + tagSuffix(constructor, tag);
}

module.exports = { describeFunction };
