// node:worker_threads. https://nodejs.org/docs/latest-v26.x/api/worker_threads.html
'use strict';

const {
  getEnvironmentData,
  isMainThread,
  resourceLimits,
  setEnvironmentData,
  SHARE_ENV,
  threadId,
  threadName,
  Worker,
} = require('internal/worker');
const {
  BroadcastChannel,
  isMarkedAsUntransferable,
  markAsUncloneable,
  markAsUntransferable,
  MessageChannel,
  MessagePort,
  moveMessagePortToContext,
  receiveMessageOnPort,
} = require('internal/worker/io');

module.exports = {
  isInternalThread: false,
  isMainThread,
  MessagePort,
  MessageChannel,
  markAsUncloneable,
  markAsUntransferable,
  isMarkedAsUntransferable,
  moveMessagePortToContext,
  receiveMessageOnPort,
  resourceLimits,
  threadId,
  threadName,
  SHARE_ENV,
  Worker,
  parentPort: null,
  workerData: null,
  BroadcastChannel,
  setEnvironmentData,
  getEnvironmentData,
};
