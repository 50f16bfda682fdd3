// The timers of console.time(): https://nodejs.org/docs/latest-v26.x/api/console.html#consoletimelabel
'use strict';

const kSecond = 1000;
const kMinute = 60 * kSecond;
const kHour = 60 * kMinute;

function twoDigits(value) {
  return `${value}`.padStart(2, '0');
}

// 1.234ms, 2.5s, 3:04.567 (m:ss.mmm), 1:02:03.004 (h:mm:ss.mmm)
function formatTime(ms) {
  if (ms < kSecond) return `${Number(ms.toFixed(3))}ms`;
  if (ms < kMinute) return `${(ms / kSecond).toFixed(3)}s`;
  const hours = Math.floor(ms / kHour);
  const minutes = Math.floor((ms % kHour) / kMinute);
  const { 0: seconds, 1: fraction } = ((ms % kMinute) / kSecond).toFixed(3).split('.');
  const rest = `${twoDigits(seconds)}.${fraction}`;
  return hours === 0 ? `${minutes}:${rest} (m:ss.mmm)` : `${hours}:${twoDigits(minutes)}:${rest} (h:mm:ss.mmm)`;
}

function start(times, label) {
  const key = `${label}`;
  const process = require('process');
  if (times.has(key)) {
    process.emitWarning(`Label '${key}' already exists for console.time()`);
    return;
  }
  times.set(key, process.hrtime());
}

function log(self, method, label, data = []) {
  const key = `${label}`;
  const process = require('process');
  const started = self._times.get(key);
  if (started === undefined) {
    process.emitWarning(`No such label '${key}' for ${method}`);
    return;
  }
  const { 0: seconds, 1: nanoseconds } = process.hrtime(started);
  self.log('%s: %s', key, formatTime(seconds * 1000 + nanoseconds / 1e6), ...data);
}

function end(self, label) {
  log(self, 'console.timeEnd()', label);
  self._times.delete(`${label}`);
}

// `onCount(label, count)` is set while counters are traced.
module.exports = { end, formatTime, log, onCount: undefined, start };
