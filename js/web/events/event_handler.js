// The `onxxx` attributes. https://html.spec.whatwg.org/multipage/webappapis.html#event-handler-attributes
'use strict';

// The name of its class is shown by util.inspect.
const { SafeMap } = primordials;

const { codes: { ERR_INVALID_THIS } } = require('internal/errors');

const kHandlers = Symbol('kHandlers');

// One wrapper per attribute is registered, once: a new value keeps the old place in the order of listeners.
function wrapperFor(handler) {
  function wrapper(...args) {
    if (typeof wrapper.handler !== 'function') return undefined;
    return Reflect.apply(wrapper.handler, this, args);
  }
  wrapper.handler = handler;
  return wrapper;
}

function assertTarget(value) {
  if (value === null || value === undefined || (typeof value !== 'object' && typeof value !== 'function') ||
      !(kHandlers in value)) {
    throw new ERR_INVALID_THIS('EventTarget');
  }
}

function defineEventHandler(emitter, name, event = name) {
  const { eventsOf, kNewListener, kRemoveListener } = require('web/events/event_target');
  const property = `on${name}`;

  function get() {
    assertTarget(this);
    return this[kHandlers]?.get(event)?.handler ?? null;
  }

  function set(value) {
    assertTarget(this);
    if (typeof value !== 'function' && (typeof value !== 'object' || value === null)) value = null;
    this[kHandlers] ??= new SafeMap();
    const wrapper = this[kHandlers].get(event);
    if (wrapper === undefined) {
      const made = wrapperFor(value);
      this.addEventListener(event, made);
      this[kHandlers].set(event, made);
      return;
    }
    // The count of listeners takes part only while the attribute holds a function.
    const root = eventsOf(this).get(event);
    if (typeof wrapper.handler === 'function' && root !== undefined) {
      root.size--;
      this[kRemoveListener](root.size, event, wrapper.handler, false);
    }
    wrapper.handler = value;
    if (typeof value !== 'function') return;
    if (root === undefined) {
      this.addEventListener(event, wrapper);
    } else {
      root.size++;
      this[kNewListener](root.size, event, value, false, false, false, false);
    }
  }

  Object.defineProperty(get, 'name', { __proto__: null, value: `get ${property}` });
  Object.defineProperty(set, 'name', { __proto__: null, value: `set ${property}` });
  Object.defineProperty(emitter, property, { __proto__: null, get, set, configurable: true, enumerable: true });
}

module.exports = { defineEventHandler, kHandlers };
