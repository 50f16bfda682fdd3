// What an agent does about a socket that no request uses: it may fail, and nothing may come out of it.
'use strict';

const kOnConnect = Symbol('freeSocketDataGuard');
const kOnRead = Symbol('freeSocketOnRead');

function onFreeSocketError() {
  this.destroy();
  this.emit('agentRemove');
}

// Bytes that nobody asked for would be taken as the response to the next request.
function guardFreeSocket(socket) {
  socket.once('error', onFreeSocketError);
  watch(socket);
}

function watch(socket) {
  if (socket.readableLength > 0) {
    socket.destroy();
    return;
  }
  if (socket.connecting) {
    socket[kOnConnect] = () => {
      socket[kOnConnect] = null;
      watch(socket);
    };
    socket.once('connect', socket[kOnConnect]);
    return;
  }
  const handle = socket._handle;
  if (!handle) return;
  socket[kOnRead] = handle.onread;
  // Bytes, the end and errors all say that this connection is of no more use.
  handle.onread = (data) => {
    if (data?.byteLength !== 0) socket.destroy();
  };
  if (!handle.reading) {
    handle.reading = true;
    if (handle.readStart()) socket.destroy();
  }
}

function unguardFreeSocket(socket) {
  socket.removeListener('error', onFreeSocketError);
  if (socket[kOnConnect]) {
    socket.removeListener('connect', socket[kOnConnect]);
    socket[kOnConnect] = null;
  }
  if (socket[kOnRead]) {
    if (socket._handle) socket._handle.onread = socket[kOnRead];
    socket[kOnRead] = null;
  }
}

module.exports = { guardFreeSocket, unguardFreeSocket };
