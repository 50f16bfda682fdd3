// Channels of the runtime itself: node:diagnostics_channel is not loaded for them, since without it nobody listens.
// https://nodejs.org/api/diagnostics_channel.html#built-in-channels
'use strict';

const { map } = require('internal/realm');

const tracing = { __proto__: null };

function loaded() {
  const entry = map.get('diagnostics_channel');
  return entry !== undefined && entry.loaded ? entry.exports : undefined;
}

// The channel when it has subscribers.
function channelInUse(name) {
  const channel = loaded()?.channel(name);
  return channel?.hasSubscribers ? channel : undefined;
}

// The tracing channel when any of its parts has subscribers.
function tracingChannelInUse(name) {
  const module = loaded();
  if (module === undefined) return undefined;
  const channel = tracing[name] ??= module.tracingChannel(name);
  return channel.hasSubscribers ? channel : undefined;
}

module.exports = { channelInUse, tracingChannelInUse };
