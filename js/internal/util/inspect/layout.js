// How util.inspect puts the entries of an object on lines: side by side, in columns, or one below the other.
// https://nodejs.org/docs/latest-v26.x/api/util.html#utilinspectobject-options (compact, breakLength)
'use strict';

const {
  ArrayPrototypePush,
  MathFloor,
  MathMax,
  MathMin,
  MathRound,
  MathSqrt,
  StringPrototypeIncludes,
  StringPrototypePadEnd,
  StringPrototypePadStart,
  StringPrototypeRepeat,
} = primordials;

const { getStringWidth } = require('internal/util/inspect/width');
const { join, removeColors } = require('internal/util');

// ', '
const kSeparatorWidth = 2;
// A character is about 2.5 times as high as it is wide, and the columns should make up a square.
const kCharacterHeight = 2.5;
const kMaxColumns = 15;

function isNumeric(value) {
  return typeof value === 'number' || typeof value === 'bigint';
}

// Numbers line up at their right end. Without the array itself they cannot be told from text.
function alignsRight(list, count) {
  if (list !== undefined) {
    for (let i = 0; i < count; i++) {
      if (!isNumeric(list[i])) return false;
    }
  }
  return true;
}

function countColumns(ctx, widest, total, entries, count) {
  const bias = MathSqrt(widest - total / entries);
  const biased = MathMax(widest - 3 - bias, 1);
  return MathMin(
    MathRound(MathSqrt(kCharacterHeight * biased * count) / biased),
    MathFloor((ctx.breakLength - ctx.indentationLvl) / widest),
    ctx.compact * 4,
    kMaxColumns,
  );
}

// Puts many short entries of an array into columns; returns `output` itself when columns would not help.
function groupArrayElements(ctx, output, list) {
  // The last entry may be '... n more items', which stays on a line of its own.
  const hasMore = ctx.maxArrayLength < output.length;
  const count = hasMore ? output.length - 1 : output.length;
  const widths = [];
  let total = 0;
  let longest = 0;
  for (let i = 0; i < count; i++) {
    const width = getStringWidth(output[i], ctx.colors);
    ArrayPrototypePush(widths, width);
    total += width + kSeparatorWidth;
    if (width > longest) longest = width;
  }
  const widest = longest + kSeparatorWidth;
  // Three entries must fit on a line, and no entry may be far longer than the others.
  // A breakLength that is no number groups nothing.
  const fits = widest * 3 + ctx.indentationLvl < ctx.breakLength && (total / widest > 5 || longest <= 6);
  if (!fits) return output;
  const columns = countColumns(ctx, widest, total, output.length, count);
  if (columns <= 1) return output;

  const columnWidths = [];
  for (let column = 0; column < columns; column++) {
    let width = 0;
    for (let i = column; i < count; i += columns) {
      if (widths[i] > width) width = widths[i];
    }
    ArrayPrototypePush(columnWidths, width + kSeparatorWidth);
  }

  const right = alignsRight(list, output.length);
  const lines = [];
  for (let start = 0; start < count; start += columns) {
    const last = MathMin(start + columns, count) - 1;
    let line = '';
    for (let i = start; i < last; i++) {
      // Color sequences have a length but no width.
      const padded = columnWidths[i - start] + output[i].length - widths[i];
      const cell = `${output[i]}, `;
      line += right ? StringPrototypePadStart(cell, padded, ' ') : StringPrototypePadEnd(cell, padded, ' ');
    }
    if (right) {
      const padded = columnWidths[last - start] + output[last].length - widths[last] - kSeparatorWidth;
      line += StringPrototypePadStart(output[last], padded, ' ');
    } else {
      line += output[last];
    }
    ArrayPrototypePush(lines, line);
  }
  if (hasMore) ArrayPrototypePush(lines, output[count]);
  return lines;
}

function fitsOnLine(ctx, output, start, base) {
  if (base !== '' && StringPrototypeIncludes(base, '\n')) return false;
  if (ctx.breakLength === Infinity) {
    for (let i = 0; i < output.length; i++) {
      if (StringPrototypeIncludes(output[i], '\n')) return false;
    }
    return true;
  }
  // At least a comma for each entry, and mostly a space.
  let length = output.length + start;
  if (length + output.length > ctx.breakLength) return false;
  for (let i = 0; i < output.length; i++) {
    length += ctx.colors ? removeColors(output[i]).length : output[i].length;
    if (length > ctx.breakLength) return false;
  }
  return true;
}

function legacyCompact(ctx, output, base, braces) {
  if (fitsOnLine(ctx, output, 0, base)) {
    return `${braces[0]}${base ? ` ${base}` : ''} ${join(output, ', ')} ${braces[1]}`;
  }
  const indentation = StringPrototypeRepeat(' ', ctx.indentationLvl);
  // Behind a long brace such as 'Map(2) {' the first entry goes on the next line, so that all line up.
  const gap = base === '' && braces[0].length === 1 ? ' ' : `${base ? ` ${base}` : ''}\n${indentation}  `;
  return `${braces[0]}${gap}${join(output, `,\n${indentation}  `)} ${braces[1]}`;
}

// One string of all entries. `list` is given for arrays whose entries may go into columns.
function reduceToSingleString(ctx, output, base, braces, isList, recurseTimes, list) {
  if (ctx.compact === true) return legacyCompact(ctx, output, base, braces);
  const head = base ? `${base} ${braces[0]}` : braces[0];
  let entries = output;
  if (typeof ctx.compact === 'number' && ctx.compact >= 1) {
    if (isList && output.length > 6) entries = groupArrayElements(ctx, output, list);
    // The innermost `compact` levels share a line if they fit. currentDepth is the depth of the innermost one.
    if (ctx.currentDepth - recurseTimes < ctx.compact && entries.length === output.length) {
      const start = entries.length + ctx.indentationLvl + braces[0].length + base.length + 10;
      if (fitsOnLine(ctx, entries, start, base)) {
        const line = join(entries, ', ');
        if (!StringPrototypeIncludes(line, '\n')) return `${head} ${line} ${braces[1]}`;
      }
    }
  }
  const indentation = `\n${StringPrototypeRepeat(' ', ctx.indentationLvl)}`;
  return `${head}${indentation}  ${join(entries, `,${indentation}  `)}${indentation}${braces[1]}`;
}

module.exports = { reduceToSingleString };
