// The state of a stream is one integer: a bit for each yes or no. This file has the bits that both
// sides share and the accessors that give each bit its name. https://nodejs.org/api/stream.html
'use strict';

const kState = Symbol('kState');

const kObjectMode = 1 << 0;
const kErrorEmitted = 1 << 1;
const kAutoDestroy = 1 << 2;
const kEmitClose = 1 << 3;
const kDestroyed = 1 << 4;
const kClosed = 1 << 5;
const kCloseEmitted = 1 << 6;
const kErrored = 1 << 7;
const kConstructed = 1 << 8;

// A property that is one bit.
function flag(bit) {
  return {
    __proto__: null,
    enumerable: false,
    get() {
      return (this[kState] & bit) !== 0;
    },
    set(value) {
      if (value) this[kState] |= bit;
      else this[kState] &= ~bit;
    },
  };
}

// A property whose value lies in the slot `key` and counts only while the bit is set.
function slot(bit, key, absent) {
  return {
    __proto__: null,
    enumerable: false,
    get() {
      return (this[kState] & bit) !== 0 ? this[key] : absent;
    },
    set(value) {
      if (value) {
        this[key] = value;
        this[kState] |= bit;
      } else {
        this[kState] &= ~bit;
      }
    },
  };
}

// The same, but the slot is written also with nothing.
function emptySlot(bit, key, absent) {
  return {
    __proto__: null,
    enumerable: false,
    get() {
      return (this[kState] & bit) !== 0 ? this[key] : absent;
    },
    set(value) {
      this[key] = value;
      if (value) this[kState] |= bit;
      else this[kState] &= ~bit;
    },
  };
}

// A property that is true, false or not known yet: two bits.
function maybe(known, bit, absent) {
  return {
    __proto__: null,
    enumerable: false,
    get() {
      return (this[kState] & known) !== 0 ? (this[kState] & bit) !== 0 : absent;
    },
    set(value) {
      if (value == null) {
        this[kState] &= ~(known | bit);
      } else if (value) {
        this[kState] |= known | bit;
      } else {
        this[kState] = (this[kState] | known) & ~bit;
      }
    },
  };
}

// The default encoding: 'utf8' is a bit, any other name lies in a slot.
function encodingSlot(bit, key) {
  return {
    __proto__: null,
    enumerable: false,
    get() {
      return (this[kState] & bit) !== 0 ? 'utf8' : this[key];
    },
    set(value) {
      if (value === 'utf8' || value === 'utf-8') {
        this[kState] |= bit;
      } else {
        this[kState] &= ~bit;
        this[key] = value;
      }
    },
  };
}

module.exports = {
  emptySlot,
  encodingSlot,
  flag,
  kAutoDestroy,
  kCloseEmitted,
  kClosed,
  kConstructed,
  kDestroyed,
  kEmitClose,
  kErrorEmitted,
  kErrored,
  kObjectMode,
  kState,
  maybe,
  slot,
};
