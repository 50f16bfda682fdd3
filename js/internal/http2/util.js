// The helpers that Node keeps in one module.
'use strict';

const { sessionName } = require('internal/http2/debug');
const headers = require('internal/http2/headers');
const { updateOptionsBuffer } = require('internal/http2/options');
const settings = require('internal/http2/settings');
const { getSessionState, getStreamState } = require('internal/http2/state');
const symbols = require('internal/http2/symbols');
const validators = require('internal/http2/validators');

module.exports = {
  ...headers,
  ...settings,
  ...validators,
  getSessionState,
  getStreamState,
  kAuthority: symbols.kAuthority,
  kProtocol: symbols.kProtocol,
  kProxySocket: symbols.kProxySocket,
  kRequest: symbols.kRequest,
  kSensitiveHeaders: symbols.kSensitiveHeaders,
  kSocket: symbols.kSocket,
  kStrictSingleValueFields: symbols.kStrictSingleValueFields,
  sessionName,
  updateOptionsBuffer,
};
