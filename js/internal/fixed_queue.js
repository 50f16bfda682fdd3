// A queue of blocks of fixed size: no array is ever shifted or moved when it grows. https://nodejs.org/api/events.html
'use strict';

const kSize = 2048;
const kMask = kSize - 1;

// A ring; one slot stays empty to tell full from empty.
class Block {
  constructor() {
    this.bottom = 0;
    this.top = 0;
    this.list = new Array(kSize);
    this.next = null;
  }

  isEmpty() {
    return this.top === this.bottom;
  }

  isFull() {
    return ((this.top + 1) & kMask) === this.bottom;
  }

  push(value) {
    this.list[this.top] = value;
    this.top = (this.top + 1) & kMask;
  }

  shift() {
    const value = this.list[this.bottom];
    if (value === undefined) return null;
    this.list[this.bottom] = undefined;
    this.bottom = (this.bottom + 1) & kMask;
    return value;
  }
}

module.exports = class FixedQueue {
  constructor() {
    this.head = this.tail = new Block();
    // One emptied block is kept for the next time the queue grows.
    this.spare = null;
  }

  isEmpty() {
    return this.tail.isEmpty();
  }

  push(value) {
    if (this.head.isFull()) {
      const block = this.spare ?? new Block();
      this.spare = null;
      this.head = this.head.next = block;
    }
    this.head.push(value);
  }

  shift() {
    const { tail } = this;
    const value = tail.shift();
    if (tail.isEmpty() && tail.next !== null) {
      this.tail = tail.next;
      tail.next = null;
      tail.bottom = tail.top = 0;
      this.spare = tail;
    }
    return value;
  }
};
