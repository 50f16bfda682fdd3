// An estimate of what the heap holds. https://nodejs.org/docs/latest-v26.x/api/vm.html#vmmeasurememoryoptions
'use strict';

const {
  codes: { ERR_METHOD_NOT_IMPLEMENTED },
} = require('internal/errors');

// V8's own measurement, which tells contexts apart, is not within reach; the sum over all of them is.
async function measure(mode, execution) {
  if (mode === 'detailed') throw new ERR_METHOD_NOT_IMPLEMENTED('vm.measureMemory({ mode: "detailed" })');
  if (execution === 'default') await new Promise((resolve) => require('timers').setImmediate(resolve));
  const used = require('process').memoryUsage().heapUsed;
  return { total: { jsMemoryEstimate: used, jsMemoryRange: [used, used] } };
}

module.exports = { measure };
