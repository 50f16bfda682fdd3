// monitorEventLoopDelay(). https://nodejs.org/api/perf_hooks.html#perf_hooksmonitoreventloopdelayoptions
'use strict';

const { codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS } } = require('internal/errors');
const { validateBoolean, validateInteger, validateObject } = require('internal/validators');
const { kEmptyObject } = require('internal/util');
const { Histogram, kHandle, kSkipThrow } = require('internal/histogram');
const { HdrHistogram } = require('internal/perf/hdr_histogram');
const { markTransferMode } = require('internal/worker/js_transferable');

const kEnabled = Symbol('kEnabled');
const kTimer = Symbol('kTimer');
const kResolution = Symbol('kResolution');

class ELDHistogram extends Histogram {
  constructor(skipThrowSymbol = undefined) {
    if (skipThrowSymbol !== kSkipThrow) throw new ERR_ILLEGAL_CONSTRUCTOR();
    super(skipThrowSymbol);
  }

  enable() {
    if (this[kEnabled] === undefined) throw new ERR_INVALID_THIS('ELDHistogram');
    if (this[kEnabled]) return false;
    this[kEnabled] = true;
    const handle = this[kHandle];
    handle.restartDelta();
    // What it records is the time between two of its ticks: what is above the resolution is delay.
    this[kTimer] = require('timers').setInterval(() => handle.recordDelta(), this[kResolution]);
    this[kTimer].unref();
    return true;
  }

  disable() {
    if (this[kEnabled] === undefined) throw new ERR_INVALID_THIS('ELDHistogram');
    if (!this[kEnabled]) return false;
    this[kEnabled] = false;
    require('timers').clearInterval(this[kTimer]);
    this[kTimer] = undefined;
    return true;
  }

  [Symbol.dispose]() {
    this.disable();
  }
}

function monitorEventLoopDelay(options = kEmptyObject) {
  validateObject(options, 'options');
  const { samplePerIteration = false, resolution = 10 } = options;
  validateBoolean(samplePerIteration, 'options.samplePerIteration');
  validateInteger(resolution, 'options.resolution', 1);

  const histogram = new ELDHistogram(kSkipThrow);
  markTransferMode(histogram, true, false);
  histogram[kEnabled] = false;
  histogram[kResolution] = resolution;
  histogram[kHandle] = new HdrHistogram(1, 3.6e12, 3);
  return histogram;
}

module.exports = monitorEventLoopDelay;
