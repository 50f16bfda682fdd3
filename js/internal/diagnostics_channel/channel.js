// Channels: https://nodejs.org/docs/latest-v26.x/api/diagnostics_channel.html#class-channel
'use strict';

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { WeakReference } = require('internal/util');
const { validateFunction } = require('internal/validators');

// Channels by name. One that nobody holds and nobody listens to may go; it is then made anew.
class ChannelMap {
  #references = new Map();
  #registry = new FinalizationRegistry((name) => {
    // Meanwhile there may be a new channel of this name.
    if (this.get(name) === undefined) this.#references.delete(name);
  });

  get(name) {
    return this.#references.get(name)?.get();
  }

  add(name, channel) {
    this.#registry.register(channel, name);
    this.#references.set(name, new WeakReference(channel));
  }

  retain(name) {
    this.#references.get(name)?.incRef();
  }

  release(name) {
    this.#references.get(name)?.decRef();
  }
}

const channels = new ChannelMap();

// What a subscriber throws is not the publisher's business.
function throwLater(error) {
  require('process').nextTick(() => {
    require('internal/process/fatal').triggerUncaughtException(error, false);
  });
}

// The stores that are bound to a channel hold `data` until this is disposed of.
class RunStoresScope {
  #scopes = [];

  constructor(channel, data) {
    try {
      for (const { 0: store, 1: transform } of channel._stores ?? []) {
        let value = data;
        if (transform) {
          try {
            value = transform(data);
          } catch (error) {
            throwLater(error);
            continue;
          }
        }
        this.#scopes.push(store.withScope(value));
      }
      channel.publish(data);
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    }
  }

  [Symbol.dispose]() {
    while (this.#scopes.length > 0) this.#scopes.pop()[Symbol.dispose]();
  }
}

// A channel with subscribers or stores. Channels change their prototype, so that publishing to nobody costs nothing.
class ActiveChannel {
  subscribe(subscription) {
    validateFunction(subscription, 'subscription');
    // A copy: the list may be in use by publish().
    this._subscribers = [...this._subscribers, subscription];
    channels.retain(this.name);
  }

  unsubscribe(subscription) {
    const index = this._subscribers.indexOf(subscription);
    if (index === -1) return false;
    this._subscribers = this._subscribers.toSpliced(index, 1);
    channels.release(this.name);
    deactivateIfUnused(this);
    return true;
  }

  bindStore(store, transform) {
    if (!this._stores.has(store)) channels.retain(this.name);
    this._stores.set(store, transform);
  }

  unbindStore(store) {
    if (!this._stores.delete(store)) return false;
    channels.release(this.name);
    deactivateIfUnused(this);
    return true;
  }

  get hasSubscribers() {
    return true;
  }

  publish(data) {
    const subscribers = this._subscribers;
    for (let i = 0; i < (subscribers?.length || 0); i++) {
      try {
        const subscriber = subscribers[i];
        subscriber(data, this.name);
      } catch (error) {
        throwLater(error);
      }
    }
  }

  withStoreScope(data) {
    return new RunStoresScope(this, data);
  }

  runStores(data, fn, thisArg, ...args) {
    const scope = this.withStoreScope(data);
    try {
      return Reflect.apply(fn, thisArg, args);
    } finally {
      scope[Symbol.dispose]();
    }
  }
}

class Channel {
  constructor(name) {
    this._subscribers = undefined;
    this._stores = undefined;
    this.name = name;
    channels.add(name, this);
  }

  static [Symbol.hasInstance](instance) {
    const prototype = Object.getPrototypeOf(instance);
    return prototype === Channel.prototype || prototype === ActiveChannel.prototype;
  }

  subscribe(subscription) {
    validateFunction(subscription, 'subscription');
    activate(this);
    this.subscribe(subscription);
  }

  unsubscribe() {
    return false;
  }

  bindStore(store, transform) {
    activate(this);
    this.bindStore(store, transform);
  }

  unbindStore() {
    return false;
  }

  get hasSubscribers() {
    return false;
  }

  publish() {}

  runStores(data, fn, thisArg, ...args) {
    return Reflect.apply(fn, thisArg, args);
  }

  withStoreScope() {
    return { [Symbol.dispose]() {} };
  }
}

function activate(channel) {
  Object.setPrototypeOf(channel, ActiveChannel.prototype);
  channel._subscribers = [];
  channel._stores = new Map();
}

function deactivateIfUnused(channel) {
  if (channel._subscribers.length > 0 || channel._stores.size > 0) return;
  Object.setPrototypeOf(channel, Channel.prototype);
  channel._subscribers = undefined;
  channel._stores = undefined;
}

function channel(name) {
  const known = channels.get(name);
  if (known) return known;
  if (typeof name !== 'string' && typeof name !== 'symbol') {
    throw new ERR_INVALID_ARG_TYPE('channel', ['string', 'symbol'], name);
  }
  return new Channel(name);
}

function subscribe(name, subscription) {
  return channel(name).subscribe(subscription);
}

function unsubscribe(name, subscription) {
  return channel(name).unsubscribe(subscription);
}

function hasSubscribers(name) {
  return channels.get(name)?.hasSubscribers ?? false;
}

module.exports = { Channel, RunStoresScope, channel, hasSubscribers, subscribe, unsubscribe };
