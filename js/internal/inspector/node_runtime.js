// The domain NodeRuntime. https://nodejs.org/docs/latest-v26.x/api/inspector.html
'use strict';

const { createDomain } = require('internal/inspector/domain');

function create() {
  const domain = createDomain({
    notifyWhenWaitingForDisconnect({ enabled }) {
      domain.setEnabled(!!enabled);
    },
  });
  return domain;
}

module.exports = { create };
