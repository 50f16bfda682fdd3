// PerformanceResourceTiming. https://nodejs.org/api/perf_hooks.html#class-performanceresourcetiming
'use strict';

const { codes: { ERR_ILLEGAL_CONSTRUCTOR } } = require('internal/errors');
const { validateThisInternalField } = require('internal/validators');
const { PerformanceEntry, kSkipThrow } = require('internal/perf/performance_entry');
const { bufferResourceTiming, enqueue } = require('internal/perf/observe');
const assert = require('internal/assert');

const kData = Symbol('kTimingInfo');

class PerformanceResourceTiming extends PerformanceEntry {
  constructor(skipThrowSymbol = undefined, name = undefined, type = undefined) {
    if (skipThrowSymbol !== kSkipThrow) throw new ERR_ILLEGAL_CONSTRUCTOR();
    super(skipThrowSymbol, name, type);
  }

  toJSON() {
    validateThisInternalField(this, kData, 'PerformanceResourceTiming');
    const json = {};
    for (const name of jsonNames) json[name] = this[name];
    return json;
  }
}

// The members, from the timing info of the fetch specification.
// https://fetch.spec.whatwg.org/#fetch-timing-info
const members = {
  name: ({ url }) => url,
  startTime: ({ info }) => info.startTime,
  duration: ({ info }) => info.endTime - info.startTime,
  initiatorType: ({ initiatorType }) => initiatorType,
  workerStart: ({ info }) => info.finalServiceWorkerStartTime,
  redirectStart: ({ info }) => info.redirectStartTime,
  redirectEnd: ({ info }) => info.redirectEndTime,
  fetchStart: ({ info }) => info.postRedirectStartTime,
  domainLookupStart: ({ info }) => info.finalConnectionTimingInfo?.domainLookupStartTime,
  domainLookupEnd: ({ info }) => info.finalConnectionTimingInfo?.domainLookupEndTime,
  connectStart: ({ info }) => info.finalConnectionTimingInfo?.connectionStartTime,
  connectEnd: ({ info }) => info.finalConnectionTimingInfo?.connectionEndTime,
  secureConnectionStart: ({ info }) => info.finalConnectionTimingInfo?.secureConnectionStartTime,
  nextHopProtocol: ({ info }) => info.finalConnectionTimingInfo?.ALPNNegotiatedProtocol,
  requestStart: ({ info }) => info.finalNetworkRequestStartTime,
  finalResponseHeadersStart: ({ info }) => info.finalNetworkResponseStartTime,
  firstInterimResponseStart: ({ info }) => info.firstInterimNetworkResponseStartTime ?? 0,
  responseStart: ({ info }) => info.firstInterimNetworkResponseStartTime || info.finalNetworkResponseStartTime,
  responseEnd: ({ info }) => info.endTime,
  encodedBodySize: ({ info }) => info.encodedBodySize,
  decodedBodySize: ({ info }) => info.decodedBodySize,
  // 300 stands for the headers, so that sizes of other origins cannot be found out.
  transferSize: ({ cacheMode, info }) => {
    if (cacheMode === 'local') return 0;
    return cacheMode === 'validated' ? 300 : info.encodedBodySize + 300;
  },
  deliveryType: ({ deliveryType }) => deliveryType,
  responseStatus: ({ responseStatus }) => responseStatus,
  renderBlockingStatus: ({ info }) => (info.renderBlocking === true ? 'blocking' : 'non-blocking'),
  contentType: ({ bodyInfo }) => bodyInfo?.contentType ?? '',
  contentEncoding: ({ bodyInfo }) => bodyInfo?.contentEncoding ?? '',
};

const jsonNames = [
  'name', 'entryType', 'startTime', 'duration', 'initiatorType', 'nextHopProtocol', 'workerStart', 'redirectStart',
  'redirectEnd', 'fetchStart', 'domainLookupStart', 'domainLookupEnd', 'connectStart', 'connectEnd',
  'secureConnectionStart', 'requestStart', 'finalResponseHeadersStart', 'firstInterimResponseStart', 'responseStart',
  'responseEnd', 'transferSize', 'encodedBodySize', 'decodedBodySize', 'deliveryType', 'responseStatus',
  'renderBlockingStatus', 'contentType', 'contentEncoding',
];

for (const name of Object.keys(members)) {
  const read = members[name];
  const { get } = Object.getOwnPropertyDescriptor({
    get [name]() {
      validateThisInternalField(this, kData, 'PerformanceResourceTiming');
      return read(this[kData]);
    },
  }, name);
  const enumerable = name !== 'name' && name !== 'startTime' && name !== 'duration';
  Object.defineProperty(PerformanceResourceTiming.prototype, name, {
    __proto__: null, get, set: undefined, enumerable, configurable: true,
  });
}
Object.defineProperties(PerformanceResourceTiming.prototype, {
  toJSON: { __proto__: null, enumerable: true },
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'PerformanceResourceTiming' },
});

function markResourceTiming(timingInfo, requestedUrl, initiatorType, global, cacheMode, bodyInfo, responseStatus,
                            deliveryType = '') {
  assert(cacheMode === '' || cacheMode === 'local', 'cache must be an empty string or \'local\'');
  const resource = new PerformanceResourceTiming(kSkipThrow, requestedUrl, 'resource');
  resource[kData] = {
    __proto__: null,
    bodyInfo,
    cacheMode,
    deliveryType,
    info: timingInfo,
    initiatorType,
    responseStatus,
    url: requestedUrl,
  };
  enqueue(resource);
  bufferResourceTiming(resource);
  return resource;
}

module.exports = { PerformanceResourceTiming, markResourceTiming };
