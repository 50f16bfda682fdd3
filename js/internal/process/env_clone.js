// The structured clone of process.env: a plain object of its variables. https://nodejs.org/api/process.html#processenv
'use strict';

const { ObjectAssign, ObjectPrototype, ObjectSetPrototypeOf } = primordials;

const { kDeserialize } = require('internal/worker/js_transferable');

// Made with another prototype first, so that there is a method to fill it.
function ClonedEnv() {
  return {
    __proto__: {
      [kDeserialize](data) {
        ObjectSetPrototypeOf(this, ObjectPrototype);
        ObjectAssign(this, data);
      },
    },
  };
}
ClonedEnv.prototype[kDeserialize] = () => {};

module.exports = { ClonedEnv };
