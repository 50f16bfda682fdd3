// PerformanceObserver and user timing: entries, buffered, types, details, errors, timerify, histograms of delays.
'use strict';

const { PerformanceObserver, performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, constants, createHistogram, eventLoopUtilization, monitorEventLoopDelay, timerify } = require('perf_hooks');

const show = (act) => { try { console.log(act()); } catch (error) { console.log(error.name, error.code, error.message); } };
const rounds = [];
const observer = new PerformanceObserver((list, self) => {
  rounds.push(list.getEntries().map((e) => `${e.entryType}:${e.name}:${JSON.stringify(e.detail)}`));
  console.log(self === observer, list.getEntriesByType('mark').length, list.getEntriesByName('one', 'mark').length);
});
observer.observe({ entryTypes: ['mark', 'measure'] });
performance.mark('one', { detail: { a: 1 }, startTime: 10 });
performance.mark('two', { startTime: 30 });
const measure = performance.measure('between', 'one', 'two');
console.log(measure.duration, measure.startTime, measure instanceof PerformanceMeasure, measure instanceof PerformanceEntry, JSON.stringify(measure.toJSON()));
console.log(performance.measure('opts', { start: 5, duration: 7, detail: 'd' }).toJSON());
show(() => performance.measure('x', 'none'));
show(() => performance.measure('x', { start: 1, end: 2, duration: 3 }));
show(() => performance.mark('neg', { startTime: -1 }));
show(() => performance.mark(Symbol('s')));
show(() => new PerformanceEntry());
show(() => new PerformanceMark('own', { detail: [1], startTime: 2 }).toJSON());
show(() => new PerformanceObserver('no'));
show(() => observer.observe({}));
show(() => observer.observe({ entryTypes: 'mark' }));
show(() => observer.observe({ type: 'mark' }));
show(() => observer.observe({ entryTypes: ['unknown'] }));
console.log(performance.getEntries().map((e) => e.name), performance.getEntriesByType('measure').length, performance.getEntriesByName('one').length);
performance.clearMarks('one');
performance.clearMeasures();
console.log(performance.getEntries().map((e) => e.name));
console.log(PerformanceObserver.supportedEntryTypes);

setImmediate(() => {
  console.log(rounds);
  console.log(observer.takeRecords());
  observer.disconnect();
  const buffered = new PerformanceObserver((list) => { console.log('buffered', list.getEntries().map((e) => e.name)); buffered.disconnect(); functions(); });
  buffered.observe({ type: 'mark', buffered: true });
});

function functions() {
  const seen = new PerformanceObserver((list) => {
    console.log(list.getEntries().map((e) => [e.name, e.entryType, Array.from(e.detail)]));
    seen.disconnect();
  });
  seen.observe({ entryTypes: ['function'] });
  const timed = performance.timerify(function add(a, b) { return a + b; });
  console.log(timed(1, 2), timed.name, timed.length, timerify(class A {}) !== undefined);
  const histogram = createHistogram({ lowest: 1, highest: 1e6, figures: 3 });
  for (const n of [1, 2, 3, 100, 1000]) histogram.record(n);
  console.log(histogram.count, histogram.min, histogram.max, histogram.mean, histogram.percentile(50), histogram.exceeds, [...histogram.percentiles.keys()].length > 2);
  show(() => histogram.record(-1));
  show(() => createHistogram({ lowest: 0 }));
  show(() => performance.timerify(5));
  console.log(Object.keys(eventLoopUtilization()), Object.keys(constants).includes('NODE_PERFORMANCE_GC_MAJOR'));
  const delay = monitorEventLoopDelay({ resolution: 5 });
  console.log(delay.enable(), delay.enable(), delay.disable(), delay.disable());
  console.log(typeof performance.timeOrigin, typeof performance.now(), performance.nodeTiming.name, performance.nodeTiming.entryType, Object.keys(performance.toJSON()));
}
