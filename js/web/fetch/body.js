// The body of a Request or a Response: what it is made of and how it is read.
// https://fetch.spec.whatwg.org/#body-mixin
'use strict';

const { Buffer } = require('buffer');
const { Blob, isBlob } = require('internal/blob');
const { assignFunctionName, kEnumerableProperty } = require('internal/util');
const { isAnyArrayBuffer, isArrayBufferView } = require('internal/util/types');
const { URLSearchParams } = require('internal/url');
const { FormData, decodeMultipart, encodeMultipart } = require('web/fetch/form_data');
const { typeError } = require('web/fetch/errors');

const web = () => require('stream/web');

// A body: its stream, which is made when it is asked for, its bytes or blob if they are known, and its length.
class Body {
  #stream = null;

  constructor(source, length) {
    // A Uint8Array, a Blob, a ReadableStream, or an async iterable of bytes.
    this.source = source;
    this.length = length;
    if (source instanceof web().ReadableStream) this.#stream = source;
  }

  get hasStream() { return this.#stream !== null; }

  get stream() {
    return this.#stream ??= streamOf(this.source);
  }

  set stream(stream) {
    this.#stream = stream;
    this.source = stream;
  }

  // Splits the body for clone().
  clone() {
    if (!this.hasStream && (isBlob(this.source) || this.source instanceof Uint8Array)) {
      return new Body(this.source, this.length);
    }
    const [mine, other] = this.stream.tee();
    this.stream = mine;
    return new Body(other, this.length);
  }
}

function streamOf(source) {
  const { ReadableStream } = web();
  if (isBlob(source)) return source.stream();
  if (source instanceof Uint8Array) {
    return new ReadableStream({
      type: 'bytes',
      pull(controller) {
        if (source.byteLength > 0) controller.enqueue(new Uint8Array(source));
        controller.close();
        controller.byobRequest?.respond(0);
      },
    });
  }
  const iterator = source[Symbol.asyncIterator]();
  return new ReadableStream({
    type: 'bytes',
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) {
        controller.close();
        controller.byobRequest?.respond(0);
      } else if (value.byteLength > 0) {
        controller.enqueue(new Uint8Array(value));
      }
    },
    async cancel(reason) {
      await iterator.return?.(reason);
    },
  });
}

// https://fetch.spec.whatwg.org/#concept-bodyinit-extract
function extractBody(init) {
  const { ReadableStream } = web();
  if (init instanceof ReadableStream) {
    if (init.locked) throw typeError('Response body object should not be disturbed or locked');
    return { body: new Body(init, null), type: null };
  }
  if (isBlob(init)) return { body: new Body(init, init.size), type: init.type || null };
  if (isAnyArrayBuffer(init)) {
    const bytes = new Uint8Array(init.slice(0));
    return { body: new Body(bytes, bytes.byteLength), type: null };
  }
  if (isArrayBufferView(init)) {
    const bytes = new Uint8Array(init.buffer.slice(init.byteOffset, init.byteOffset + init.byteLength));
    return { body: new Body(bytes, bytes.byteLength), type: null };
  }
  if (init instanceof FormData) {
    const { blob, boundary } = encodeMultipart(init);
    return { body: new Body(blob, blob.size), type: `multipart/form-data; boundary=${boundary}` };
  }
  if (init instanceof URLSearchParams) {
    const bytes = Buffer.from(init.toString());
    return { body: new Body(bytes, bytes.byteLength), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
  }
  if (typeof init === 'object' && typeof init[Symbol.asyncIterator] === 'function') {
    return { body: new Body(init, null), type: null };
  }
  const bytes = Buffer.from(`${init}`.toWellFormed());
  return { body: new Body(bytes, bytes.byteLength), type: 'text/plain;charset=UTF-8' };
}

// All bytes of a body, as a Uint8Array.
async function readAll(body) {
  if (body === null) return new Uint8Array(0);
  if (!body.hasStream) {
    if (body.source instanceof Uint8Array) {
      markRead(body);
      return new Uint8Array(body.source);
    }
    if (isBlob(body.source)) {
      const { source } = body;
      markRead(body);
      return new Uint8Array(await source.arrayBuffer());
    }
  }
  const chunks = [];
  const reader = body.stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (!(value instanceof Uint8Array)) {
      const error = typeError('Received non-Uint8Array chunk');
      await reader.cancel(error).catch(() => {});
      throw error;
    }
    chunks.push(value);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

const kRead = Symbol('read');

function markRead(body) {
  body[kRead] = true;
}

function isDisturbed(body) {
  if (body === null) return false;
  return body[kRead] === true || (body.hasStream && require('stream').Readable.isDisturbed(body.stream));
}

function isLocked(body) {
  return body !== null && body.hasStream && body.stream.locked;
}

function checkUsable(body) {
  if (isDisturbed(body) || isLocked(body)) throw typeError('Body is unusable: Body has already been read');
}

function decode(bytes) {
  const { TextDecoder } = require('internal/encoding');
  return new TextDecoder().decode(bytes);
}

async function formDataOf(bytes, type) {
  const essence = /^\s*([^;\s]*)/.exec(type ?? '')[1].toLowerCase();
  if (essence === 'multipart/form-data') {
    const boundary = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(type);
    if (!boundary) throw typeError('Failed to parse body as FormData.');
    return decodeMultipart(bytes, boundary[1] ?? boundary[2]);
  }
  if (essence === 'application/x-www-form-urlencoded') {
    const form = new FormData();
    for (const { 0: name, 1: value } of new URLSearchParams(decode(bytes))) form.append(name, value);
    return form;
  }
  throw typeError('Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".');
}

// Gives a class the members of the mixin. `bodyOf(object)` throws for what is not one of its instances.
function mixinBody(Class, bodyOf) {
  const consume = async (object, convert) => {
    const body = bodyOf(object);
    checkUsable(body);
    return convert(await readAll(body));
  };
  const methods = {
    arrayBuffer() { return consume(this, (bytes) => bytes.buffer); },
    blob() {
      return consume(this, (bytes) => new Blob([bytes], { type: this.headers.get('content-type') ?? '' }));
    },
    bytes() { return consume(this, (bytes) => bytes); },
    formData() { return consume(this, (bytes) => formDataOf(bytes, this.headers.get('content-type'))); },
    json() { return consume(this, (bytes) => JSON.parse(decode(bytes))); },
    text() { return consume(this, decode); },
    textStream() {
      const body = bodyOf(this);
      if (body === null) return new (web().ReadableStream)({ start(controller) { controller.close(); } });
      checkUsable(body);
      return body.stream.pipeThrough(new (web().TextDecoderStream)());
    },
  };
  for (const name of Object.keys(methods)) {
    Object.defineProperty(Class.prototype, name, { __proto__: null, ...kEnumerableProperty, value: methods[name],
                                                   writable: true, configurable: true });
  }
  const getter = (name, get) => Object.defineProperty(Class.prototype, name, {
    __proto__: null, get: assignFunctionName(`get ${name}`, get), enumerable: true, configurable: true,
  });
  getter('body', function() {
    const body = bodyOf(this);
    if (body === null) return null;
    if (body[kRead]) return body.stream = drainedStream();
    return body.stream;
  });
  getter('bodyUsed', function() { return isDisturbed(bodyOf(this)); });
}

// What `body` is after its bytes have been read without a stream.
function drainedStream() {
  const { ReadableStream } = web();
  const stream = new ReadableStream({ start(controller) { controller.close(); } });
  const reader = stream.getReader();
  reader.read();
  reader.releaseLock();
  return stream;
}

module.exports = { Body, checkUsable, extractBody, mixinBody };
