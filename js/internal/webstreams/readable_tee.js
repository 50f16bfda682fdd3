// tee(): one stream becomes two. https://streams.spec.whatwg.org/#abstract-opdef-readablestreamtee
'use strict';

const { cloneAsUint8Array, kState, nothing, queueMicrotask } = require('internal/webstreams/util');
const bytes = require('internal/webstreams/readable_byte_ops');
const streams = require('internal/webstreams/readable_ops');
const { ReadableStreamBYOBReader, ReadableStreamDefaultReader, readInto } =
  require('internal/webstreams/readable_readers');

function readableStreamTee(stream, cloneForBranch2) {
  return streams.isReadableByteStreamController(stream[kState].controller) ?
    teeBytes(stream) : teeDefault(stream, cloneForBranch2);
}

function teeDefault(stream, cloneForBranch2) {
  const { createReadableStream } = require('internal/webstreams/readablestream');
  const reader = new ReadableStreamDefaultReader(stream);
  let reading = false;
  let readAgain = false;
  let canceled1 = false;
  let canceled2 = false;
  let reason1;
  let reason2;
  const cancel = Promise.withResolvers();
  let branch1;
  let branch2;

  function pull() {
    if (reading) {
      readAgain = true;
      return nothing();
    }
    reading = true;
    streams.defaultReaderRead(reader, {
      chunk(value) {
        queueMicrotask(() => {
          readAgain = false;
          let value2 = value;
          if (!canceled2 && cloneForBranch2) {
            try {
              value2 = require('internal/structured_clone').structuredClone(value);
            } catch (error) {
              streams.defaultControllerError(branch1[kState].controller, error);
              streams.defaultControllerError(branch2[kState].controller, error);
              cancel.resolve(streams.readableStreamCancel(stream, error));
              return;
            }
          }
          if (!canceled1) streams.defaultControllerEnqueue(branch1[kState].controller, value);
          if (!canceled2) streams.defaultControllerEnqueue(branch2[kState].controller, value2);
          reading = false;
          if (readAgain) pull();
        });
      },
      close() {
        // Node settles it one microtask after the close of the source.
        reading = false;
        if (!canceled1) streams.defaultControllerClose(branch1[kState].controller);
        if (!canceled2) streams.defaultControllerClose(branch2[kState].controller);
        if (!canceled1 || !canceled2) cancel.resolve();
      },
      error() {
        reading = false;
      },
    });
    return nothing();
  }

  function cancelBoth() {
    cancel.resolve(streams.readableStreamCancel(stream, [reason1, reason2]));
  }

  branch1 = createReadableStream(noStart, pull, (reason) => {
    canceled1 = true;
    reason1 = reason;
    if (canceled2) cancelBoth();
    return cancel.promise;
  });
  branch2 = createReadableStream(noStart, pull, (reason) => {
    canceled2 = true;
    reason2 = reason;
    if (canceled1) cancelBoth();
    return cancel.promise;
  });

  reader[kState].closed.promise.then(undefined, (error) => {
    streams.defaultControllerError(branch1[kState].controller, error);
    streams.defaultControllerError(branch2[kState].controller, error);
    if (!canceled1 || !canceled2) cancel.resolve();
  });
  return [branch1, branch2];
}

function noStart() {}

function teeBytes(stream) {
  const { createReadableByteStream } = require('internal/webstreams/readablestream');
  let reader = new ReadableStreamDefaultReader(stream);
  let reading = false;
  let readAgain1 = false;
  let readAgain2 = false;
  let canceled1 = false;
  let canceled2 = false;
  let reason1;
  let reason2;
  const cancel = Promise.withResolvers();
  let branch1;
  let branch2;

  const controllerOf = (branch) => branch[kState].controller;

  function forwardError(thisReader) {
    thisReader[kState].closed.promise.then(undefined, (error) => {
      if (thisReader !== reader) return;
      bytes.byteControllerError(controllerOf(branch1), error);
      bytes.byteControllerError(controllerOf(branch2), error);
      if (!canceled1 || !canceled2) cancel.resolve();
    });
  }

  function failClone(error) {
    bytes.byteControllerError(controllerOf(branch1), error);
    bytes.byteControllerError(controllerOf(branch2), error);
    cancel.resolve(streams.readableStreamCancel(stream, error));
  }

  function pullAgain() {
    reading = false;
    if (readAgain1) pull1();
    else if (readAgain2) pull2();
  }

  function pullWithDefaultReader() {
    if (streams.isReadableStreamBYOBReader(reader)) {
      streams.readerRelease(reader);
      reader = new ReadableStreamDefaultReader(stream);
      forwardError(reader);
    }
    streams.defaultReaderRead(reader, {
      chunk(chunk) {
        queueMicrotask(() => {
          readAgain1 = false;
          readAgain2 = false;
          let chunk2 = chunk;
          if (!canceled1 && !canceled2) {
            try {
              chunk2 = cloneAsUint8Array(chunk);
            } catch (error) {
              failClone(error);
              return;
            }
          }
          if (!canceled1) bytes.byteControllerEnqueue(controllerOf(branch1), chunk);
          if (!canceled2) bytes.byteControllerEnqueue(controllerOf(branch2), chunk2);
          pullAgain();
        });
      },
      close() {
        reading = false;
        if (!canceled1) bytes.byteControllerClose(controllerOf(branch1));
        if (!canceled2) bytes.byteControllerClose(controllerOf(branch2));
        if (controllerOf(branch1)[kState].pendingPullIntos.length > 0) bytes.respond(controllerOf(branch1), 0);
        if (controllerOf(branch2)[kState].pendingPullIntos.length > 0) bytes.respond(controllerOf(branch2), 0);
        if (!canceled1 || !canceled2) cancel.resolve();
      },
      error() {
        reading = false;
      },
    });
  }

  function pullWithBYOBReader(view, forBranch2) {
    if (streams.isReadableStreamDefaultReader(reader)) {
      streams.readerRelease(reader);
      reader = new ReadableStreamBYOBReader(stream);
      forwardError(reader);
    }
    const byobBranch = forBranch2 ? branch2 : branch1;
    const otherBranch = forBranch2 ? branch1 : branch2;
    readInto(reader, view, 1, {
      chunk(chunk) {
        queueMicrotask(() => {
          readAgain1 = false;
          readAgain2 = false;
          const byobCanceled = forBranch2 ? canceled2 : canceled1;
          const otherCanceled = forBranch2 ? canceled1 : canceled2;
          if (!otherCanceled) {
            let clone;
            try {
              clone = cloneAsUint8Array(chunk);
            } catch (error) {
              failClone(error);
              return;
            }
            if (!byobCanceled) bytes.respondWithNewView(controllerOf(byobBranch), chunk);
            bytes.byteControllerEnqueue(controllerOf(otherBranch), clone);
          } else if (!byobCanceled) {
            bytes.respondWithNewView(controllerOf(byobBranch), chunk);
          }
          pullAgain();
        });
      },
      close(chunk) {
        reading = false;
        const byobCanceled = forBranch2 ? canceled2 : canceled1;
        const otherCanceled = forBranch2 ? canceled1 : canceled2;
        if (!byobCanceled) bytes.byteControllerClose(controllerOf(byobBranch));
        if (!otherCanceled) bytes.byteControllerClose(controllerOf(otherBranch));
        if (chunk !== undefined) {
          if (!byobCanceled) bytes.respondWithNewView(controllerOf(byobBranch), chunk);
          if (!otherCanceled && controllerOf(otherBranch)[kState].pendingPullIntos.length > 0) {
            bytes.respond(controllerOf(otherBranch), 0);
          }
        }
        if (!byobCanceled || !otherCanceled) cancel.resolve();
      },
      error() {
        reading = false;
      },
    });
  }

  function pull1() {
    if (reading) {
      readAgain1 = true;
      return nothing();
    }
    reading = true;
    const request = bytes.getBYOBRequest(controllerOf(branch1));
    if (request === null) pullWithDefaultReader();
    else pullWithBYOBReader(request[kState].view, false);
    return nothing();
  }

  function pull2() {
    if (reading) {
      readAgain2 = true;
      return nothing();
    }
    reading = true;
    const request = bytes.getBYOBRequest(controllerOf(branch2));
    if (request === null) pullWithDefaultReader();
    else pullWithBYOBReader(request[kState].view, true);
    return nothing();
  }

  function cancelBoth() {
    cancel.resolve(streams.readableStreamCancel(stream, [reason1, reason2]));
  }

  branch1 = createReadableByteStream(noStart, pull1, (reason) => {
    canceled1 = true;
    reason1 = reason;
    if (canceled2) cancelBoth();
    return cancel.promise;
  });
  branch2 = createReadableByteStream(noStart, pull2, (reason) => {
    canceled2 = true;
    reason2 = reason;
    if (canceled1) cancelBoth();
    return cancel.promise;
  });
  forwardError(reader);
  return [branch1, branch2];
}

module.exports = { readableStreamTee };
