// ServerHttp2Session: what only the server's end has, ALTSVC and ORIGIN frames.
// https://nodejs.org/docs/latest-v26.x/api/http2.html#class-serverhttp2session
'use strict';

const {
  codes: {
    ERR_HTTP2_ALTSVC_INVALID_ORIGIN,
    ERR_HTTP2_ALTSVC_LENGTH,
    ERR_HTTP2_INVALID_ORIGIN,
    ERR_HTTP2_INVALID_SESSION,
    ERR_HTTP2_ORIGIN_LENGTH,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_CHAR,
    ERR_OUT_OF_RANGE,
  },
} = require('internal/errors');
const { constants: { NGHTTP2_SESSION_SERVER } } = require('internal/http2/constants');
const { Http2Session } = require('internal/http2/session');
const { kServer, kSessions } = require('internal/http2/symbols');
const { kHandle } = require('internal/stream_base_commons');
const { getURLOrigin } = require('internal/url');
const { validateString } = require('internal/validators');

// A frame of 16384 bytes less the two of the origin's length.
const kMaxPayload = 2 ** 14 - 2;
// Visible ASCII without the backslash, tab, and what is not ASCII.
const quotable = /^[\x09\x20-\x5b\x5d-\x7e\x80-\xff]*$/;

// What an ALTSVC frame is about: an origin, a stream, or neither.
function altsvcTarget(target) {
  if (target === undefined) return { id: 0, origin: '' };
  if (typeof target === 'number') {
    if (target >>> 0 !== target || target === 0) {
      throw new ERR_OUT_OF_RANGE('originOrStream', `> 0 && < ${2 ** 32}`, target);
    }
    return { id: target, origin: '' };
  }
  let origin;
  if (typeof target === 'string') origin = getURLOrigin(target);
  else if (typeof target === 'object') origin = target?.origin;
  if (typeof origin !== 'string') {
    throw new ERR_INVALID_ARG_TYPE('originOrStream', ['string', 'number', 'URL', 'object'], target);
  }
  if (origin === 'null' || origin.length === 0) throw new ERR_HTTP2_ALTSVC_INVALID_ORIGIN();
  return { id: 0, origin };
}

class ServerHttp2Session extends Http2Session {
  constructor(options, socket, server) {
    super(NGHTTP2_SESSION_SERVER, options, socket);
    this[kServer] = server;
    server?.[kSessions].add(this);
  }

  get server() {
    return this[kServer];
  }

  altsvc(alt, originOrStream) {
    if (this.destroyed) throw new ERR_HTTP2_INVALID_SESSION();
    const { id, origin } = altsvcTarget(originOrStream);
    validateString(alt, 'alt');
    if (!quotable.test(alt)) throw new ERR_INVALID_CHAR('alt');
    if (alt.length + origin.length > kMaxPayload) throw new ERR_HTTP2_ALTSVC_LENGTH();
    this[kHandle].altsvc(id, origin, alt);
  }

  origin(...origins) {
    if (this.destroyed) throw new ERR_HTTP2_INVALID_SESSION();
    if (origins.length === 0) return;
    let text = '';
    let length = 0;
    for (const given of origins) {
      let origin = given;
      if (typeof given === 'string') origin = getURLOrigin(given);
      else if (given != null && typeof given === 'object') origin = given.origin;
      validateString(origin, 'origin');
      if (origin === 'null') throw new ERR_HTTP2_INVALID_ORIGIN();
      text += `${origin}\0`;
      length += origin.length;
    }
    if (length > kMaxPayload) throw new ERR_HTTP2_ORIGIN_LENGTH();
    this[kHandle].origin(text, origins.length);
  }
}

module.exports = { ServerHttp2Session };
