// The defaults of `autoSelectFamily` and of its attempt timeout.
// https://nodejs.org/docs/latest-v26.x/api/net.html#netsetdefaultautoselectfamilyvalue
'use strict';

const { getOptionValue } = require('internal/options');
const { validateBoolean, validateInt32 } = require('internal/validators');

// The shortest time that one attempt gets.
const MINIMUM = 10;

let family;
let attemptTimeout;

function getDefaultAutoSelectFamily() {
  return family ??= getOptionValue('--network-family-autoselection') ?? true;
}

function setDefaultAutoSelectFamily(value) {
  validateBoolean(value, 'value');
  family = value;
}

function getDefaultAutoSelectFamilyAttemptTimeout() {
  return attemptTimeout ??=
    Math.max(getOptionValue('--network-family-autoselection-attempt-timeout') ?? 500, MINIMUM);
}

function setDefaultAutoSelectFamilyAttemptTimeout(value) {
  validateInt32(value, 'value', 1);
  attemptTimeout = Math.max(value, MINIMUM);
}

module.exports = {
  MINIMUM,
  getDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout,
  setDefaultAutoSelectFamily,
  setDefaultAutoSelectFamilyAttemptTimeout,
};
