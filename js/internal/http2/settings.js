// Settings: checked, written to and read from the array shared with the native side, packed as in HTTP2-Settings.
// https://nodejs.org/docs/latest-v26.x/api/http2.html#settings-object
'use strict';

const process = require('process');
const {
  codes: {
    ERR_HTTP2_INVALID_PACKED_SETTINGS_LENGTH,
    ERR_HTTP2_INVALID_SETTING_VALUE,
    ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS,
    ERR_INVALID_ARG_TYPE,
  },
  hideStackFrames,
} = require('internal/errors');
const native = require('internal/http2/binding');
const { assertIsObject, assertWithinRange } = require('internal/http2/validators');
const { kEmptyObject } = require('internal/util');

const MAX_ADDITIONAL_SETTINGS = 10;
const MAX_UINT32 = 2 ** 32 - 1;
const MAX_WINDOW = 2 ** 31 - 1;

// Places in the shared array: the known settings, the bits that say which of them are given, the number of custom
// ones and then those as pairs.
const HEADER_TABLE_SIZE = 0;
const ENABLE_PUSH = 1;
const INITIAL_WINDOW_SIZE = 2;
const MAX_FRAME_SIZE = 3;
const MAX_CONCURRENT_STREAMS = 4;
const MAX_HEADER_LIST_SIZE = 5;
const ENABLE_CONNECT_PROTOCOL = 6;
const FLAGS = 7;
const CUSTOM_COUNT = 8;
const CUSTOM = 9;

// The names of the numbers on the wire.
const names = {
  __proto__: null,
  1: 'headerTableSize',
  2: 'enablePush',
  3: 'maxConcurrentStreams',
  4: 'initialWindowSize',
  5: 'maxFrameSize',
  6: 'maxHeaderListSize',
  8: 'enableConnectProtocol',
};

const checkFlag = hideStackFrames((name, value) => {
  if (value !== undefined && typeof value !== 'boolean') {
    throw new ERR_HTTP2_INVALID_SETTING_VALUE.HideStackFramesError(name, value);
  }
});

const checkCustom = hideStackFrames((custom) => {
  assertIsObject(custom, 'customSettings', 'Number');
  if (!custom) return;
  const entries = Object.entries(custom);
  if (entries.length > MAX_ADDITIONAL_SETTINGS) throw new ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS();
  for (const [key, value] of entries) {
    assertWithinRange.withoutStackTrace('customSettings:id', Number(key), 0, 0xffff);
    assertWithinRange.withoutStackTrace('customSettings:value', Number(value), 0, MAX_UINT32);
  }
});

const validateSettings = hideStackFrames((settings) => {
  if (settings === undefined) return;
  const range = assertWithinRange.withoutStackTrace;
  checkCustom.withoutStackTrace(settings.customSettings);
  range('headerTableSize', settings.headerTableSize, 0, MAX_UINT32);
  range('initialWindowSize', settings.initialWindowSize, 0, MAX_WINDOW);
  range('maxFrameSize', settings.maxFrameSize, 16384, 16777215);
  range('maxConcurrentStreams', settings.maxConcurrentStreams, 0, MAX_UINT32);
  range('maxHeaderListSize', settings.maxHeaderListSize, 0, MAX_UINT32);
  range('maxHeaderSize', settings.maxHeaderSize, 0, MAX_UINT32);
  checkFlag.withoutStackTrace('enablePush', settings.enablePush);
  checkFlag.withoutStackTrace('enableConnectProtocol', settings.enableConnectProtocol);
});

function outOfRange(value, max) {
  return new ERR_HTTP2_INVALID_SETTING_VALUE.RangeError('Range Error', value, 0, max);
}

// Custom settings of numbers that have a name of their own go to the place of that name, as Node's do: by place.
function writeCustom(buffer, custom) {
  let flags = 0;
  let count = 0;
  for (const key in custom) {
    const value = custom[key];
    if (typeof value !== 'number') continue;
    const id = Number(key);
    if (!(id > 0 && id <= 0xffff)) throw outOfRange(id, 0xffff);
    if (!(value > 0 && value <= MAX_UINT32)) throw outOfRange(value, MAX_UINT32);
    if (id < FLAGS) {
      buffer[id] = value;
      flags |= 1 << id;
      continue;
    }
    if (count === MAX_ADDITIONAL_SETTINGS) throw new ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS();
    buffer[CUSTOM + 2 * count] = id;
    buffer[CUSTOM + 2 * count + 1] = value;
    count++;
  }
  buffer[CUSTOM_COUNT] = count;
  return flags;
}

function headerListSize({ maxHeaderListSize, maxHeaderSize }) {
  if (maxHeaderSize === undefined || maxHeaderSize === maxHeaderListSize) return maxHeaderListSize;
  process.emitWarning('settings.maxHeaderSize overwrite settings.maxHeaderListSize');
  return maxHeaderSize;
}

// Puts settings where the native side looks for them.
function updateSettingsBuffer(settings) {
  const buffer = native.settingsBuffer;
  const { customSettings } = settings;
  let flags = typeof customSettings === 'object' ? writeCustom(buffer, customSettings) : 0;
  if (typeof customSettings !== 'object') buffer[CUSTOM_COUNT] = 0;

  const set = (place, value) => {
    if (value === undefined) return;
    buffer[place] = Number(value);
    flags |= 1 << place;
  };
  set(HEADER_TABLE_SIZE, settings.headerTableSize);
  set(MAX_CONCURRENT_STREAMS, settings.maxConcurrentStreams);
  set(INITIAL_WINDOW_SIZE, settings.initialWindowSize);
  set(MAX_FRAME_SIZE, settings.maxFrameSize);
  set(MAX_HEADER_LIST_SIZE, headerListSize(settings));
  set(ENABLE_PUSH, settings.enablePush);
  set(ENABLE_CONNECT_PROTOCOL, settings.enableConnectProtocol);
  buffer[FLAGS] = flags;
}

// The numbers of custom settings that a session takes note of when the peer sends them.
function remoteCustomSettingsToBuffer(numbers) {
  if (numbers.length > MAX_ADDITIONAL_SETTINGS) throw new ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS();
  const buffer = native.settingsBuffer;
  for (let i = 0; i < numbers.length; i++) {
    const id = numbers[i];
    if (typeof id !== 'number' || !(id >= 0 && id <= 0xffff)) throw outOfRange(id, 0xffff);
    buffer[CUSTOM + 2 * i] = id;
  }
  buffer[CUSTOM_COUNT] = numbers.length;
}

function readCustom(buffer, object) {
  const count = buffer[CUSTOM_COUNT];
  if (count === 0) return object;
  const custom = object.customSettings = {};
  for (let i = 0; i < count; i++) custom[buffer[CUSTOM + 2 * i]] = buffer[CUSTOM + 2 * i + 1];
  return object;
}

function getDefaultSettings() {
  const buffer = native.settingsBuffer;
  buffer[FLAGS] = 0;
  buffer[CUSTOM_COUNT] = 0;
  native.refreshDefaultSettings();
  const has = (place) => (buffer[FLAGS] & (1 << place)) !== 0;
  const settings = { __proto__: null };
  if (has(HEADER_TABLE_SIZE)) settings.headerTableSize = buffer[HEADER_TABLE_SIZE];
  if (has(ENABLE_PUSH)) settings.enablePush = buffer[ENABLE_PUSH] === 1;
  if (has(INITIAL_WINDOW_SIZE)) settings.initialWindowSize = buffer[INITIAL_WINDOW_SIZE];
  if (has(MAX_FRAME_SIZE)) settings.maxFrameSize = buffer[MAX_FRAME_SIZE];
  if (has(MAX_CONCURRENT_STREAMS)) settings.maxConcurrentStreams = buffer[MAX_CONCURRENT_STREAMS];
  if (has(MAX_HEADER_LIST_SIZE)) {
    settings.maxHeaderListSize = settings.maxHeaderSize = buffer[MAX_HEADER_LIST_SIZE];
  }
  if (has(ENABLE_CONNECT_PROTOCOL)) settings.enableConnectProtocol = buffer[ENABLE_CONNECT_PROTOCOL] === 1;
  return readCustom(buffer, settings);
}

// The settings in force at one end of a native session.
function getSettings(handle, remote) {
  if (remote) handle.remoteSettings();
  else handle.localSettings();
  const buffer = native.settingsBuffer;
  return readCustom(buffer, {
    headerTableSize: buffer[HEADER_TABLE_SIZE],
    enablePush: !!buffer[ENABLE_PUSH],
    initialWindowSize: buffer[INITIAL_WINDOW_SIZE],
    maxFrameSize: buffer[MAX_FRAME_SIZE],
    maxConcurrentStreams: buffer[MAX_CONCURRENT_STREAMS],
    maxHeaderListSize: buffer[MAX_HEADER_LIST_SIZE],
    maxHeaderSize: buffer[MAX_HEADER_LIST_SIZE],
    enableConnectProtocol: !!buffer[ENABLE_CONNECT_PROTOCOL],
  });
}

function getPackedSettings(settings) {
  assertIsObject(settings, 'settings');
  validateSettings(settings);
  updateSettingsBuffer({ ...settings });
  return native.packSettings();
}

// Each setting is two bytes of number and four of value.
function getUnpackedSettings(buf, options = kEmptyObject) {
  if (!ArrayBuffer.isView(buf) || buf.length === undefined) {
    throw new ERR_INVALID_ARG_TYPE('buf', ['Buffer', 'TypedArray'], buf);
  }
  if (buf.length % 6 !== 0) throw new ERR_HTTP2_INVALID_PACKED_SETTINGS_LENGTH();
  const settings = {};
  for (let i = 0; i < buf.length; i += 6) {
    const id = buf[i] * 256 + buf[i + 1];
    const value = ((buf[i + 2] * 256 + buf[i + 3]) * 256 + buf[i + 4]) * 256 + buf[i + 5];
    const name = names[id];
    if (name === undefined) (settings.customSettings ||= {})[id] = value;
    else if (id === 6) settings.maxHeaderListSize = settings.maxHeaderSize = value;
    else settings[name] = name.startsWith('enable') ? value !== 0 : value;
  }
  if (options != null && options.validate) validateSettings(settings);
  return settings;
}

module.exports = {
  MAX_ADDITIONAL_SETTINGS,
  getDefaultSettings,
  getPackedSettings,
  getSettings,
  getUnpackedSettings,
  remoteCustomSettingsToBuffer,
  updateSettingsBuffer,
  validateSettings,
};
