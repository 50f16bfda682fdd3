// The diagnostics channel of `require`: nothing is loaded until somebody listens.
'use strict';

let channel;

function onRequire() {
  const diagnostics = require('internal/realm').map.get('diagnostics_channel');
  if (diagnostics === undefined || !diagnostics.loaded) return undefined;
  channel ??= diagnostics.exports.tracingChannel('module.require');
  return channel.hasSubscribers ? channel : undefined;
}

module.exports = { onRequire };
