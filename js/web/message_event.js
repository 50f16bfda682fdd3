// MessageEvent, CloseEvent and ErrorEvent. https://html.spec.whatwg.org/multipage/comms.html#messageevent
'use strict';

const { Event } = require('internal/event_target');

const enumerable = { __proto__: null, enumerable: true, configurable: true };

// The errors of Web IDL conversions are plain TypeErrors, without a code.
function fail(message) {
  return new TypeError(message);
}

function checkArguments(name, given, wanted) {
  if (given >= wanted) return;
  throw fail(`${name}: ${wanted} argument${wanted === 1 ? '' : 's'} required, but ${given} found.`);
}

function dictionary(name, value) {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' && typeof value !== 'function') {
    throw fail(`${name}: Expected ${value} to be one of: Null, Undefined, Object.`);
  }
  return value;
}

function text(value, fallback = '') {
  return value === undefined ? fallback : `${value}`;
}

function show(value) {
  if (typeof value !== 'object' || value === null) return `${String(value)}`;
  return require('internal/util/inspect').inspect(value);
}

function port(name, where, value) {
  if (ops.op_messaging_is_port(value)) return value;
  throw fail(`${name}: Expected eventInitDict.${where} ("${show(value)}") to be an instance of MessagePort.`);
}

function ports(name, value) {
  if (value === undefined) return [];
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null ||
      typeof value[Symbol.iterator] !== 'function') {
    throw fail(`${name}: eventInitDict.ports (${show(value)}) is not iterable.`);
  }
  const list = [...value];
  for (let i = 0; i < list.length; i++) port(name, `ports[${i}]`, list[i]);
  return list;
}

class MessageEvent extends Event {
  #data;
  #origin;
  #lastEventId;
  #source;
  #ports;

  constructor(type, eventInitDict = {}) {
    const where = 'MessageEvent constructor';
    checkArguments(where, arguments.length, 1);
    const init = dictionary(where, eventInitDict);
    super(type, init);
    this.#data = init.data === undefined ? null : init.data;
    this.#origin = text(init.origin);
    this.#lastEventId = text(init.lastEventId);
    this.#source = init.source === undefined || init.source === null ? null : port(where, 'source', init.source);
    this.#ports = ports(where, init.ports);
  }

  get data() {
    return this.#data;
  }

  get origin() {
    return this.#origin;
  }

  get lastEventId() {
    return this.#lastEventId;
  }

  get source() {
    return this.#source;
  }

  get ports() {
    if (!Object.isFrozen(this.#ports)) Object.freeze(this.#ports);
    return this.#ports;
  }

  initMessageEvent(type, bubbles = false, cancelable = false, data = null, origin = '', lastEventId = '',
    source = null, portList = []) {
    const where = 'MessageEvent.initMessageEvent';
    this.#data;
    checkArguments(where, arguments.length, 1);
    this.initEvent(type, bubbles, cancelable);
    this.#data = data;
    this.#origin = `${origin}`;
    this.#lastEventId = `${lastEventId}`;
    this.#source = source === null ? null : port(where, 'source', source);
    this.#ports = ports(where, portList);
  }
}
Object.defineProperty(MessageEvent.prototype.initMessageEvent, 'length', { __proto__: null, value: 1 });

class CloseEvent extends Event {
  #wasClean;
  #code;
  #reason;

  constructor(type, eventInitDict = {}) {
    const where = 'CloseEvent constructor';
    checkArguments(where, arguments.length, 1);
    const init = dictionary(where, eventInitDict);
    super(type, init);
    this.#wasClean = Boolean(init.wasClean);
    this.#code = Number(init.code ?? 0) & 0xffff;
    this.#reason = text(init.reason).toWellFormed();
  }

  get wasClean() {
    return this.#wasClean;
  }

  get code() {
    return this.#code;
  }

  get reason() {
    return this.#reason;
  }
}

class ErrorEvent extends Event {
  #message;
  #filename;
  #lineno;
  #colno;
  #error;

  constructor(type, eventInitDict = {}) {
    const where = 'ErrorEvent constructor';
    checkArguments(where, arguments.length, 1);
    const init = dictionary(where, eventInitDict);
    super(type, init);
    this.#message = text(init.message);
    this.#filename = text(init.filename).toWellFormed();
    this.#lineno = Number(init.lineno ?? 0) >>> 0;
    this.#colno = Number(init.colno ?? 0) >>> 0;
    this.#error = init.error;
  }

  get message() {
    return this.#message;
  }

  get filename() {
    return this.#filename;
  }

  get lineno() {
    return this.#lineno;
  }

  get colno() {
    return this.#colno;
  }

  get error() {
    return this.#error;
  }
}

function finish(Class, names) {
  for (const name of names) Object.defineProperty(Class.prototype, name, enumerable);
  Object.defineProperty(Class.prototype, Symbol.toStringTag, {
    __proto__: null, configurable: true, value: Class.name,
  });
}
finish(MessageEvent, ['data', 'origin', 'lastEventId', 'source', 'ports', 'initMessageEvent']);
finish(CloseEvent, ['wasClean', 'code', 'reason']);
finish(ErrorEvent, ['message', 'filename', 'lineno', 'colno', 'error']);

// Structured cloning refuses its objects (4: a mark for a class); else it would copy their properties.
ops.op_messaging_mark(MessageEvent.prototype, 4);

module.exports = { checkArguments, CloseEvent, ErrorEvent, MessageEvent };
