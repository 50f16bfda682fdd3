// Import attributes: `with { type: 'json' }`.
// https://nodejs.org/docs/latest-v26.x/api/esm.html#import-attributes
'use strict';

const { ArrayPrototypeIncludes, ObjectKeys } = primordials;

const {
  codes: {
    ERR_IMPORT_ATTRIBUTE_MISSING,
    ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE,
    ERR_IMPORT_ATTRIBUTE_UNSUPPORTED,
  },
} = require('internal/errors');

// The type that an attribute must name for each format; undefined where there is none.
const typeOfFormat = { '__proto__': null, 'json': 'json' };
const formats = ['builtin', 'commonjs', 'json', 'module', 'wasm', 'commonjs-typescript', 'module-typescript'];

function assertImportAttributesCompatible(url, format, attributes) {
  const keys = ObjectKeys(attributes);
  for (let i = 0; i < keys.length; i++) {
    if (keys[i] !== 'type') throw new ERR_IMPORT_ATTRIBUTE_UNSUPPORTED(keys[i], attributes[keys[i]], url);
  }
  const { type } = attributes;
  if (type !== undefined && type !== 'json') {
    throw new ERR_IMPORT_ATTRIBUTE_UNSUPPORTED('type', type, url);
  }
  if (!ArrayPrototypeIncludes(formats, format)) return;
  const wanted = typeOfFormat[format];
  if (wanted === type) return;
  if (wanted !== undefined) throw new ERR_IMPORT_ATTRIBUTE_MISSING(url, 'type', wanted);
  throw new ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE(url, type);
}

module.exports = { assertImportAttributesCompatible };
