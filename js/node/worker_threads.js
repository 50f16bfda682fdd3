// node:worker_threads. https://nodejs.org/docs/latest-v26.x/api/worker_threads.html
'use strict';

const { getEnvironmentData, setEnvironmentData, SHARE_ENV, Worker } = require('internal/worker');
const { isMainThread, parentPort, resourceLimits, threadId, threadName, workerData } =
  require('internal/worker/current');
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

async function postMessageToThread(threadId, value, transferList, timeout) {
  return require('internal/worker/messaging').postMessageToThread(threadId, value, transferList, timeout);
}

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
  postMessageToThread,
  threadId,
  threadName,
  SHARE_ENV,
  Worker,
  parentPort,
  workerData,
  BroadcastChannel,
  setEnvironmentData,
  getEnvironmentData,
};
