// The Date of a test whose clock stands still. https://nodejs.org/docs/latest-v26.x/api/test.html#dates
'use strict';

function mockDate(RealDate, getNow) {
  function Date(year, month, date, hours, minutes, seconds, ms) {
    if (new.target === undefined) return new RealDate(getNow()).toString();
    switch (arguments.length) {
      case 0: return new Date(getNow());
      case 1: return Reflect.construct(RealDate, [year], new.target);
      default: return Reflect.construct(RealDate, arguments, new.target);
    }
  }
  const { length: _length, name: _name, prototype, ...rest } = Object.getOwnPropertyDescriptors(RealDate);
  Object.defineProperties(Date, rest);
  Object.defineProperty(Date, 'prototype', prototype);
  Object.defineProperty(Date, 'now', {
    __proto__: null,
    ...rest.now,
    value: function now() {
      return getNow();
    },
  });
  Object.defineProperty(Date, 'toString', {
    __proto__: null,
    configurable: true,
    writable: true,
    enumerable: true,
    value: function toString() {
      return Function.prototype.toString.call(RealDate);
    },
  });
  Object.defineProperty(Date, 'isMock', { __proto__: null, configurable: true, enumerable: true, value: true });
  return Date;
}

module.exports = { mockDate };
