// The reporter of a process that a runner started: events as frames.
'use strict';

const { encode } = require('internal/test_runner/frames');

module.exports = async function* v8Serializer(source) {
  for await (const event of source) yield encode(event);
};
