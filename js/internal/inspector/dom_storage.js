// The domain DOMStorage: what is in storage areas, and changes that the program announces through inspector.DOMStorage.
// https://nodejs.org/docs/latest-v26.x/api/inspector.html#integration-with-devtools
'use strict';

const { createDomain } = require('internal/inspector/domain');

// What the program has registered: `{ key: value }` by the name of the area.
const registered = { __proto__: null };

function nameOf(isLocalStorage) {
  return isLocalStorage ? 'localStorage' : 'sessionStorage';
}

function register({ isLocalStorage, storageMap }) {
  registered[nameOf(isLocalStorage)] = storageMap;
}

function create() {
  return createDomain({
    getDOMStorageItems({ storageId: { isLocalStorage } }) {
      const name = nameOf(isLocalStorage);
      const items = registered[name] ?? globalThis[name] ?? {};
      return { entries: Object.entries(items).map(({ 0: key, 1: value }) => [key, String(value)]) };
    },
  });
}

module.exports = { create, register };
