// The opening handshake: an HTTP request that turns into a WebSocket connection.
// https://www.rfc-editor.org/rfc/rfc6455#section-4.1
'use strict';

const { randomBytes } = require('internal/random');
const { sha1 } = require('web/websocket/sha1');

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

function startRequest(url, options) {
  if (url.protocol === 'ws:') return require('http').request(options);
  const id = 'https';
  return ops.op_builtins_exists(id) ? require(id).request({ ...options, ALPNProtocols: ['http/1.1'] }) : undefined;
}

function hasToken(value, token) {
  return typeof value === 'string' && value.toLowerCase().split(',').some((part) => part.trim() === token);
}

// What is wrong with the server's answer, or undefined.
function objection({ headers }, key, protocols) {
  if (headers.upgrade?.toLowerCase() !== 'websocket') return 'Server did not set Upgrade header to "websocket".';
  if (!hasToken(headers.connection, 'upgrade')) return 'Server did not set Connection header to "upgrade".';
  if (headers['sec-websocket-accept']?.trim() !== sha1(key + GUID)) {
    return 'Incorrect hash received in Sec-WebSocket-Accept header.';
  }
  if (headers['sec-websocket-extensions'] !== undefined) return 'Sec-WebSocket-Extensions header does not match.';
  const protocol = headers['sec-websocket-protocol'];
  if (protocol !== undefined && !protocols.includes(protocol)) return 'Protocol was not set in the opening handshake.';
  return undefined;
}

// Calls done(failure) or done(undefined, {socket, head, protocol}), once. Returns the request; to destroy it ends it all.
function connect(url, protocols, headers, done) {
  const key = randomBytes(16).toString('base64');
  const fields = {
    ...headers,
    'Host': url.host,
    'Connection': 'Upgrade',
    'Upgrade': 'websocket',
    'Sec-WebSocket-Key': key,
    'Sec-WebSocket-Version': '13',
  };
  if (protocols.length !== 0) fields['Sec-WebSocket-Protocol'] = protocols.join(', ');
  if (url.username !== '' || url.password !== '') {
    const { Buffer } = require('buffer');
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    fields.Authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  const request = startRequest(url, {
    host, port: url.port || undefined, path: url.pathname + url.search, headers: fields, agent: false,
  });
  if (request === undefined) {
    require('process').nextTick(done, { reason: 'wss: URLs need TLS, which this runtime does not have.' });
    return undefined;
  }
  request.on('error', (error) => done({ reason: '', error }));
  request.on('response', (response) => {
    response.destroy();
    done({ reason: 'Received network error or non-101 status code.' });
  });
  request.on('upgrade', (response, socket, head) => {
    const reason = objection(response, key, protocols);
    if (reason !== undefined) {
      socket.destroy();
      done({ reason });
      return;
    }
    done(undefined, { socket, head, protocol: response.headers['sec-websocket-protocol'] ?? '' });
  });
  request.end();
  return request;
}

module.exports = { connect };
