// The conditions of `exports` and `imports`.
// https://nodejs.org/docs/latest-v26.x/api/packages.html#conditional-exports
'use strict';

const { ObjectFreeze, SafeSet } = primordials;

// For 'import' or 'require': Node's own, those of --conditions, and module-sync where require(esm) is on.
function initializeConditions(kind) {
  const { getOptionValue } = require('internal/options');
  const conditions = new SafeSet();
  conditions.add(kind);
  conditions.add('node');
  if (getOptionValue('--addons') && (!getOptionValue('--permission') || getOptionValue('--allow-addons'))) conditions.add('node-addons');
  const extra = getOptionValue('--conditions');
  for (let i = 0; i < extra.length; i++) conditions.add(extra[i]);
  if (getOptionValue('--experimental-require-module')) conditions.add('module-sync');
  return conditions;
}

let cjs;
function getCjsConditions() {
  return cjs ??= initializeConditions('require');
}

function getCjsConditionsArray() {
  return ObjectFreeze([...getCjsConditions()]);
}

module.exports = { getCjsConditions, getCjsConditionsArray, initializeConditions };
