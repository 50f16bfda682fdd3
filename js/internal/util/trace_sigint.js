// util.setTraceSigInt: https://nodejs.org/docs/latest-v26.x/api/util.html#utilsettracesigintenable
'use strict';

const { codes: { ERR_FEATURE_UNAVAILABLE_ON_PLATFORM } } = require('internal/errors');

// A stack trace on SIGINT needs a thread that interrupts JavaScript, which does not exist yet.
function setTraceSigInt(enable) {
  throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('util.setTraceSigInt()');
}

module.exports = { setTraceSigInt };
