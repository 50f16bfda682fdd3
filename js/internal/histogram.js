// The histogram classes of node:perf_hooks. https://nodejs.org/api/perf_hooks.html#class-histogram
'use strict';

const {
  codes: {
    ERR_FEATURE_UNAVAILABLE_ON_PLATFORM,
    ERR_ILLEGAL_CONSTRUCTOR,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_THIS,
    ERR_OUT_OF_RANGE,
  },
} = require('internal/errors');
const { validateArray, validateInteger, validateNumber, validateObject } = require('internal/validators');
const { customInspectSymbol: kInspect, kEmptyObject } = require('internal/util');
const { HdrHistogram } = require('internal/perf/hdr_histogram');
const { kClone, kDeserialize, markTransferMode } = require('internal/worker/js_transferable');

const kHandle = Symbol('kHandle');
const kRecordable = Symbol('kRecordable');
const kSkipThrow = Symbol('kSkipThrow');
const kMaxInt64 = 2n ** 63n - 1n;
const kMaxChunks = 1024;
const kMaxChunkDuration = 18_446_744_073_709;

function isHistogram(object) {
  return object?.[kHandle] !== undefined;
}

function handleOf(object) {
  if (!isHistogram(object)) throw new ERR_INVALID_THIS('Histogram');
  return object[kHandle];
}

function recordableHandleOf(object) {
  if (object?.[kRecordable] === undefined) throw new ERR_INVALID_THIS('RecordableHistogram');
  return object[kHandle];
}

function checkPercentile(percentile, name) {
  validateNumber(percentile, name);
  if (!(percentile > 0 && percentile <= 100)) throw new ERR_OUT_OF_RANGE(name, '> 0 && <= 100', percentile);
}

const bigPairs = (pairs) => pairs.map(([key, value]) => [key, BigInt(value)]);

class Histogram {
  constructor(skipThrowSymbol = undefined) {
    if (skipThrowSymbol !== kSkipThrow) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    const { inner } = require('internal/perf/utils');
    return `Histogram ${inspect({
      min: this.min,
      max: this.max,
      mean: this.mean,
      exceeds: this.exceeds,
      stddev: this.stddev,
      skewness: this.skewness,
      kurtosis: this.kurtosis,
      count: this.count,
      percentiles: this.percentiles,
    }, inner(options))}`;
  }

  get count() {
    return handleOf(this).count();
  }

  get countBigInt() {
    return BigInt(handleOf(this).count());
  }

  ccdf(value) {
    const handle = handleOf(this);
    validateNumber(value, 'value');
    return 1 - handle.cdf(value);
  }

  cdf(value) {
    const handle = handleOf(this);
    validateNumber(value, 'value');
    return handle.cdf(value);
  }

  countAt(value) {
    const handle = handleOf(this);
    validateNumber(value, 'value');
    return handle.countAt(value);
  }

  get min() {
    return handleOf(this).min();
  }

  get minBigInt() {
    return handleOf(this).minBigInt();
  }

  get max() {
    return handleOf(this).max();
  }

  get maxBigInt() {
    return BigInt(handleOf(this).max());
  }

  get mean() {
    return handleOf(this).mean();
  }

  get exceeds() {
    return handleOf(this).exceeds();
  }

  get exceedsBigInt() {
    return BigInt(handleOf(this).exceeds());
  }

  // Moving averages are kept only with a half-life, which createHistogram() does not offer here.
  get ewmaMean() {
    handleOf(this);
    return 0;
  }

  get ewmaStddev() {
    handleOf(this);
    return 0;
  }

  get ewmaErrorRate() {
    handleOf(this);
    return 0;
  }

  get kurtosis() {
    return handleOf(this).kurtosis();
  }

  linearBuckets(stepSize) {
    const handle = handleOf(this);
    validateInteger(stepSize, 'stepSize', 1);
    return new Map(handle.linearBuckets(stepSize));
  }

  logBuckets(firstBucket, base) {
    const handle = handleOf(this);
    validateInteger(firstBucket, 'firstBucket', 1);
    validateNumber(base, 'base');
    if (base <= 1) throw new ERR_OUT_OF_RANGE('base', '> 1', base);
    return new Map(handle.logBuckets(firstBucket, base));
  }

  get skewness() {
    return handleOf(this).skewness();
  }

  get stddev() {
    return handleOf(this).stddev();
  }

  percentile(percentile) {
    const handle = handleOf(this);
    checkPercentile(percentile, 'percentile');
    return handle.percentile(percentile);
  }

  percentileBigInt(percentile) {
    const handle = handleOf(this);
    checkPercentile(percentile, 'percentile');
    return BigInt(handle.percentile(percentile));
  }

  get percentiles() {
    return new Map(handleOf(this).percentiles());
  }

  get percentilesBigInt() {
    return new Map(bigPairs(handleOf(this).percentiles()));
  }

  percentilesAt(percentiles) {
    const handle = handleOf(this);
    validateArray(percentiles, 'percentiles');
    for (let i = 0; i < percentiles.length; i++) checkPercentile(percentiles[i], `percentiles[${i}]`);
    return new Map([...percentiles].sort((a, b) => a - b).map((each) => [each, handle.percentile(each)]));
  }

  reset() {
    handleOf(this).reset();
  }

  [kClone]() {
    return { data: this[kHandle].serialize(), deserializeInfo: 'internal/histogram:ClonedHistogram' };
  }

  [kDeserialize](data) {
    this[kHandle] = HdrHistogram.deserialize(data);
  }

  toJSON() {
    return {
      count: this.count,
      min: this.min,
      max: this.max,
      mean: this.mean,
      exceeds: this.exceeds,
      stddev: this.stddev,
      skewness: this.skewness,
      kurtosis: this.kurtosis,
      ewmaMean: this.ewmaMean,
      ewmaStddev: this.ewmaStddev,
      ewmaErrorRate: this.ewmaErrorRate,
      percentiles: Object.fromEntries(this.percentiles),
    };
  }
}

function checkValue(value, name) {
  if (typeof value !== 'bigint') validateInteger(value, name, 1);
  else if (value < 1n || value > kMaxInt64) throw new ERR_OUT_OF_RANGE(name, `>= 1 && <= ${kMaxInt64}`, value);
}

class RecordableHistogram extends Histogram {
  constructor(skipThrowSymbol = undefined) {
    if (skipThrowSymbol !== kSkipThrow) throw new ERR_ILLEGAL_CONSTRUCTOR();
    super(skipThrowSymbol);
  }

  record(val) {
    const handle = recordableHandleOf(this);
    checkValue(val, 'val');
    handle.record(val);
  }

  recordDelta() {
    recordableHandleOf(this).recordDelta();
  }

  recordCorrected(val, expectedInterval) {
    const handle = recordableHandleOf(this);
    if (typeof val === 'bigint' && typeof expectedInterval !== 'bigint') {
      throw new ERR_INVALID_ARG_TYPE('expectedInterval', 'bigint', expectedInterval);
    }
    checkValue(val, 'val');
    checkValue(expectedInterval, 'expectedInterval');
    handle.recordCorrected(val, expectedInterval);
  }

  subtract(other) {
    const handle = recordableHandleOf(this);
    if (other[kRecordable] === undefined) throw new ERR_INVALID_ARG_TYPE('other', 'RecordableHistogram', other);
    handle.subtract(other[kHandle]);
  }

  add(other) {
    const handle = recordableHandleOf(this);
    if (other[kRecordable] === undefined) throw new ERR_INVALID_ARG_TYPE('other', 'RecordableHistogram', other);
    handle.add(other[kHandle]);
  }

  [kClone]() {
    return { data: this[kHandle].serialize(), deserializeInfo: 'internal/histogram:ClonedRecordableHistogram' };
  }
}

// The last values only: a ring of histograms, of which the oldest is thrown away when a new one begins.
class SlidingWindowHistogram {
  #make;
  #chunks = [];
  #limit;
  #isTimed;
  #rotateAt;
  #used = 0;

  constructor(skipThrowSymbol = undefined, options = undefined) {
    if (skipThrowSymbol !== kSkipThrow) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#make = options.make;
    this.#limit = options.chunks;
    this.#isTimed = options.isTimed;
    this.#rotateAt = options.rotateAt;
    this.#begin();
  }

  #begin() {
    this.#chunks.push(this.#make());
    if (this.#chunks.length > this.#limit) this.#chunks.shift();
    this.#used = this.#isTimed ? ops.op_perf_now() : 0;
  }

  #rotate() {
    if (!this.#isTimed) {
      if (this.#used >= this.#rotateAt) this.#begin();
      return;
    }
    const passed = Math.floor((ops.op_perf_now() - this.#used) / this.#rotateAt);
    const began = this.#used;
    for (let i = 0; i < Math.min(passed, this.#limit); i++) this.#begin();
    if (passed > 0) this.#used = began + passed * this.#rotateAt;
  }

  record(val) {
    if (!(#chunks in this)) throw new ERR_INVALID_THIS('SlidingWindowHistogram');
    checkValue(val, 'val');
    this.#rotate();
    this.#chunks.at(-1).record(val);
    if (!this.#isTimed) this.#used++;
  }

  snapshot() {
    if (!(#chunks in this)) throw new ERR_INVALID_THIS('SlidingWindowHistogram');
    if (this.#isTimed) this.#rotate();
    const sum = this.#make();
    for (const chunk of this.#chunks) sum.add(chunk);
    return wrap(Histogram, sum);
  }

  reset() {
    if (!(#chunks in this)) throw new ERR_INVALID_THIS('SlidingWindowHistogram');
    this.#chunks = [];
    this.#begin();
  }
}

function wrap(Class, handle) {
  const histogram = new Class(kSkipThrow);
  markTransferMode(histogram, true, false);
  if (Class === RecordableHistogram) histogram[kRecordable] = true;
  histogram[kHandle] = handle;
  return histogram;
}

// What a structured clone is made with, before its kDeserialize method fills it.
function ClonedHistogram(handle) {
  return wrap(Histogram, handle);
}
ClonedHistogram.prototype[kDeserialize] = () => {};

function ClonedRecordableHistogram(handle) {
  return wrap(RecordableHistogram, handle);
}
ClonedRecordableHistogram.prototype[kDeserialize] = () => {};

function checkBounds(lowest, highest, figures) {
  if (typeof lowest !== 'bigint') validateInteger(lowest, 'options.lowest', 1, Number.MAX_SAFE_INTEGER);
  else if (lowest < 1n || lowest > kMaxInt64) {
    throw new ERR_OUT_OF_RANGE('options.lowest', `>= 1n && <= ${kMaxInt64}n`, lowest);
  }
  if (typeof highest !== 'bigint') validateInteger(highest, 'options.highest', 1, Number.MAX_SAFE_INTEGER);
  else if (highest < 1n || highest > kMaxInt64) {
    throw new ERR_OUT_OF_RANGE('options.highest', `>= 1n && <= ${kMaxInt64}n`, highest);
  }
  const least = 2n * BigInt(lowest);
  if (BigInt(highest) < least) throw new ERR_OUT_OF_RANGE('options.highest', `>= 2 * options.lowest (${least}n)`, highest);
  validateInteger(figures, 'options.figures', 1, 5);
}

function createHistogram(options = kEmptyObject) {
  validateObject(options, 'options');
  const { lowest = 1, highest = Number.MAX_SAFE_INTEGER, figures = 3, halfLife = 0, threshold = 0 } = options;
  checkBounds(lowest, highest, figures);
  validateNumber(halfLife, 'options.halfLife');
  if (halfLife < 0) throw new ERR_OUT_OF_RANGE('options.halfLife', '>= 0', halfLife);
  validateNumber(threshold, 'options.threshold');
  if (threshold < 0) throw new ERR_OUT_OF_RANGE('options.threshold', '>= 0', threshold);
  if (halfLife > 0) throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('options.halfLife');
  return wrap(RecordableHistogram, new HdrHistogram(lowest, highest, figures));
}

function createSlidingWindowHistogram(options) {
  validateObject(options, 'options');
  const {
    chunks,
    chunkDuration,
    recordsPerChunk,
    lowest = 1,
    highest = Number.MAX_SAFE_INTEGER,
    figures = 3,
  } = options;
  validateInteger(chunks, 'options.chunks', 1, kMaxChunks);
  checkBounds(lowest, highest, figures);
  const isTimed = chunkDuration !== undefined;
  if (isTimed === (recordsPerChunk !== undefined)) {
    throw new ERR_INVALID_ARG_VALUE('options', options,
                                    'must specify exactly one of "chunkDuration" or "recordsPerChunk"');
  }
  if (isTimed) validateInteger(chunkDuration, 'options.chunkDuration', 1, kMaxChunkDuration);
  else validateInteger(recordsPerChunk, 'options.recordsPerChunk', 1, Number.MAX_SAFE_INTEGER);
  return new SlidingWindowHistogram(kSkipThrow, {
    make: () => new HdrHistogram(lowest, highest, figures),
    chunks,
    isTimed,
    rotateAt: isTimed ? chunkDuration : recordsPerChunk,
  });
}

function importHistogram(data) {
  const { isUint8Array } = require('internal/util/types');
  if (!isUint8Array(data)) throw new ERR_INVALID_ARG_TYPE('data', 'Uint8Array', data);
  throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('importHistogram');
}

module.exports = {
  ClonedHistogram,
  ClonedRecordableHistogram,
  Histogram,
  RecordableHistogram,
  SlidingWindowHistogram,
  createHistogram,
  createSlidingWindowHistogram,
  importHistogram,
  isHistogram,
  kHandle,
  kSkipThrow,
};
