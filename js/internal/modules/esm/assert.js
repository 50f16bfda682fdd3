// Import attributes: `with { type: 'json' }`.
// https://nodejs.org/docs/latest-v26.x/api/esm.html#import-attributes
'use strict';

const { ArrayPrototypeIncludes, ObjectHasOwn, ObjectKeys } = primordials;

const {
  codes: {
    ERR_IMPORT_ATTRIBUTE_MISSING,
    ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE,
    ERR_IMPORT_ATTRIBUTE_UNSUPPORTED,
  },
} = require('internal/errors');

// The type that an attribute must name for each format; undefined where there is none.
const typeOfFormat = { '__proto__': null, 'json': 'json', 'text': 'text' };
const formats = ['builtin', 'commonjs', 'json', 'module', 'text', 'wasm', 'commonjs-typescript', 'module-typescript'];

function isKnownType(type) {
  return type === 'json' || type === 'text' && require('internal/options').getOptionValue('--experimental-import-text');
}

function assertImportAttributesCompatible(url, format, attributes) {
  const keys = ObjectKeys(attributes);
  for (let i = 0; i < keys.length; i++) {
    if (keys[i] !== 'type') throw new ERR_IMPORT_ATTRIBUTE_UNSUPPORTED(keys[i], attributes[keys[i]], url);
  }
  // Formats that are not known may be new ones.
  if (!ArrayPrototypeIncludes(formats, format)) return;
  const { type } = attributes;
  const wanted = typeOfFormat[format];
  if (wanted === undefined && !ObjectHasOwn(attributes, 'type')) return;
  if (wanted !== undefined && wanted === type) return;
  if (type === undefined) throw new ERR_IMPORT_ATTRIBUTE_MISSING(url, 'type', wanted);
  if (!isKnownType(type)) throw new ERR_IMPORT_ATTRIBUTE_UNSUPPORTED('type', type, url);
  throw new ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE(url, type);
}

module.exports = { assertImportAttributesCompatible };
