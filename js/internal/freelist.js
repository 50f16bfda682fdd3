// A pool of reusable objects, last in first out, that keeps at most `max` of them.
'use strict';

class FreeList {
  constructor(name, max, ctor) {
    this.name = name;
    this.ctor = ctor;
    this.max = max;
    this.list = [];
  }

  alloc(...args) {
    const { list } = this;
    return list.length > 0 ? list.pop() : this.ctor(...args);
  }

  // Whether the object was kept.
  free(object) {
    if (this.list.length >= this.max) return false;
    this.list.push(object);
    return true;
  }
}

module.exports = FreeList;
