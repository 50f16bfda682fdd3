// Values of the program that is debugged, as far as the protocol describes them, and how they print.
// https://chromedevtools.github.io/devtools-protocol/v8/Runtime/#type-RemoteObject
'use strict';

const { inspect } = require('internal/util/inspect');

const kCustom = inspect.custom;

// Prints as what it is.
class Verbatim {
  constructor(text) {
    this.text = text;
  }

  [kCustom]() {
    return this.text;
  }
}

// The name as V8's text of the function gives it, where it stands right before the parameters.
function functionText({ className, description }) {
  const name = /^(?:function\*? )?(\S+)\(/.exec(description)?.[1];
  return name === undefined ? `[${className}]` : `[${className}: ${name}]`;
}

// A property whose value is described by a text only.
function propertyText({ type, subtype, value }, options) {
  switch (type) {
    case 'string':
    case 'undefined':
      return inspect(value, options);
    case 'number':
    case 'boolean':
      return options.stylize(value, type);
    case 'object':
    case 'symbol':
      if (subtype === 'date') return inspect(new Date(value), options);
      if (subtype === 'array') return value;
      return options.stylize(value, subtype === 'null' ? 'null' : 'special');
    default:
      return value;
  }
}

// The properties of an array; those whose number is not their place tell it.
function arrayTexts(properties, options) {
  return properties.map((property, place) => {
    const text = propertyText(property, options);
    return property.name === String(place) ? text : `${property.name}: ${text}`;
  });
}

// On one line where it is short.
function join(open, texts, close) {
  const oneLine = `${open} ${texts.join(', ')} ${close}`;
  if (texts.reduce((sum, text) => sum + text.length + 1, 0) <= 60 && !oneLine.includes('\n')) return oneLine;
  return `${open} ${texts.join(',\n  ')} ${close}`;
}

// A part of a map or set.
function entryText(preview, options) {
  const { type, subtype, description, overflow, properties, entries } = preview;
  if (type !== 'object') return description;
  if (subtype === 'map' || subtype === 'set') return `${description} ${entries?.length || overflow ? '{ ... }' : '{}'}`;
  if (subtype === 'array') {
    const texts = arrayTexts(properties, options);
    return texts.length === 0 ? '[]' : `[ ${texts.join(', ')} ]`;
  }
  if (subtype !== undefined && properties.length === 0) {
    return propertyText({ type, subtype, value: description }, options);
  }
  const texts = properties.map((property) => `${property.name}: ${propertyText(property, options)}`);
  return texts.length === 0 ? '{}' : `{ ${texts.join(', ')} }`;
}

function collectionText({ description, overflow, entries = [] }, options) {
  const texts = entries.map(({ key, value }) => {
    const text = entryText(value, options);
    return key === undefined ? text : `${entryText(key, options)} => ${text}`;
  });
  if (overflow) texts.push('...');
  return `${description} ${texts.length === 0 ? '{}' : `{ ${texts.join(', ')} }`}`;
}

// The preview that comes with an object.
function previewText({ subtype, overflow, properties }, options) {
  if (subtype === 'array') {
    const texts = arrayTexts(properties, options);
    if (overflow) texts.push('...');
    return texts.length === 0 ? '[]' : join('[', texts, ']');
  }
  const texts = properties.map((property) => `${property.name}: ${propertyText(property, options)}`);
  if (overflow) texts.push('...');
  return texts.length === 0 ? '{}' : join('{', texts, '}');
}

class RemoteObject {
  constructor(attributes) {
    Object.assign(this, attributes);
    if (this.type === 'number') {
      this.value = this.unserializableValue ? Number(this.unserializableValue) : Number(this.value);
    }
  }

  #objectText(options) {
    const { subtype, description, preview } = this;
    switch (subtype) {
      case 'date':
        return inspect(new Date(description), options);
      case 'null':
        return options.stylize('null', 'null');
      case 'regexp':
        return options.stylize(description, 'regexp');
      case 'map':
      case 'set':
        return preview === undefined ? description : collectionText(preview, options);
      case undefined:
      case 'array':
      case 'iterator':
      case 'generator':
        return preview === undefined ? description : previewText(preview, options);
      default:
        return description;
    }
  }

  [kCustom](depth, options) {
    const { type, description, unserializableValue, value } = this;
    switch (type) {
      case 'boolean':
      case 'number':
      case 'string':
      case 'undefined':
        return inspect(value, options);
      case 'bigint':
        return options.stylize(unserializableValue, 'bigint');
      case 'symbol':
        return options.stylize(description, 'special');
      case 'function':
        return functionText(this);
      default:
        return this.#objectText(options);
    }
  }

  static fromEvaluation({ result }) {
    return new RemoteObject(result);
  }
}

module.exports = { RemoteObject, Verbatim };
