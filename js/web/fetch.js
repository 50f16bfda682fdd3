// fetch() and its classes.
// https://fetch.spec.whatwg.org/
'use strict';

const { FormData } = require('web/fetch/form_data');
const { Headers } = require('web/fetch/headers');
const { Request } = require('web/fetch/request');
const { Response } = require('web/fetch/response');

// The network's half is loaded with the first call.
function fetch(input, init = undefined) {
  return require('web/fetch/main').fetch(input, init);
}

module.exports = { FormData, Headers, Request, Response, fetch };
