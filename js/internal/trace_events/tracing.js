// The class Tracing. https://nodejs.org/api/tracing.html#tracing-object
'use strict';

const process = require('process');
const { codes: { ERR_TRACE_EVENTS_CATEGORY_REQUIRED } } = require('internal/errors');
const { customInspectSymbol } = require('internal/util');
const { format } = require('internal/util/inspect');
const { validateObject, validateStringArray } = require('internal/validators');
const state = require('internal/trace_events/state');

const kMostEnabled = 10;

const enabledTracings = new Set();

class Tracing {
  #categories;
  #enabled = false;

  constructor(categories) {
    this.#categories = categories;
  }

  enable() {
    if (this.#enabled) return;
    this.#enabled = true;
    state.enable(this.#categories);
    enabledTracings.add(this);
    if (enabledTracings.size > kMostEnabled) {
      process.emitWarning('Possible trace_events memory leak detected. There are more than ' +
        `${kMostEnabled} enabled Tracing objects.`);
    }
  }

  disable() {
    if (!this.#enabled) return;
    this.#enabled = false;
    state.disable(this.#categories);
    enabledTracings.delete(this);
  }

  get enabled() {
    return this.#enabled;
  }

  get categories() {
    return this.#categories.join(',');
  }

  [customInspectSymbol](depth, options) {
    if (typeof depth === 'number' && depth < 0) return this;
    return `Tracing ${format({ enabled: this.enabled, categories: this.categories })}`;
  }
}

function createTracing(options) {
  validateObject(options, 'options');
  validateStringArray(options.categories, 'options.categories');
  if (options.categories.length <= 0) throw new ERR_TRACE_EVENTS_CATEGORY_REQUIRED();
  return new Tracing(options.categories);
}

module.exports = { createTracing };
