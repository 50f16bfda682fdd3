// The domain Storage: where what is stored belongs to.
// https://chromedevtools.github.io/devtools-protocol/tot/Storage/#method-getStorageKey
'use strict';

const { createDomain } = require('internal/inspector/domain');

function create() {
  return createDomain({
    getStorageKey() {
      const { getOptionValue } = require('internal/options');
      const file = getOptionValue('--localstorage-file');
      if (!file) return { storageKey: '' };
      const { pathToFileURL } = require('internal/url');
      return { storageKey: pathToFileURL(require('path').resolve(file)).href };
    },
  });
}

module.exports = { create };
