// The domain DOMStorage: changes of storage areas that the program announces through inspector.DOMStorage.
// https://nodejs.org/docs/latest-v26.x/api/inspector.html#integration-with-devtools
'use strict';

function create() {
  let enabled = false;
  return {
    __proto__: { isEnabled: () => enabled },
    enable() {
      enabled = true;
    },
    disable() {
      enabled = false;
    },
  };
}

module.exports = { create };
