// Symbols that several files of the net module share.
'use strict';

module.exports = {
  kBoundPath: Symbol('kBoundPath'),
  kBoundSocketConsume: Symbol('kBoundSocketConsume'),
  kBoundSocketPath: Symbol('kBoundSocketPath'),
  kBoundSource: Symbol('kBoundSource'),
  kBytesRead: Symbol('kBytesRead'),
  kBytesWritten: Symbol('kBytesWritten'),
  kLastWriteQueueSize: Symbol('lastWriteQueueSize'),
  kPerfHooksNetConnectContext: Symbol('kPerfHooksNetConnectContext'),
  kReinitializeHandle: Symbol('kReinitializeHandle'),
  kSetKeepAlive: Symbol('kSetKeepAlive'),
  kSetKeepAliveCount: Symbol('kSetKeepAliveCount'),
  kSetKeepAliveInitialDelay: Symbol('kSetKeepAliveInitialDelay'),
  kSetKeepAliveInterval: Symbol('kSetKeepAliveInterval'),
  kSetNoDelay: Symbol('kSetNoDelay'),
  kSetTOS: Symbol('kSetTOS'),
};
