// The channel between a parent and a child: messages, handles, its end. Both sides use it.
// https://nodejs.org/docs/latest-v26.x/api/child_process.html#subprocesssendmessage-sendhandle-options-callback
'use strict';

const EventEmitter = require('events');
const process = require('process');
const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_HANDLE_TYPE,
    ERR_IPC_CHANNEL_CLOSED,
    ERR_IPC_DISCONNECTED,
    ERR_MISSING_ARGS,
  },
  ErrnoException,
} = require('internal/errors');
const { getSocketList } = require('internal/child_process/socket_list');
const { validateObject } = require('internal/validators');

// Messages of this kind are the runtime's own: programs do not see them.
const INTERNAL_PREFIX = 'NODE_';

function isInternal(message) {
  return message !== null && typeof message === 'object' && typeof message.cmd === 'string' &&
    message.cmd.length > INTERNAL_PREFIX.length && message.cmd.startsWith(INTERNAL_PREFIX);
}

// How each kind of handle travels.
const handleConversion = {
  'net.Native': {
    send: (message, handle) => handle,
    got(message, handle, emit) {
      emit(handle);
    },
  },
  'net.Server': {
    simultaneousAccepts: true,
    send: (message, server) => server._handle,
    got(message, handle, emit) {
      const { Server } = require('net');
      const server = new Server();
      server.listen(handle, () => emit(server));
    },
  },
  'net.Socket': {
    send(message, socket, options, target, lists) {
      if (!socket._handle) return undefined;
      if (socket.server) {
        message.key = socket.server._connectionKey;
        const { list, isNew } = getSocketList(lists, 'send', target, message.key);
        // From now on the server asks the child about its sockets.
        if (isNew) socket.server._setupWorker(list);
        if (!options.keepOpen) socket.server._connections--;
      }
      const handle = socket._handle;
      if (!options.keepOpen) {
        // The socket lives on in the other process.
        handle.onread = () => {};
        socket._handle = null;
        socket.setTimeout(0);
      }
      return handle;
    },
    postSend(message, handle, options) {
      if (handle && !options.keepOpen) handle.close();
    },
    got(message, handle, emit, target, lists) {
      const { Socket } = require('net');
      const socket = new Socket({ handle, readable: true, writable: true });
      if (message.key) getSocketList(lists, 'got', target, message.key).list.add(socket);
      emit(socket);
    },
  },
  'dgram.Native': {
    send: (message, handle) => handle,
    got(message, handle, emit) {
      emit(handle);
    },
  },
  'dgram.Socket': {
    send(message, socket) {
      message.dgramType = socket.type;
      return socket[require('internal/dgram').kStateSymbol].handle;
    },
    got(message, handle, emit) {
      const { Socket } = require('dgram');
      const socket = new Socket(message.dgramType);
      socket.bind(handle, () => emit(socket));
    },
  },
};

function typeOfHandle(handle) {
  const net = require('net');
  if (handle instanceof net.Socket) return 'net.Socket';
  if (handle instanceof net.Server) return 'net.Server';
  if (handle instanceof ops.TCP || handle instanceof ops.Pipe) return 'net.Native';
  if (ops.UDP !== undefined && handle instanceof ops.UDP) return 'dgram.Native';
  if (ops.op_builtins_exists('dgram') && handle instanceof require('dgram').Socket) return 'dgram.Socket';
  throw new ERR_INVALID_HANDLE_TYPE();
}

// The native handle for a descriptor that came: what it is, the kernel knows.
function wrapDescriptor(fd, message) {
  const kind = message.nativeType;
  let handle;
  if (kind === 'pipe') handle = new ops.Pipe(message.server ? 1 : 0);
  else if (kind === 'udp') handle = new ops.UDP();
  else handle = new ops.TCP(message.server ? 1 : 0);
  handle.open(fd);
  return handle;
}

function nativeTypeOf(handle) {
  if (handle instanceof ops.Pipe) return 'pipe';
  if (ops.UDP !== undefined && handle instanceof ops.UDP) return 'udp';
  return 'tcp';
}

class Control extends EventEmitter {
  #channel;
  #refs = 0;
  #refExplicitlySet = false;

  constructor(channel) {
    super();
    this.#channel = channel;
  }

  // A listener for messages keeps the loop alive, unless the program has decided.
  refCounted() {
    if (++this.#refs === 1 && !this.#refExplicitlySet) this.#channel.ref();
  }

  unrefCounted() {
    if (--this.#refs === 0 && !this.#refExplicitlySet) {
      this.#channel.unref();
      this.emit('unref');
    }
  }

  ref() {
    this.#refExplicitlySet = true;
    this.#channel.ref();
  }

  unref() {
    this.#refExplicitlySet = true;
    this.#channel.unref();
  }

  get fd() {
    return this.#channel ? this.#channel.fd : undefined;
  }

  hasRef() {
    return this.#channel.hasRef();
  }
}

function serializerFor(mode) {
  if (mode === 'advanced') {
    const v8 = require('internal/child_process/advanced_serialization');
    return { write: (message) => v8.serialize(message), read: (data) => v8.deserialize(data) };
  }
  return { write: (message) => JSON.stringify(message), read: (data) => JSON.parse(data) };
}

// `target` is a ChildProcess or the process object of the child.
function setupChannel(target, fd, mode) {
  const channel = new ops.Channel(fd, mode === 'advanced');
  const control = new Control(channel);
  const { read, write } = serializerFor(mode);
  target.channel = control;
  Object.defineProperty(target, '_channel', {
    __proto__: null, get: () => target.channel, set: (value) => { target.channel = value; },
    enumerable: true, configurable: true,
  });
  target._handleQueue = null;
  target._pendingMessage = null;
  let pendingHandle = null;
  // Sockets of servers that the other process has or gave, by their server's key.
  const lists = { got: { __proto__: null }, send: { __proto__: null } };

  channel.onmessage = function(data, fdOrNone) {
    let message;
    try {
      message = read(data);
    } catch (error) {
      if (fdOrNone >= 0) ops.op_child_process_close_fd(fdOrNone);
      process.nextTick(() => {
        throw error;
      });
      return;
    }
    if (message !== null && typeof message === 'object' && message.cmd === 'NODE_HANDLE') {
      receiveHandle(message, fdOrNone);
      return;
    }
    if (message !== null && typeof message === 'object' &&
        (message.cmd === 'NODE_HANDLE_ACK' || message.cmd === 'NODE_HANDLE_NACK')) {
      handleAcknowledged(message);
      return;
    }
    // A descriptor that no message announces is nobody's.
    if (fdOrNone >= 0) ops.op_child_process_close_fd(fdOrNone);
    handleMessage(message, undefined, false);
  };

  channel.onend = function() {
    target.connected = false;
    finish();
  };

  function receiveHandle(message, fdOrNone) {
    if (fdOrNone < 0) {
      target._send({ cmd: 'NODE_HANDLE_NACK' }, null, true);
      return;
    }
    target._send({ cmd: 'NODE_HANDLE_ACK' }, null, true);
    const conversion = handleConversion[message.type];
    const native = wrapDescriptor(fdOrNone, message);
    conversion.got(message, native, (handle) => {
      handleMessage(message.msg, handle, isInternal(message.msg));
    }, target, lists);
  }

  function handleAcknowledged() {
    if (pendingHandle) {
      const { message, handle, options } = pendingHandle;
      pendingHandle = null;
      handleConversion[message.type].postSend?.(message, handle, options);
    }
    const queue = target._handleQueue;
    target._handleQueue = null;
    if (queue === null) return;
    for (const args of queue) target._send(args.message, args.handle, args.options, args.callback);
    if (!target.connected && target.channel && target._handleQueue === null) target._disconnect();
  }

  function handleMessage(message, handle, internal) {
    if (!target.channel) return;
    const name = internal || isInternal(message) ? 'internalMessage' : 'message';
    process.nextTick(() => {
      target.emit(name, message, handle);
    });
  }

  // In the child a listener keeps the loop alive; in the parent the channel does while it is open.
  if (target === process) {
    const counts = (name) => name === 'message' || name === 'disconnect';
    target.on('newListener', (name) => {
      if (counts(name)) control.refCounted();
    });
    target.on('removeListener', (name) => {
      if (counts(name)) control.unrefCounted();
    });
  }

  target.send = function(message, handle, options, callback) {
    if (typeof handle === 'function') {
      callback = handle;
      handle = undefined;
      options = undefined;
    } else if (typeof options === 'function') {
      callback = options;
      options = undefined;
    } else if (options !== undefined) {
      validateObject(options, 'options');
    }
    options = { swallowErrors: false, ...options };
    if (this.connected) return this._send(message, handle, options, callback);
    const error = new ERR_IPC_CHANNEL_CLOSED();
    if (typeof callback === 'function') process.nextTick(callback, error);
    else process.nextTick(() => this.emit('error', error));
    return false;
  };

  target._send = function(message, handle, options, callback) {
    if (message === undefined) throw new ERR_MISSING_ARGS('message');
    if (typeof message !== 'string' && typeof message !== 'object' && typeof message !== 'number' &&
        typeof message !== 'boolean') {
      if (mode !== 'advanced') {
        throw new ERR_INVALID_ARG_TYPE('message', ['string', 'object', 'number', 'boolean'], message);
      }
    }
    if (typeof options === 'boolean') options = { swallowErrors: options };
    options ??= {};

    let native;
    let wrapped;
    if (handle) {
      message = { cmd: 'NODE_HANDLE', type: typeOfHandle(handle), msg: message };
      // One handle at a time: the next goes when the other side has this one.
      if (target._handleQueue) {
        target._handleQueue.push({ callback, handle, options, message: message.msg });
        return target._handleQueue.length === 1;
      }
      const conversion = handleConversion[message.type];
      native = conversion.send(message, handle, options, target, lists);
      if (!native) message = message.msg;
      else {
        message.nativeType = nativeTypeOf(native);
        message.server = message.type === 'net.Server' || native.onconnection !== undefined;
        target._handleQueue = [];
        wrapped = { message, handle: native, options };
      }
    } else if (target._handleQueue && !(message && (message.cmd === 'NODE_HANDLE_ACK' ||
               message.cmd === 'NODE_HANDLE_NACK'))) {
      target._handleQueue.push({ callback, handle: null, options, message });
      return target._handleQueue.length === 1;
    }

    const text = write(message);
    const done = (errno) => {
      if (typeof callback === 'function') callback(errno ? new ErrnoException(errno, 'write') : null);
      else if (errno && !options.swallowErrors) target.emit('error', new ErrnoException(errno, 'write'));
    };
    const waiting = channel.write(text, native ? native.fd : -1, done);
    if (wrapped && waiting >= 0) pendingHandle = wrapped;
    if (waiting < 0) process.nextTick(done, waiting);
    return waiting >= 0 && waiting < 65536 * 2;
  };

  target.connected = true;

  target.disconnect = function() {
    if (!this.connected) {
      this.emit('error', new ERR_IPC_DISCONNECTED());
      return;
    }
    this._disconnect();
  };

  let fired = false;
  function finish() {
    if (fired) return;
    fired = true;
    channel.close();
    target.channel = null;
    process.nextTick(() => target.emit('disconnect'));
  }

  target._disconnect = function() {
    this.connected = false;
    // What is on its way out is sent first.
    if (target._handleQueue !== null) return;
    if (target.channel) {
      channel.readStop();
      process.nextTick(finish);
    }
  };

  channel.readStart();
  if (target === process) channel.unref();
  return control;
}

// In a child that was forked: process.send and its relatives.
function setupChildProcessIpcChannel() {
  const { env } = process;
  if (!env.NODE_CHANNEL_FD) return;
  const fd = Number.parseInt(env.NODE_CHANNEL_FD, 10);
  const mode = env.NODE_CHANNEL_SERIALIZATION_MODE || 'json';
  delete env.NODE_CHANNEL_FD;
  delete env.NODE_CHANNEL_SERIALIZATION_MODE;
  if (!(fd >= 0)) return;
  setupChannel(process, fd, mode);
  if (env.WATCH_REPORT_DEPENDENCIES) require('internal/watch_mode/report').install();
}

module.exports = { setupChannel, setupChildProcessIpcChannel };
