// node:inspector/promises. https://nodejs.org/docs/latest-v26.x/api/inspector.html#promises-api
'use strict';

const { shared } = require('internal/inspector/api');
const { Session: CallbackSession } = require('internal/inspector/session');
const { promisify } = require('internal/util');

const post = promisify(CallbackSession.prototype.post);

class Session extends CallbackSession {
  post(method, params) {
    return Reflect.apply(post, this, params === undefined ? [method] : [method, params]);
  }
}

module.exports = { ...shared, Session };
