// The domain NodeRuntime. https://nodejs.org/docs/latest-v26.x/api/inspector.html
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
    notifyWhenWaitingForDisconnect({ enabled: on }) {
      enabled = !!on;
    },
  };
}

module.exports = { create };
