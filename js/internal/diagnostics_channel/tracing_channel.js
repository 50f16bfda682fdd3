// Five channels that follow one operation: https://nodejs.org/docs/latest-v26.x/api/diagnostics_channel.html#class-tracingchannel
'use strict';

const { BoundedChannel, channelOf } = require('internal/diagnostics_channel/bounded_channel');
const { channel } = require('internal/diagnostics_channel/channel');
const { kEmptyObject } = require('internal/util');
const { validateFunction } = require('internal/validators');

function isThenable(value) {
  return typeof value?.then === 'function';
}

function warnOfPlainValue(fn) {
  require('process').emitWarning(
    `tracePromise was called with the function '${fn.name || '<anonymous>'}', which returned a non-thenable.`);
}

// The handlers of one of the two windows; undefined when there are none.
function handlersOf(handlers, start, end) {
  return handlers[start] || handlers[end] ? { start: handlers[start], end: handlers[end] } : undefined;
}

class TracingChannel {
  // The synchronous part of the operation, and what follows when its result is there.
  #callWindow;
  #continuationWindow;

  constructor(nameOrChannels) {
    if (typeof nameOrChannels === 'string') {
      this.#callWindow = new BoundedChannel(nameOrChannels);
      this.#continuationWindow = new BoundedChannel({
        start: channel(`tracing:${nameOrChannels}:asyncStart`),
        end: channel(`tracing:${nameOrChannels}:asyncEnd`),
      });
    } else if (typeof nameOrChannels === 'object') {
      const start = nameOrChannels.start;
      const { end, asyncStart, asyncEnd } = nameOrChannels;
      this.#callWindow = new BoundedChannel({ start, end });
      this.#continuationWindow = new BoundedChannel({ start: asyncStart, end: asyncEnd });
    }
    const value = channelOf(nameOrChannels, 'error', 'TracingChannel');
    Object.defineProperty(this, 'error', { __proto__: null, value });
  }

  get start() {
    return this.#callWindow.start;
  }

  get end() {
    return this.#callWindow.end;
  }

  get asyncStart() {
    return this.#continuationWindow.start;
  }

  get asyncEnd() {
    return this.#continuationWindow.end;
  }

  get hasSubscribers() {
    return this.#callWindow.hasSubscribers || this.#continuationWindow.hasSubscribers || this.error?.hasSubscribers;
  }

  subscribe(handlers) {
    const call = handlersOf(handlers, 'start', 'end');
    const continuation = handlersOf(handlers, 'asyncStart', 'asyncEnd');
    if (call) this.#callWindow.subscribe(call);
    if (continuation) this.#continuationWindow.subscribe(continuation);
    if (handlers.error) this.error.subscribe(handlers.error);
  }

  unsubscribe(handlers) {
    const call = handlersOf(handlers, 'start', 'end');
    const continuation = handlersOf(handlers, 'asyncStart', 'asyncEnd');
    let done = true;
    if (call && !this.#callWindow.unsubscribe(call)) done = false;
    if (continuation && !this.#continuationWindow.unsubscribe(continuation)) done = false;
    if (handlers.error && !this.error.unsubscribe(handlers.error)) done = false;
    return done;
  }

  #fail(context, error) {
    context.error = error;
    this.error.publish(context);
  }

  #runCall(context, run) {
    const scope = this.#callWindow.withScope(context);
    try {
      return run();
    } catch (error) {
      this.#fail(context, error);
      throw error;
    } finally {
      scope[Symbol.dispose]();
    }
  }

  traceSync(fn, context = { __proto__: null }, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    return this.#runCall(context, () => context.result = Reflect.apply(fn, thisArg, args));
  }

  tracePromise(fn, context = { __proto__: null }, thisArg, ...args) {
    if (!this.hasSubscribers) {
      const result = Reflect.apply(fn, thisArg, args);
      if (!isThenable(result)) warnOfPlainValue(fn);
      return result;
    }
    const settle = () => this.#continuationWindow.withScope(context)[Symbol.dispose]();
    const onResolve = (value) => {
      context.result = value;
      settle();
      return value;
    };
    const onReject = (error) => {
      this.#fail(context, error);
      settle();
    };
    return this.#runCall(context, () => {
      const result = Reflect.apply(fn, thisArg, args);
      if (!isThenable(result)) {
        warnOfPlainValue(fn);
        context.result = result;
        return result;
      }
      // A plain promise is followed by one that rejects likewise, so that an unhandled rejection stays one.
      if (ops.op_is_promise(result) && Object.getPrototypeOf(result) === Promise.prototype) {
        return result.then(onResolve, (error) => {
          onReject(error);
          throw error;
        });
      }
      result.then(onResolve, onReject);
      return result;
    });
  }

  traceCallback(fn, position = -1, context = kEmptyObject, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    const callback = args.at(position);
    validateFunction(callback, 'callback');
    const fail = (error) => this.#fail(context, error);
    const continuationWindow = this.#continuationWindow;

    function wrappedCallback(error, result) {
      if (error) fail(error);
      else context.result = result;
      const scope = continuationWindow.withScope(context);
      try {
        return Reflect.apply(callback, this, arguments);
      } finally {
        scope[Symbol.dispose]();
      }
    }

    args.splice(position, 1, wrappedCallback);
    return this.#runCall(context, () => Reflect.apply(fn, thisArg, args));
  }
}

function tracingChannel(nameOrChannels) {
  return new TracingChannel(nameOrChannels);
}

module.exports = { tracingChannel };
