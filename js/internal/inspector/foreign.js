// Clients of this thread's inspector in other programs and threads, as far as V8 does not answer them itself.
// https://nodejs.org/docs/latest-v26.x/api/inspector.html
'use strict';

const { connectForeign } = require('internal/inspector/connection');

// The client's number -> its connection.
const connections = new Map();

function connectionOf(number) {
  let connection = connections.get(number);
  if (connection === undefined) {
    connection = connectForeign((message) => ops.op_v8_inspector('send', '', number, message));
    connections.set(number, connection);
  }
  return connection;
}

// A client that is told of worker threads without asking.
function open(number) {
  connectionOf(number).agent('Target');
}

function receive(number, text) {
  connectionOf(number).dispatch(JSON.parse(text));
}

function close(number) {
  connections.get(number)?.disconnect();
  connections.delete(number);
}

module.exports = { close, open, receive };
