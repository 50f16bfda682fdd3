// WebAssembly.compileStreaming() and instantiateStreaming(): the bytes of a Response, as they come.
// https://webassembly.github.io/spec/web-api/#streaming-modules
'use strict';

const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_WEBASSEMBLY_RESPONSE },
} = require('internal/errors');
const { isUint8Array } = require('internal/util/types');

async function feed(source, stream) {
  const { Response } = require('web/fetch');
  const response = await source;
  if (!(response instanceof Response)) {
    throw new ERR_INVALID_ARG_TYPE('source', ['Response', 'Promise resolving to Response'], response);
  }
  const type = response.headers.get('Content-Type');
  if (type !== 'application/wasm') throw new ERR_WEBASSEMBLY_RESPONSE(`has unsupported MIME type '${type}'`);
  if (!response.ok) throw new ERR_WEBASSEMBLY_RESPONSE(`has status code ${response.status}`);
  if (response.bodyUsed) throw new ERR_WEBASSEMBLY_RESPONSE('body has already been used');
  if (response.url) ops.op_wasm_streaming_set_url(stream, response.url);
  const { body } = response;
  if (body) {
    for await (const chunk of body) {
      if (!isUint8Array(chunk)) throw new ERR_INVALID_ARG_TYPE('chunk', 'Uint8Array', chunk);
      ops.op_wasm_streaming_feed(stream, chunk);
    }
  }
}

// `stream` is the number of what V8 waits for.
function wasmStreaming(source, stream) {
  feed(source, stream).then(
    () => ops.op_close(stream),
    (error) => ops.op_abort_wasm_streaming(stream, error));
}

module.exports = { wasmStreaming };
