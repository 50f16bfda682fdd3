// URL.createObjectURL(): names for blobs of this thread. https://nodejs.org/api/url.html#urlcreateobjecturlblob
'use strict';

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const record = require('internal/url/record');

const PREFIX = 'nodedata:';
const blobs = new Map();

function createObjectURL(obj) {
  if (!require('internal/blob').isBlob(obj)) throw new ERR_INVALID_ARG_TYPE('obj', 'Blob', obj);
  const id = require('internal/random').randomUUID();
  blobs.set(id, obj);
  return `blob:${PREFIX}${id}`;
}

// The id in 'blob:nodedata:<id>', or undefined.
function idOf(url) {
  const parsed = record.parse(url);
  if (parsed === undefined || record.protocolOf(parsed) !== 'blob:') return undefined;
  const path = record.pathnameOf(parsed);
  return path.startsWith(PREFIX) ? path.slice(PREFIX.length) : undefined;
}

function revokeObjectURL(url) {
  blobs.delete(idOf(url));
}

function resolveObjectURL(url) {
  return blobs.get(idOf(`${url}`));
}

module.exports = {
  createObjectURL,
  resolveObjectURL,
  revokeObjectURL,
};
