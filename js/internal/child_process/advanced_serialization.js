// Messages with `serialization: 'advanced'`: V8's structured clone format.
// https://nodejs.org/docs/latest-v26.x/api/child_process.html#advanced-serialization
'use strict';

module.exports = {
  serialize: (message) => require('v8').serialize(message),
  deserialize: (data) => require('v8').deserialize(data),
};
