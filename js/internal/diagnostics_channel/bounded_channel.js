// Pairs of channels for the start and the end of an operation:
// https://nodejs.org/docs/latest-v26.x/api/diagnostics_channel.html
'use strict';

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { Channel, RunStoresScope, channel } = require('internal/diagnostics_channel/channel');
const { kEmptyObject } = require('internal/util');

// Walked by method: `import()` comes here too, and a program may have broken the iteration of arrays.
const kEvents = ['start', 'end'];

// The channel of `event`: by the common name, or as a property of an object of channels.
function channelOf(nameOrChannels, event, className) {
  if (typeof nameOrChannels === 'string') return channel(`tracing:${nameOrChannels}:${event}`);
  if (typeof nameOrChannels !== 'object' || nameOrChannels === null) {
    throw new ERR_INVALID_ARG_TYPE('nameOrChannels', ['string', 'object', className], nameOrChannels);
  }
  const found = nameOrChannels[event];
  if (!(found instanceof Channel)) throw new ERR_INVALID_ARG_TYPE(`nameOrChannels.${event}`, ['Channel'], found);
  return found;
}

class BoundedChannelScope {
  #context;
  #end;
  #scope;

  constructor(boundedChannel, context) {
    if (!boundedChannel.hasSubscribers) return;
    this.#context = context;
    this.#end = boundedChannel.end;
    this.#scope = new RunStoresScope(boundedChannel.start, context);
  }

  [Symbol.dispose]() {
    if (!this.#scope) return;
    this.#end.publish(this.#context);
    this.#scope[Symbol.dispose]();
    this.#scope = undefined;
  }
}

class BoundedChannel {
  constructor(nameOrChannels) {
    kEvents.forEach((event) => {
      const value = channelOf(nameOrChannels, event, 'BoundedChannel');
      Object.defineProperty(this, event, { __proto__: null, value });
    });
  }

  get hasSubscribers() {
    return this.start?.hasSubscribers || this.end?.hasSubscribers;
  }

  subscribe(handlers) {
    kEvents.forEach((event) => {
      if (handlers[event]) this[event]?.subscribe(handlers[event]);
    });
  }

  unsubscribe(handlers) {
    let done = true;
    kEvents.forEach((event) => {
      if (handlers[event] && !this[event]?.unsubscribe(handlers[event])) done = false;
    });
    return done;
  }

  withScope(context = kEmptyObject) {
    return new BoundedChannelScope(this, context);
  }

  run(context, fn, thisArg, ...args) {
    const scope = this.withScope(context ?? {});
    try {
      return Reflect.apply(fn, thisArg, args);
    } finally {
      scope[Symbol.dispose]();
    }
  }
}

function boundedChannel(nameOrChannels) {
  return new BoundedChannel(nameOrChannels);
}

module.exports = { BoundedChannel, boundedChannel, channelOf };
