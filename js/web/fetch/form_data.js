// FormData, and its two encodings.
// https://xhr.spec.whatwg.org/#interface-formdata
'use strict';

const { Blob, isBlob } = require('internal/blob');
const { customInspectSymbol, kEnumerableProperty, toUSVString } = require('internal/util');
const { illegalInvocation, requireArguments, typeError } = require('web/fetch/errors');

const isFile = (value) => value instanceof require('internal/file').File;

function makeEntry(name, value, filename) {
  if (!isBlob(value)) return [toUSVString(name), toUSVString(value)];
  const { File } = require('internal/file');
  if (!isFile(value)) value = new File([value], filename ?? 'blob', { type: value.type });
  else if (filename !== undefined) value = new File([value], filename, { type: value.type, lastModified: value.lastModified });
  return [toUSVString(name), value];
}

let entriesOf;

class FormData {
  #entries = [];

  static {
    entriesOf = (value) => {
      if (typeof value !== 'object' || value === null || !(#entries in value)) throw illegalInvocation();
      return value.#entries;
    };
  }

  constructor(form = undefined) {
    if (form !== undefined) {
      throw typeError('FormData constructor: Argument 1 could not be converted to: undefined.');
    }
  }

  append(name, value, filename = undefined) {
    requireArguments(arguments.length, 2, 'FormData.append');
    this.#entries.push(entryOfArguments('append', arguments, name, value, filename));
  }

  delete(name) {
    requireArguments(arguments.length, 1, 'FormData.delete');
    name = toUSVString(name);
    this.#entries = this.#entries.filter((entry) => entry[0] !== name);
  }

  get(name) {
    requireArguments(arguments.length, 1, 'FormData.get');
    name = toUSVString(name);
    return this.#entries.find((entry) => entry[0] === name)?.[1] ?? null;
  }

  getAll(name) {
    requireArguments(arguments.length, 1, 'FormData.getAll');
    name = toUSVString(name);
    return this.#entries.filter((entry) => entry[0] === name).map((entry) => entry[1]);
  }

  has(name) {
    requireArguments(arguments.length, 1, 'FormData.has');
    name = toUSVString(name);
    return this.#entries.some((entry) => entry[0] === name);
  }

  set(name, value, filename = undefined) {
    requireArguments(arguments.length, 2, 'FormData.set');
    const entry = entryOfArguments('set', arguments, name, value, filename);
    const index = this.#entries.findIndex((other) => other[0] === entry[0]);
    if (index === -1) {
      this.#entries.push(entry);
      return;
    }
    this.#entries = this.#entries.filter((other, i) => i <= index || other[0] !== entry[0]);
    this.#entries[index] = entry;
  }

  * keys() { for (const entry of entriesOf(this)) yield entry[0]; }
  * values() { for (const entry of entriesOf(this)) yield entry[1]; }
  * entries() { for (const entry of entriesOf(this)) yield [...entry]; }

  forEach(callbackfn, thisArg = undefined) {
    requireArguments(arguments.length, 1, 'FormData.forEach');
    if (typeof callbackfn !== 'function') {
      throw typeError('Failed to execute \'forEach\' on \'FormData\': parameter 1 is not of type \'Function\'.');
    }
    for (const { 0: name, 1: value } of this) callbackfn.call(thisArg, value, name, this);
  }

  [customInspectSymbol](depth, options) {
    const { inspect } = require('internal/util/inspect');
    const shown = {};
    for (const { 0: name, 1: value } of entriesOf(this)) {
      if (!Object.hasOwn(shown, name)) shown[name] = value;
      else if (Array.isArray(shown[name])) shown[name].push(value);
      else shown[name] = [shown[name], value];
    }
    options.depth ??= depth;
    return `FormData ${inspect(shown, options)}`;
  }
}
const { prototype } = FormData;
for (const name of ['append', 'delete', 'get', 'getAll', 'has', 'set', 'keys', 'values', 'entries', 'forEach']) {
  Object.defineProperty(prototype, name, kEnumerableProperty);
}
Object.defineProperties(prototype, {
  [Symbol.iterator]: { __proto__: null, value: prototype.entries, writable: true, configurable: true },
  [Symbol.toStringTag]: { __proto__: null, value: 'FormData', configurable: true },
  [customInspectSymbol]: { __proto__: null, enumerable: false },
});

function shown(value) {
  if (typeof value === 'string') return `"${value}"`;
  return require('internal/util/inspect').inspect(value);
}

function entryOfArguments(method, args, name, value, filename) {
  if (args.length > 2 && !isBlob(value)) {
    throw typeError(`FormData.${method}: Expected value ("${shown(value)}") to be an instance of Blob.`);
  }
  return makeEntry(`${name}`, isBlob(value) ? value : `${value}`, filename === undefined ? undefined : `${filename}`);
}

// https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
const escapeName = (text) => text.replace(/\r\n|\r|\n/g, '%0D%0A').replace(/"/g, '%22');
const escapeFile = (text) => text.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22');

// The bytes of a form, as strings and blobs, and the boundary between its parts.
function encodeMultipart(form) {
  const random = () => `${Math.floor(Math.random() * 1e11)}`.padStart(11, '0');
  const boundary = `----formdata-undici-0${random()}`;
  const parts = [];
  for (const { 0: name, 1: value } of entriesOf(form)) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(name)}"`;
    if (typeof value === 'string') {
      parts.push(`${head}\r\n\r\n${value.replace(/\r?\n|\r/g, '\r\n')}\r\n`);
    } else {
      const type = value.type || 'application/octet-stream';
      parts.push(`${head}; filename="${escapeFile(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`, value, '\r\n');
    }
  }
  parts.push(`--${boundary}--\r\n`);
  return { boundary, blob: new Blob(parts) };
}

function decodeMultipart(bytes, boundary) {
  const { Buffer } = require('buffer');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const form = new FormData();
  const fail = () => typeError('Failed to parse body as FormData.');
  const delimiter = Buffer.from(`--${boundary}`);
  let at = buffer.indexOf(delimiter);
  if (at === -1) throw fail();
  for (;;) {
    at += delimiter.length;
    if (buffer.latin1Slice(at, at + 2) === '--') return form;
    if (buffer.latin1Slice(at, at + 2) !== '\r\n') throw fail();
    const headEnd = buffer.indexOf('\r\n\r\n', at);
    if (headEnd === -1) throw fail();
    const head = buffer.utf8Slice(at + 2, headEnd);
    const end = buffer.indexOf(`\r\n--${boundary}`, headEnd + 2);
    if (end === -1) throw fail();
    addPart(form, head, buffer.subarray(headEnd + 4, end), fail);
    at = end + 2;
  }
}

function addPart(form, head, content, fail) {
  const disposition = /^content-disposition:\s*form-data;(.*)$/im.exec(head)?.[1];
  const parameter = (name) => new RegExp(`(?:^|;)\\s*${name}="([^"]*)"`, 'i').exec(disposition)?.[1];
  const unescape = (text) => text?.replace(/%0D/gi, '\r').replace(/%0A/gi, '\n').replace(/%22/g, '"');
  const name = disposition && unescape(parameter('name'));
  if (name === undefined) throw fail();
  const filename = unescape(parameter('filename'));
  if (filename === undefined) {
    form.append(name, content.utf8Slice(0, content.length));
    return;
  }
  const { File } = require('internal/file');
  const type = /^content-type:\s*(.*?)\s*$/im.exec(head)?.[1] ?? 'text/plain';
  form.append(name, new File([content], filename, { type }));
}

// Structured cloning refuses its objects (4: a mark for a class); else it would copy their properties.
ops.op_messaging_mark(FormData.prototype, 4);

module.exports = { FormData, decodeMultipart, encodeMultipart };
