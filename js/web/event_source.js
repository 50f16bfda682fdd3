// EventSource: messages of a server over a response that does not end.
// https://html.spec.whatwg.org/multipage/server-sent-events.html
// https://nodejs.org/docs/latest-v26.x/api/globals.html#class-eventsource
'use strict';

const { codes: { ERR_INVALID_THIS } } = require('internal/errors');
const { Event, EventTarget } = require('internal/event_target');
const { URL } = require('internal/url');
const { DOMException } = require('web/dom_exception');
const { checkArguments, MessageEvent } = require('web/message_event');
const { defineEventHandler } = require('web/events/event_handler');

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 2;

const RECONNECT_AFTER = 3000;

// Cuts text into lines and lines into messages: onMessage({event, data, id}), onRetry(milliseconds).
class Parser {
  #rest = '';
  #atStart = true;
  #event = '';
  #data = [];
  id = '';

  constructor(onMessage, onRetry) {
    this.onMessage = onMessage;
    this.onRetry = onRetry;
  }

  push(text) {
    if (this.#atStart && text !== '') {
      this.#atStart = false;
      if (text[0] === '\ufeff') text = text.slice(1);
    }
    this.#rest += text;
    for (;;) {
      const end = /\r\n|\n|\r(?!$)/.exec(this.#rest);
      if (end === null) return;
      const line = this.#rest.slice(0, end.index);
      this.#rest = this.#rest.slice(end.index + end[0].length);
      this.#line(line);
    }
  }

  #line(line) {
    if (line === '') {
      this.#dispatch();
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon === -1 ? line : line.slice(0, colon);
    let value = colon === -1 ? '' : line.slice(colon + 1);
    if (value[0] === ' ') value = value.slice(1);
    if (field === 'event') this.#event = value;
    else if (field === 'data') this.#data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.onRetry(Number(value));
  }

  #dispatch() {
    const data = this.#data;
    const event = this.#event || 'message';
    this.#data = [];
    this.#event = '';
    if (data.length !== 0) this.onMessage({ event, data: data.join('\n'), id: this.id });
  }
}

class EventSource extends EventTarget {
  #url;
  #withCredentials;
  #readyState = CONNECTING;
  #lastEventId = '';
  #reconnectAfter = RECONNECT_AFTER;
  #controller;
  #timer;

  constructor(url, eventSourceInitDict = {}) {
    checkArguments('EventSource constructor', arguments.length, 1);
    super();
    try {
      this.#url = new URL(`${url}`);
    } catch (error) {
      throw new DOMException(`TypeError: ${error.message}`, 'SyntaxError');
    }
    this.#withCredentials = Boolean(eventSourceInitDict?.withCredentials);
    this.#reconnectAfter = eventSourceInitDict?.node?.reconnectionTime ?? RECONNECT_AFTER;
    this.#connect();
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#url in value)) throw new ERR_INVALID_THIS('EventSource');
  }

  get readyState() {
    EventSource.#check(this);
    return this.#readyState;
  }

  get url() {
    EventSource.#check(this);
    return this.#url.href;
  }

  get withCredentials() {
    EventSource.#check(this);
    return this.#withCredentials;
  }

  close() {
    EventSource.#check(this);
    if (this.#readyState === CLOSED) return;
    this.#readyState = CLOSED;
    if (this.#timer !== undefined) require('timers').clearTimeout(this.#timer);
    this.#controller.abort();
  }

  async #connect() {
    const { AbortController } = require('internal/abort_controller');
    this.#controller = new AbortController();
    const headers = { 'Accept': 'text/event-stream', 'Cache-Control': 'no-cache' };
    if (this.#lastEventId !== '') headers['Last-Event-ID'] = this.#lastEventId;
    let response;
    try {
      response = await require('web/fetch').fetch(this.#url.href, { headers, signal: this.#controller.signal });
    } catch {
      this.#reconnect();
      return;
    }
    if (this.#readyState === CLOSED) return;
    const type = response.headers.get('content-type') ?? '';
    if (response.status !== 200 || !/^\s*text\/event-stream\s*(;|$)/i.test(type)) {
      this.#fail();
      return;
    }
    this.#readyState = OPEN;
    this.dispatchEvent(new Event('open'));
    await this.#read(response);
  }

  async #read(response) {
    const { origin } = new URL(response.url);
    const parser = new Parser(({ event, data, id }) => {
      this.#lastEventId = id;
      if (this.#readyState === CLOSED) return;
      this.dispatchEvent(new MessageEvent(event, { data, origin, lastEventId: id }));
    }, (milliseconds) => { this.#reconnectAfter = milliseconds; });
    parser.id = this.#lastEventId;
    try {
      for await (const text of response.textStream()) parser.push(text);
    } catch {
      // The connection broke: as when it ends.
    }
    this.#reconnect();
  }

  #fail() {
    this.#readyState = CLOSED;
    this.#controller.abort();
    this.dispatchEvent(new Event('error'));
  }

  #reconnect() {
    if (this.#readyState === CLOSED) return;
    this.#readyState = CONNECTING;
    this.dispatchEvent(new Event('error'));
    if (this.#readyState === CLOSED) return;
    this.#timer = require('timers').setTimeout(() => this.#connect(), this.#reconnectAfter);
  }
}

const states = { __proto__: null, CONNECTING, OPEN, CLOSED };
for (const name of Object.keys(states)) {
  const constant = { __proto__: null, value: states[name], enumerable: true, writable: false, configurable: false };
  Object.defineProperty(EventSource, name, constant);
  Object.defineProperty(EventSource.prototype, name, constant);
}
for (const name of ['url', 'withCredentials', 'readyState', 'close']) {
  Object.defineProperty(EventSource.prototype, name, { __proto__: null, enumerable: true });
}
for (const name of ['open', 'message', 'error']) defineEventHandler(EventSource.prototype, name);
Object.defineProperty(EventSource.prototype, Symbol.toStringTag, {
  __proto__: null, value: 'EventSource', writable: false, enumerable: false, configurable: true,
});

module.exports = { EventSource };
