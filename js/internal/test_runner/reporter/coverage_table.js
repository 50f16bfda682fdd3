// The table of a coverage report, as the spec and tap reporters print it.
'use strict';

const kColumns = ['line %', 'branch %', 'funcs %'];
const kKeys = ['coveredLinePercent', 'coveredBranchPercent', 'coveredFunctionPercent'];

// `1-3 7` for the lines that did not run.
function uncovered(lines) {
  const ranges = [];
  let last;
  for (const { count, line } of lines) {
    if (count > 0) continue;
    if (last !== undefined && last.to === line - 1) last.to = line;
    else ranges.push(last = { from: line, to: line });
  }
  return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(' ');
}

// Folders and files in the order of the tree, with their depth.
function rowsOf({ files, workingDirectory }) {
  const { relative, sep } = require('path');
  const tree = new Map();
  for (const file of files) {
    const parts = relative(workingDirectory, file.path).split(sep);
    const name = parts.pop();
    let at = tree;
    for (const part of parts) {
      const key = part + sep;
      if (!at.has(key)) at.set(key, { name: part, inner: new Map() });
      at = at.get(key).inner;
    }
    at.set(name, { name, file });
  }
  const rows = [];
  const visit = (entries, depth) => {
    for (const { file, inner, name } of entries.values()) {
      rows.push({ depth, name, file, uncovered: file === undefined ? '' : uncovered(file.lines) });
      if (inner !== undefined) visit(inner, depth + 1);
    }
  };
  visit(tree, 0);
  return rows;
}

function colorOf(value, colors) {
  if (value >= 90) return colors.green;
  return value >= 50 ? colors.yellow : colors.red;
}

// Each line begins with `prefix`; `colors` are those of the spec reporter, or undefined.
function coverageTable(summary, prefix, symbol, colors) {
  const rows = rowsOf(summary);
  // Room for the longest name as far in as the deepest one.
  const largest = (of) => rows.reduce((most, row) => Math.max(most, of(row)), 0);
  const nameWidth = Math.max(largest(({ name }) => name.length) + largest(({ depth }) => depth), 'all files'.length);
  const listWidth = Math.max(largest(({ uncovered: list }) => list.length), 'uncovered lines'.length);
  const start = `${prefix}${symbol}`;
  const total = nameWidth + 3 + kColumns.reduce((sum, title) => sum + title.length + 3, 0) + listWidth + 1;
  const rule = `${start}${'-'.repeat(total)}\n`;
  const paint = (color, text) => (colors === undefined ? text : `${color}${text}${colors.blue}`);
  const cells = (values, data) => kColumns.map((title, i) => {
    return paint(colors && colorOf(data?.[kKeys[i]], colors), values[i].padStart(title.length));
  });
  const line = (first, numbers, last) => `${start}${[first, ...numbers, last].join(' | ')}\n`;
  const percents = (data) => (data === undefined ? ['', '', ''] : kKeys.map((key) => data[key].toFixed(2)));
  let text = `${colors === undefined ? '' : colors.blue}${start}start of coverage report\n${rule}`;
  text += `${line('file'.padEnd(nameWidth), cells(kColumns), 'uncovered lines')}${rule}`;
  for (const { depth, file, name, uncovered: list } of rows) {
    const indented = ' '.repeat(depth);
    const padded = name.padEnd(nameWidth - depth);
    const first = file === undefined || colors === undefined ? indented + padded :
      indented + paint(colorOf(file.coveredLinePercent, colors), padded);
    text += line(first, cells(percents(file), file), list);
  }
  const { totals } = summary;
  text += `${rule}${line('all files'.padEnd(nameWidth), cells(percents(totals), totals), '')}${rule}`;
  return `${text}${start}end of coverage report\n${colors === undefined ? '' : colors.white}`;
}

module.exports = { coverageTable };
