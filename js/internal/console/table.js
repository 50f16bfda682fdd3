// What console.table() puts into which cell: https://nodejs.org/docs/latest-v26.x/api/console.html#consoletabletabulardata-properties
'use strict';

const { inspect } = require('internal/util/inspect');
const renderTable = require('internal/cli_table');

const kIndex = '(index)';
const kIterationIndex = '(iteration index)';
const kKey = 'Key';
const kValues = 'Values';

function makeCellFormatter(options) {
  return (value) => {
    const isPlainObject = value !== null && typeof value === 'object' && !Array.isArray(value) &&
      !ops.op_is_typed_array(value);
    const depth = isPlainObject && Object.keys(value).length > 2 ? -1 : 0;
    return inspect(value, { depth, maxArrayLength: 3, breakLength: Infinity, ...options });
  };
}

function tableOfPairs(pairs, cell) {
  const indexes = [];
  const keys = [];
  const values = [];
  for (const { 0: key, 1: value } of pairs) {
    indexes.push(cell(indexes.length));
    keys.push(cell(key));
    values.push(cell(value));
  }
  return renderTable([kIterationIndex, kKey, kValues], [indexes, keys, values]);
}

function tableOfValues(items, cell) {
  const indexes = [];
  const values = [];
  for (const value of items) {
    indexes.push(cell(indexes.length));
    values.push(cell(value));
  }
  return renderTable([kIterationIndex, kValues], [indexes, values]);
}

// One row for each item, one column for each property that an item has.
function tableOfItems(data, properties, cell) {
  const columns = { __proto__: null };
  const primitives = [];
  let hasPrimitives = false;
  const indexes = Object.keys(data);
  for (let row = 0; row < indexes.length; row++) {
    const item = data[indexes[row]];
    const isPrimitive = item === null || (typeof item !== 'function' && typeof item !== 'object');
    if (isPrimitive && properties === undefined) {
      hasPrimitives = true;
      primitives[row] = cell(item);
      continue;
    }
    for (const key of properties || Object.keys(item)) {
      columns[key] ??= [];
      columns[key][row] = !isPrimitive && Object.hasOwn(item, key) ? cell(item[key]) : '';
    }
  }
  const head = [kIndex, ...Object.keys(columns)];
  const body = [indexes, ...Object.values(columns)];
  if (hasPrimitives) {
    head.push(kValues);
    body.push(primitives);
  }
  return renderTable(head, body);
}

function pairsOfList(list) {
  const pairs = [];
  for (let i = 0; i < list.length; i += 2) pairs.push([list[i], list[i + 1]]);
  return pairs;
}

function tableOf(data, properties, options) {
  const cell = makeCellFormatter(options);
  if (ops.op_is_map_iterator(data)) {
    const { 0: entries, 1: isKeyValue } = ops.op_util_preview_entries(data, true);
    return isKeyValue ? tableOfPairs(pairsOfList(entries), cell) : tableOfValues(entries, cell);
  }
  if (ops.op_is_map(data)) return tableOfPairs(data, cell);
  if (ops.op_is_set_iterator(data)) return tableOfValues(ops.op_util_preview_entries(data, false), cell);
  if (ops.op_is_set(data)) return tableOfValues(data, cell);
  return tableOfItems(data, properties, cell);
}

module.exports = { tableOf };
