// Empty exceptions for the receiving side of a structured clone to fill by their kDeserialize method.
'use strict';

const { DOMException, QuotaExceededError } = require('web/dom_exception');
const { kDeserialize } = require('internal/worker/js_transferable');

// Constructors that make a blank object of the real class.
function blank(Class) {
  function Blank() {
    return new Class();
  }
  Blank.prototype[kDeserialize] = () => {};
  return Blank;
}

module.exports = {
  DOMException: blank(DOMException),
  QuotaExceededError: blank(QuotaExceededError),
};
