// process.report. https://nodejs.org/docs/latest-v26.x/api/process.html#processreport
'use strict';

const { Date, ErrorCaptureStackTrace, JSONParse, JSONStringify, ObjectDefineProperty, String,
        StringPrototypePadStart } = primordials;

const process = require('process');
const { codes: { ERR_SYNTHETIC } } = require('internal/errors');
const { getOptionValue } = require('internal/options');
const { validateBoolean, validateObject, validateSignalName, validateString } = require('internal/validators');

const settings = {
  directory: getOptionValue('--report-directory') || getOptionValue('--report-dir') || '',
  filename: getOptionValue('--report-filename') || '',
  compact: getOptionValue('--report-compact') === true,
  excludeNetwork: getOptionValue('--report-exclude-network') === true,
  signal: getOptionValue('--report-signal') || 'SIGUSR2',
  reportOnFatalError: getOptionValue('--report-on-fatalerror') === true,
  reportOnSignal: getOptionValue('--report-on-signal') === true,
  reportOnUncaughtException: getOptionValue('--report-uncaught-exception') === true,
  excludeEnv: getOptionValue('--report-exclude-env') === true,
};

let sequence = 0;

function defaultFilename() {
  const now = new Date();
  const pad = (number, width = 2) => StringPrototypePadStart(String(number), width, '0');
  const { threadId } = require('internal/worker/current');
  const date = `${now.getFullYear()}${pad(now.getMonth() + 1)}${pad(now.getDate())}`;
  const time = `${pad(now.getHours())}${pad(now.getMinutes())}${pad(now.getSeconds())}`;
  return `report.${date}.${time}.${process.pid}.${threadId}.${pad(++sequence, 3)}.json`;
}

function make(event, trigger, error, filename) {
  const { excludeEnv, excludeNetwork } = settings;
  const { makeReport } = require('internal/report/contents');
  return makeReport({ event, trigger, filename, error, excludeEnv, excludeNetwork });
}

// Writes the report and returns its file's name; the standard streams have no file.
function write(event, trigger, error, file) {
  const filename = file || settings.filename || defaultFilename();
  const report = make(event, trigger, error, filename);
  const text = `${JSONStringify(report, null, settings.compact ? 0 : 2)}\n`;
  const fs = require('fs');
  if (filename === 'stdout' || filename === 'stderr') {
    fs.writeSync(filename === 'stdout' ? 1 : 2, text);
    return filename;
  }
  const path = settings.directory ? require('path').resolve(settings.directory, filename) : filename;
  try {
    fs.writeFileSync(path, text);
  } catch {
    process._rawDebug(`\nFailed to open Node.js report file: ${filename} directory: ${settings.directory}`);
    return '';
  }
  process._rawDebug(`\nWriting Node.js report to file: ${filename}\nNode.js report completed\n`);
  return filename;
}

function here(caller) {
  const error = new ERR_SYNTHETIC();
  ErrorCaptureStackTrace(error, caller);
  return error;
}

function onSignal(signal) {
  write(signal, 'Signal', here(onSignal));
}

function listen(on) {
  if (on) process.on(settings.signal, onSignal);
  else process.removeListener(settings.signal, onSignal);
}

// The process is about to end with this exception.
function reportException(error) {
  if (settings.reportOnUncaughtException) write('Exception', 'Exception', error);
}

const report = {
  writeReport(file, err) {
    if (typeof file === 'object' && file !== null) {
      err = file;
      file = undefined;
    } else if (file !== undefined) {
      validateString(file, 'file');
    }
    if (process.permission !== undefined) {
      require('internal/process/permission').assertWritable(file ?? process.cwd());
    }
    if (err === undefined) err = here(report.writeReport);
    else validateObject(err, 'err');
    return write('JavaScript API', 'API', err, file);
  },
  getReport(err) {
    if (err === undefined) err = here(report.getReport);
    else validateObject(err, 'err');
    return JSONParse(JSONStringify(make('JavaScript API', 'GetReport', err, null)));
  },
};

function define(name, check) {
  ObjectDefineProperty(report, name, {
    __proto__: null,
    enumerable: true,
    configurable: true,
    get: { [name]() { return settings[name]; } }[name],
    set: { [name](value) {
      check(value);
      settings[name] = value;
    } }[name],
  });
}

const boolean = (name) => (value) => validateBoolean(value, name);

define('directory', (value) => validateString(value, 'directory'));
define('filename', (value) => validateString(value, 'filename'));
define('compact', boolean('compact'));
define('excludeNetwork', boolean('excludeNetwork'));
define('signal', (value) => {
  validateSignalName(value);
  if (!settings.reportOnSignal) return;
  listen(false);
  settings.signal = value;
  listen(true);
});
define('reportOnFatalError', boolean('trigger'));
define('reportOnSignal', (value) => {
  validateBoolean(value, 'trigger');
  if (value !== settings.reportOnSignal) listen(value);
});
define('reportOnUncaughtException', boolean('trigger'));
define('excludeEnv', boolean('excludeEnv'));

if (settings.reportOnSignal) listen(true);

module.exports = { report, reportException };
