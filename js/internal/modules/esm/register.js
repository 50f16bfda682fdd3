// module.register: hooks that run on their own thread.
// https://nodejs.org/docs/latest-v26.x/api/module.html#moduleregisterspecifier-parenturl-options
'use strict';

let warned = false;

function register(specifier, parentURL = undefined, options) {
  const { isURL } = require('internal/url');
  if (parentURL !== null && typeof parentURL === 'object' && !isURL(parentURL)) {
    options = parentURL;
    ({ parentURL } = options);
  }
  if (!warned) {
    warned = true;
    require('process').emitWarning(
      '`module.register()` is deprecated. Use `module.registerHooks()` instead.', 'DeprecationWarning', 'DEP0205');
  }
  const loader = require('internal/modules/esm/loader').getLoader();
  const base = parentURL === undefined ? 'data:' : `${parentURL}`;
  if (loader.later !== undefined && loader.thread === undefined) {
    // The hooks' own thread: they join its chains when they are loaded.
    require('internal/modules/esm/async_hooks').register(`${specifier}`, base, options?.data);
    return;
  }
  const { getHooksThread } = require('internal/modules/esm/hooks_thread');
  getHooksThread().register(`${specifier}`, base, options?.data, options?.transferList);
}

module.exports = { register };
