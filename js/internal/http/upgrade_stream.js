// The stream that 'upgrade' and 'connect' hand out while the body of their request is still on its way.
'use strict';

const { Duplex } = require('stream');

class UpgradeStream extends Duplex {
  #socket;
  #request;

  constructor(socket, request) {
    super({ allowHalfOpen: socket.allowHalfOpen });
    this.#socket = socket;
    this.#request = request;

    socket.on('error', (err) => this.destroy(err));
    socket.on('close', () => this.destroy());
    this.on('close', () => socket.destroy());
    socket.on('end', () => {
      this.push(null);
      // A socket ends without a reader when nothing is left to read: so does this.
      if (this.readableLength === 0) this.resume();
    });
  }

  // From here on the socket's bytes are those of the new protocol, beginning with `head`.
  requestBodyCompleted(head) {
    this.#request = null;
    if (head?.length > 0) this.#take(head);
    this.#socket.on('data', (data) => this.#take(data));
  }

  #take(data) {
    if (!this.push(data)) this.#socket.pause();
  }

  // The request's body comes first: whoever reads this stream alone must get past it.
  _read() {
    this.#request?.resume();
    this.#socket.resume();
  }

  _final(callback) {
    this.#socket.end(callback);
  }

  _write(chunk, encoding, callback) {
    this.#socket.write(chunk, encoding, callback);
  }

  _destroy(err, callback) {
    this.#socket.destroy(err);
    callback(err);
  }
}

module.exports = UpgradeStream;
