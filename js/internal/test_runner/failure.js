// What can go wrong with a test, and how it is named. https://nodejs.org/docs/latest-v26.x/api/test.html
'use strict';

const { codes: { ERR_TEST_FAILURE } } = require('internal/errors');

const kinds = {
  __proto__: null,
  callbackAndPromise: 'callbackAndPromisePresent',
  cancelledByParent: 'cancelledByParent',
  multipleCallbacks: 'multipleCallbackInvocations',
  parentFinished: 'parentAlreadyFinished',
  subtestsFailed: 'subtestsFailed',
  aborted: 'testAborted',
  code: 'testCodeFailure',
  timeout: 'testTimeoutFailure',
  hook: 'hookFailed',
  expectedFailure: 'expectedFailure',
  uncaughtException: 'uncaughtException',
  unhandledRejection: 'unhandledRejection',
};

function failure(cause, kind) {
  return new ERR_TEST_FAILURE(cause, kind);
}

function isFailure(error) {
  return error?.code === 'ERR_TEST_FAILURE';
}

// What a reader wants to see of it: the error of the program, when there is one.
function causeOf(error) {
  const { cause } = error;
  const fromCode = error.failureType === kinds.code || error.failureType === kinds.uncaughtException ||
    error.failureType === kinds.unhandledRejection || error.failureType === kinds.hook;
  if (cause === undefined) return error;
  return fromCode || typeof cause === 'string' ? cause : error;
}

module.exports = { causeOf, failure, isFailure, kinds };
