// How util.inspect shows numbers, strings, symbols and the other primitives.
'use strict';

const {
  ArrayPrototypeJoin,
  ArrayPrototypePush,
  MathTrunc,
  NumberIsFinite,
  ObjectIs,
  String,
  StringPrototypeIncludes,
  StringPrototypeIndexOf,
  StringPrototypeRepeat,
  StringPrototypeSlice,
  SymbolPrototypeToString,
} = primordials;

const { quote } = require('internal/util/inspect/quote');

// Strings that are no longer than this stay on one line.
const kShortString = 16;

// 1234567 -> 1_234_567
function separateThousands(digits) {
  const first = digits[0] === '-' ? 1 : 0;
  let separated = '';
  let end = digits.length;
  for (; end - first > 3; end -= 3) separated = `_${StringPrototypeSlice(digits, end - 3, end)}${separated}`;
  return StringPrototypeSlice(digits, 0, end) + separated;
}

// 1234567 -> 123_456_7, for the digits behind the point.
function separateThousandths(digits) {
  let separated = '';
  let start = 0;
  for (; digits.length - start > 3; start += 3) separated += `${StringPrototypeSlice(digits, start, start + 3)}_`;
  return separated + StringPrototypeSlice(digits, start);
}

function numberText(number, numericSeparator) {
  if (ObjectIs(number, -0)) return '-0';
  const text = `${number}`;
  if (!numericSeparator || !NumberIsFinite(number) || StringPrototypeIncludes(text, 'e')) return text;
  if (MathTrunc(number) === number) return separateThousands(text);
  const point = StringPrototypeIndexOf(text, '.');
  return `${separateThousands(StringPrototypeSlice(text, 0, point))}.` +
    separateThousandths(StringPrototypeSlice(text, point + 1));
}

function bigintText(bigint, numericSeparator) {
  const text = String(bigint);
  return `${numericSeparator ? separateThousands(text) : text}n`;
}

function formatNumber(stylize, number, numericSeparator) {
  return stylize(numberText(number, numericSeparator), 'number');
}

function formatBigInt(stylize, bigint, numericSeparator) {
  return stylize(bigintText(bigint, numericSeparator), 'bigint');
}

// The lines of a text, each with its line feed.
function linesOf(text) {
  const lines = [];
  let start = 0;
  while (start < text.length) {
    const feed = StringPrototypeIndexOf(text, '\n', start);
    const end = feed === -1 ? text.length : feed + 1;
    ArrayPrototypePush(lines, StringPrototypeSlice(text, start, end));
    start = end;
  }
  return lines;
}

function formatString(stylize, value, ctx) {
  let text = value;
  let trailer = '';
  if (text.length > ctx.maxStringLength) {
    const remaining = text.length - ctx.maxStringLength;
    text = StringPrototypeSlice(text, 0, ctx.maxStringLength);
    trailer = `... ${remaining} more character${remaining > 1 ? 's' : ''}`;
  }
  // A long text of several lines is shown as a sum of lines.
  if (ctx.compact !== true && text.length > kShortString &&
      text.length > ctx.breakLength - ctx.indentationLvl - 4 && StringPrototypeIncludes(text, '\n')) {
    const lines = linesOf(text);
    for (let i = 0; i < lines.length; i++) lines[i] = stylize(quote(lines[i]), 'string');
    return ArrayPrototypeJoin(lines, ` +\n${StringPrototypeRepeat(' ', ctx.indentationLvl + 2)}`) + trailer;
  }
  return stylize(quote(text), 'string') + trailer;
}

function formatPrimitive(stylize, value, ctx) {
  switch (typeof value) {
    case 'string':
      return formatString(stylize, value, ctx);
    case 'number':
      return formatNumber(stylize, value, ctx.numericSeparator);
    case 'bigint':
      return formatBigInt(stylize, value, ctx.numericSeparator);
    case 'boolean':
      return stylize(`${value}`, 'boolean');
    case 'undefined':
      return stylize('undefined', 'undefined');
    default:
      return stylize(SymbolPrototypeToString(value), 'symbol');
  }
}

module.exports = { bigintText, formatBigInt, formatNumber, formatPrimitive, numberText };
