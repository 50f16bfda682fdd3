// node:_http_client: the client's half of node:http.
// https://nodejs.org/docs/latest-v26.x/api/http.html#class-httpclientrequest
'use strict';

const { ClientRequest } = require('internal/http/client_request');

module.exports = { ClientRequest };
