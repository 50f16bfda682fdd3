// process.report: the object exists in Node; here asking it for a report says that there is none.
// https://nodejs.org/docs/latest-v26.x/api/process.html#processreport
'use strict';

function unavailable(name) {
  return function() {
    const { codes: { ERR_FEATURE_UNAVAILABLE_ON_PLATFORM } } = require('internal/errors');
    throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(`process.report.${name}`);
  };
}

module.exports = {
  report: { writeReport: unavailable('writeReport'), getReport: unavailable('getReport') },
};
