// Sockets of a server that live in a child: how many, and when the last one has closed.
// https://nodejs.org/docs/latest-v26.x/api/net.html#servergetconnectionscallback
'use strict';

const EventEmitter = require('events');
const { codes: { ERR_CHILD_CLOSED_BEFORE_REPLY } } = require('internal/errors');

// In the parent: asks the child about the sockets with `key`.
class SocketListSend extends EventEmitter {
  constructor(child, key) {
    super();
    this.key = key;
    this.child = child;
    child.once('exit', () => this.emit('exit', this));
  }

  _request(message, cmd, swallowErrors, callback) {
    if (!this.child.connected) return onclose.call(this);
    this.child._send(message, undefined, swallowErrors);

    function onclose() {
      this.child.removeListener('internalMessage', onreply);
      callback(new ERR_CHILD_CLOSED_BEFORE_REPLY());
    }
    const bound = onclose.bind(this);
    const { child, key } = this;
    function onreply(reply) {
      if (reply.cmd !== cmd || reply.key !== key) return;
      child.removeListener('disconnect', bound);
      child.removeListener('internalMessage', onreply);
      callback(null, reply);
    }
    child.once('disconnect', bound);
    child.on('internalMessage', onreply);
  }

  close(callback) {
    this._request({ cmd: 'NODE_SOCKET_NOTIFY_CLOSE', key: this.key }, 'NODE_SOCKET_ALL_CLOSED', true, callback);
  }

  getConnections(callback) {
    this._request({ cmd: 'NODE_SOCKET_GET_COUNT', key: this.key }, 'NODE_SOCKET_COUNT', false, (err, reply) => {
      if (err) return callback(err);
      callback(null, reply.count);
    });
  }
}

// In the child: counts them and answers.
class SocketListReceive extends EventEmitter {
  constructor(parent, key) {
    super();
    this.connections = 0;
    this.key = key;
    this.parent = parent;

    const onempty = () => {
      if (parent.connected) parent._send({ cmd: 'NODE_SOCKET_ALL_CLOSED', key }, undefined, true);
    };
    parent.on('internalMessage', (message) => {
      if (message.key !== key) return;
      if (message.cmd === 'NODE_SOCKET_NOTIFY_CLOSE') {
        if (this.connections === 0) return onempty();
        this.once('empty', onempty);
      } else if (message.cmd === 'NODE_SOCKET_GET_COUNT' && parent.connected) {
        parent._send({ cmd: 'NODE_SOCKET_COUNT', key, count: this.connections });
      }
    });
  }

  add(socket) {
    this.connections++;
    socket.once('close', () => {
      this.connections--;
      if (this.connections === 0) this.emit('empty', this);
    });
  }
}

// The list of `target` for `key`, and whether it is new.
function getSocketList(lists, type, target, key) {
  let list = lists[type][key];
  const isNew = list === undefined;
  if (isNew) list = lists[type][key] = type === 'send' ? new SocketListSend(target, key) : new SocketListReceive(target, key);
  return { list, isNew };
}

module.exports = { getSocketList };
