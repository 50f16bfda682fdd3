// https://nodejs.org/docs/latest-v26.x/api/diagnostics_channel.html
'use strict';

const { Channel, channel, hasSubscribers, subscribe, unsubscribe } = require('internal/diagnostics_channel/channel');
const { BoundedChannel, boundedChannel } = require('internal/diagnostics_channel/bounded_channel');
const { tracingChannel } = require('internal/diagnostics_channel/tracing_channel');

module.exports = {
  channel,
  hasSubscribers,
  subscribe,
  tracingChannel,
  unsubscribe,
  boundedChannel,
  Channel,
  BoundedChannel,
};
