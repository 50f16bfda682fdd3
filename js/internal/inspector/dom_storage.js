// The domain DOMStorage: changes of storage areas that the program announces through inspector.DOMStorage.
// https://nodejs.org/docs/latest-v26.x/api/inspector.html#integration-with-devtools
'use strict';

const { createDomain } = require('internal/inspector/domain');

module.exports = { create: () => createDomain({}) };
