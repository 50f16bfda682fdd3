// What every domain of the program's side has: it is off until a client enables it.
'use strict';

// What a client is told of a command that failed.
class ProtocolError extends Error {
  constructor(code, message) {
    super(message);
    this.protocolCode = code;
  }
}

function createDomain(methods) {
  let enabled = false;
  return {
    __proto__: {
      isEnabled: () => enabled,
      setEnabled(value) {
        enabled = value;
      },
    },
    enable() {
      enabled = true;
    },
    disable() {
      enabled = false;
    },
    ...methods,
  };
}

module.exports = { ProtocolError, createDomain };
