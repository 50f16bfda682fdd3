// BroadcastChannel. https://nodejs.org/api/worker_threads.html#class-broadcastchannel-extends-eventtarget
'use strict';

const { ERR_INVALID_THIS, ERR_MISSING_ARGS } = require('internal/errors').codes;
const { EventTarget, defineEventHandler } = require('internal/event_target');
const { customInspectSymbol, kEnumerableProperty, lazyDOMException } = require('internal/util');
const { kBroadcastHandle: kHandle } = require('internal/worker/message_port');

class BroadcastChannel extends EventTarget {
  #name;
  #onMessage;
  #onMessageError;

  constructor(name) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    super();
    this.#name = `${name}`;
    require('internal/worker/hooks');
    const handle = ops.op_messaging_broadcast(this.#name);
    this[kHandle] = handle;
    this.#onMessage = (data) => this.#dispatch('message', data);
    this.#onMessageError = (data) => this.#dispatch('messageerror', data);
    handle.on('message', this.#onMessage);
    handle.on('messageerror', this.#onMessageError);
  }

  #dispatch(type, data) {
    const { MessageEvent } = require('web/message_event');
    this.dispatchEvent(new MessageEvent(type, { data }));
  }

  [customInspectSymbol](depth, options) {
    if (!BroadcastChannel.#is(this)) throw new ERR_INVALID_THIS('BroadcastChannel');
    if (depth < 0) return 'BroadcastChannel';
    const opts = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    const { inspect } = require('internal/util/inspect');
    return `BroadcastChannel ${inspect({ name: this.#name, active: this[kHandle] !== undefined }, opts)}`;
  }

  static #is(object) {
    return object !== null && typeof object === 'object' && #name in object;
  }

  get name() {
    if (!BroadcastChannel.#is(this)) throw new ERR_INVALID_THIS('BroadcastChannel');
    return this.#name;
  }

  close() {
    if (!BroadcastChannel.#is(this)) throw new ERR_INVALID_THIS('BroadcastChannel');
    const handle = this[kHandle];
    if (handle === undefined) return;
    handle.off('message', this.#onMessage);
    handle.off('messageerror', this.#onMessageError);
    this[kHandle] = undefined;
    handle.close();
  }

  postMessage(message) {
    if (!BroadcastChannel.#is(this)) throw new ERR_INVALID_THIS('BroadcastChannel');
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('message');
    const handle = this[kHandle];
    if (handle === undefined) throw lazyDOMException('BroadcastChannel is closed.', 'InvalidStateError');
    if (handle.postMessage(message) === undefined) throw lazyDOMException('Message could not be posted.');
  }

  // Not part of the web's class.
  ref() {
    if (!BroadcastChannel.#is(this)) throw new ERR_INVALID_THIS('BroadcastChannel');
    this[kHandle]?.ref();
    return this;
  }

  unref() {
    if (!BroadcastChannel.#is(this)) throw new ERR_INVALID_THIS('BroadcastChannel');
    this[kHandle]?.unref();
    return this;
  }
}

Object.defineProperties(BroadcastChannel.prototype, {
  name: kEnumerableProperty,
  close: kEnumerableProperty,
  postMessage: kEnumerableProperty,
});
defineEventHandler(BroadcastChannel.prototype, 'message');
defineEventHandler(BroadcastChannel.prototype, 'messageerror');

module.exports = { BroadcastChannel, kHandle };
