// node:worker_threads. https://nodejs.org/docs/latest-v26.x/api/worker_threads.html
'use strict';

const { defineLazyProperties } = require('internal/util');
const { getEnvironmentData, setEnvironmentData, SHARE_ENV, Worker } = require('internal/worker');
const { isInternalThread, isMainThread, parentPort, resourceLimits, threadId, threadName, workerData } =
  require('internal/worker/current');
const {
  isMarkedAsUntransferable,
  markAsUncloneable,
  markAsUntransferable,
  MessageChannel,
  MessagePort,
  moveMessagePortToContext,
  receiveMessageOnPort,
} = require('internal/worker/io');

async function postMessageToThread(threadId, value, transferList, timeout) {
  return require('internal/worker/messaging').postMessageToThread(threadId, value, transferList, timeout);
}

module.exports = {
  isInternalThread,
  isMainThread,
  MessagePort,
  MessageChannel,
  markAsUncloneable,
  markAsUntransferable,
  isMarkedAsUntransferable,
  moveMessagePortToContext,
  receiveMessageOnPort,
  resourceLimits,
  postMessageToThread,
  threadId,
  threadName,
  SHARE_ENV,
  Worker,
  parentPort,
  workerData,
  BroadcastChannel: undefined,
  setEnvironmentData,
  getEnvironmentData,
  locks: undefined,
};
// Most workers need neither.
defineLazyProperties(module.exports, 'internal/worker/broadcast_channel', ['BroadcastChannel']);
defineLazyProperties(module.exports, 'web/locks', ['locks']);
