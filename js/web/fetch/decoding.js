// Bodies of responses that were compressed on their way. https://fetch.spec.whatwg.org/#handle-content-codings
'use strict';

// More codings than anybody uses would only burn time.
const MAX_CODINGS = 5;

const known = ['gzip', 'x-gzip', 'deflate', 'br', 'zstd'];

// The codings in the order in which they are undone; none when one of them is unknown.
function codingsOf(headers) {
  const value = headers.get('content-encoding');
  if (value === null) return [];
  const list = value.toLowerCase().split(',').map((coding) => coding.trim()).reverse();
  if (list.length > MAX_CODINGS) {
    const { typeError } = require('web/fetch/errors');
    throw typeError(`too many content-encodings in response: ${list.length}, maximum allowed is ${MAX_CODINGS}`);
  }
  return list.every((coding) => known.includes(coding)) ? list : [];
}

// `deflate` should have a zlib wrapping; some servers send it bare. The first byte tells.
function makeInflate(options) {
  const zlib = require('zlib');
  const { Transform } = require('stream');
  let inflate;
  return new Transform({
    transform(chunk, encoding, callback) {
      if (inflate === undefined) {
        if (chunk.length === 0) return callback();
        inflate = (chunk[0] & 0x0f) === 0x08 ? zlib.createInflate(options) : zlib.createInflateRaw(options);
        inflate.on('data', (data) => this.push(data));
        inflate.on('end', () => this.push(null));
        inflate.on('error', (error) => this.destroy(error));
      }
      inflate.write(chunk, encoding, callback);
    },
    final(callback) {
      if (inflate === undefined) {
        this.push(null);
      } else {
        inflate.end();
        inflate = undefined;
      }
      callback();
    },
  });
}

// A body that was cut short gives what there is, as in browsers.
function makeDecoder(coding) {
  const zlib = require('zlib');
  const { BROTLI_OPERATION_FLUSH, ZSTD_e_continue, Z_SYNC_FLUSH } = zlib.constants;
  switch (coding) {
    case 'br': return zlib.createBrotliDecompress({ flush: BROTLI_OPERATION_FLUSH, finishFlush: BROTLI_OPERATION_FLUSH });
    case 'zstd': return zlib.createZstdDecompress({ flush: ZSTD_e_continue, finishFlush: ZSTD_e_continue });
    case 'deflate': return makeInflate({ flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH });
    default: return zlib.createGunzip({ flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH });
  }
}

// The stream of the body as it was before its codings: `res` itself when it has none.
function decoded(res, headers) {
  const codings = codingsOf(headers);
  if (codings.length === 0) return res;
  const { pipeline } = require('stream');
  // What goes wrong is an error of the last stream, too.
  return pipeline(res, ...codings.map(makeDecoder), () => {});
}

module.exports = { decoded };
