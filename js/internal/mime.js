// MIMEType and MIMEParams: https://nodejs.org/docs/latest-v26.x/api/util.html#class-utilmimetype
// The parser is that of https://mimesniff.spec.whatwg.org/#parsing-a-mime-type
'use strict';

const { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_MIME_SYNTAX } = require('internal/errors').codes;

const notTokenCharacter = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
const notQuotedCharacter = /[^\t\u0020-~\u0080-\u00FF]/;
const leadingSpace = /^[\r\n\t ]*/;
const trailingSpace = /[\r\n\t ]*$/;

const kNoThrow = Symbol('kNoThrow');

function toAsciiLowerCase(text) {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function indexOfInvalid(text, pattern) {
  return text.search(pattern);
}

function checkToken(text, production, whole = text) {
  const at = indexOfInvalid(text, notTokenCharacter);
  if (text === '' || at !== -1) throw new ERR_INVALID_MIME_SYNTAX(production, whole, at);
}

// [type, subtype, where the parameters start]
function parseEssence(text) {
  const start = leadingSpace.exec(text)[0].length;
  const slash = text.indexOf('/', start);
  const type = slash === -1 ? text.slice(start) : text.slice(start, slash);
  checkToken(type, 'type', text);
  if (slash === -1) throw new ERR_INVALID_MIME_SYNTAX('type', text, -1);
  const semicolon = text.indexOf(';', slash + 1);
  const end = semicolon === -1 ? text.length : semicolon;
  const subtype = text.slice(slash + 1, end).replace(trailingSpace, '');
  checkToken(subtype, 'subtype', text);
  return [toAsciiLowerCase(type), toAsciiLowerCase(subtype), semicolon === -1 ? end : end + 1];
}

// Reads the quoted string whose opening quote stands at `start`; it may lack the closing one.
function readQuoted(text, start) {
  let value = '';
  let at = start + 1;
  while (at < text.length) {
    const character = text[at++];
    if (character === '"') break;
    if (character === '\\' && at < text.length) value += text[at++];
    else value += character;
  }
  return { value, end: at };
}

function parseParameters(source) {
  const parameters = new Map();
  const text = source.replace(trailingSpace, '');
  let at = 0;
  while (at < text.length) {
    at += leadingSpace.exec(text.slice(at))[0].length;
    const nameStart = at;
    while (at < text.length && text[at] !== ';' && text[at] !== '=') at++;
    const name = toAsciiLowerCase(text.slice(nameStart, at));
    if (at >= text.length) break;
    // A name without a value is ignored.
    if (text[at++] === ';') continue;
    if (at >= text.length) break;
    let value;
    if (text[at] === '"') {
      const quoted = readQuoted(text, at);
      value = quoted.value;
      // What follows the closing quote is skipped.
      const semicolon = text.indexOf(';', quoted.end);
      at = semicolon === -1 ? text.length : semicolon;
    } else {
      const semicolon = text.indexOf(';', at);
      const end = semicolon === -1 ? text.length : semicolon;
      value = text.slice(at, end).replace(trailingSpace, '');
      at = end;
      if (value === '') {
        at++;
        continue;
      }
    }
    at++;
    const isValid = name !== '' && indexOfInvalid(name, notTokenCharacter) === -1 &&
      indexOfInvalid(value, notQuotedCharacter) === -1;
    if (isValid && !parameters.has(name)) parameters.set(name, value);
  }
  return parameters;
}

function serializeValue(value) {
  if (value !== '' && indexOfInvalid(value, notTokenCharacter) === -1) return value;
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

let paramsOfText;

class MIMEParams {
  // Text that was not parsed yet, or null.
  #text = null;
  #data = new Map();

  static {
    paramsOfText = (text) => {
      const params = new MIMEParams();
      params.#text = text;
      return params;
    };
  }

  #parsed() {
    if (this.#text !== null) {
      this.#data = parseParameters(this.#text);
      this.#text = null;
    }
    return this.#data;
  }

  delete(name) {
    this.#parsed().delete(toAsciiLowerCase(`${name}`));
  }

  get(name) {
    return this.#parsed().get(toAsciiLowerCase(`${name}`)) ?? null;
  }

  has(name) {
    return this.#parsed().has(toAsciiLowerCase(`${name}`));
  }

  set(name, value) {
    const data = this.#parsed();
    const key = toAsciiLowerCase(`${name}`);
    const text = `${value}`;
    checkToken(key, 'parameter name');
    const at = indexOfInvalid(text, notQuotedCharacter);
    if (at !== -1) throw new ERR_INVALID_MIME_SYNTAX('parameter value', text, at);
    data.set(key, text);
  }

  *entries() {
    yield* this.#parsed().entries();
  }

  *keys() {
    yield* this.#parsed().keys();
  }

  *values() {
    yield* this.#parsed().values();
  }

  toString() {
    const pairs = [];
    for (const { 0: name, 1: value } of this.#parsed()) pairs.push(`${name}=${serializeValue(value)}`);
    return pairs.join(';');
  }
}

function defineAlias(target, key, value) {
  Object.defineProperty(target, key, { __proto__: null, value, configurable: true, writable: true });
}

defineAlias(MIMEParams.prototype, Symbol.iterator, MIMEParams.prototype.entries);
defineAlias(MIMEParams.prototype, 'toJSON', MIMEParams.prototype.toString);

const { toString: paramsToString } = MIMEParams.prototype;

class MIMEType {
  #type;
  #subtype;
  #parameters;

  constructor(string) {
    const mark = arguments[1];
    const text = `${string}`;
    if (mark != null && mark !== kNoThrow) throw new ERR_ILLEGAL_CONSTRUCTOR();
    let essence;
    try {
      essence = parseEssence(text);
    } catch (error) {
      if (mark === kNoThrow) return;
      throw error;
    }
    this.#type = essence[0];
    this.#subtype = essence[1];
    this.#parameters = paramsOfText(text.slice(essence[2]));
  }

  static parse(string) {
    const type = new MIMEType(string, kNoThrow);
    return type.type ? type : null;
  }

  get type() {
    return this.#type;
  }

  set type(v) {
    const text = `${v}`;
    checkToken(text, 'type');
    this.#type = toAsciiLowerCase(text);
  }

  get subtype() {
    return this.#subtype;
  }

  set subtype(v) {
    const text = `${v}`;
    checkToken(text, 'subtype');
    this.#subtype = toAsciiLowerCase(text);
  }

  get essence() {
    return `${this.#type}/${this.#subtype}`;
  }

  get params() {
    return this.#parameters;
  }

  toString() {
    const parameters = paramsToString.call(this.#parameters);
    return parameters === '' ? this.essence : `${this.#type}/${this.#subtype};${parameters}`;
  }
}

defineAlias(MIMEType.prototype, 'toJSON', MIMEType.prototype.toString);

module.exports = { MIMEParams, MIMEType };
