// --disable-proto. https://nodejs.org/docs/latest-v26.x/api/cli.html#--disable-protomode
'use strict';

const { ObjectDefineProperty } = primordials;

// `prototype` is the Object.prototype of a context.
function disableProto(prototype, mode) {
  delete prototype.__proto__;
  if (mode !== 'throw') return;
  const refuse = () => {
    const { codes: { ERR_PROTO_ACCESS } } = require('internal/errors');
    throw new ERR_PROTO_ACCESS();
  };
  ObjectDefineProperty(prototype, '__proto__', {
    __proto__: null,
    configurable: true,
    enumerable: false,
    get: function get() {
      refuse();
    },
    set: function set() {
      refuse();
    },
  });
}

module.exports = { disableProto };
