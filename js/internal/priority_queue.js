// A binary heap whose entries know their place, so that any of them can be taken out. https://nodejs.org/api/timers.html
'use strict';

module.exports = class PriorityQueue {
  #compare = (a, b) => a - b;
  // The root is at 1: the children of i are 2i and 2i + 1.
  #heap = [undefined, undefined];
  #setPosition;
  #size = 0;

  constructor(comparator, setPosition) {
    if (comparator !== undefined) this.#compare = comparator;
    if (setPosition !== undefined) this.#setPosition = setPosition;
  }

  insert(value) {
    const position = ++this.#size;
    this.#heap[position] = value;
    this.percolateUp(position);
  }

  peek() {
    return this.#heap[1];
  }

  peekBottom() {
    return this.#heap[this.#size];
  }

  percolateDown(position) {
    const heap = this.#heap;
    const item = heap[position];
    const size = this.#size;
    for (let child = position * 2; child <= size; child = position * 2) {
      if (child < size && this.#compare(heap[child + 1], heap[child]) < 0) child++;
      if (this.#compare(item, heap[child]) <= 0) break;
      this.#put(heap[child], position);
      position = child;
    }
    this.#put(item, position);
  }

  percolateUp(position) {
    const heap = this.#heap;
    const item = heap[position];
    while (position > 1) {
      const parent = position >> 1;
      if (this.#compare(heap[parent], item) <= 0) break;
      this.#put(heap[parent], position);
      position = parent;
    }
    this.#put(item, position);
  }

  removeAt(position) {
    const heap = this.#heap;
    const size = this.#size--;
    const last = heap[size];
    heap[size] = undefined;
    if (position === size) return;
    heap[position] = last;
    if (position > 1 && this.#compare(heap[position >> 1], last) > 0) this.percolateUp(position);
    else this.percolateDown(position);
  }

  shift() {
    const value = this.#heap[1];
    if (value !== undefined) this.removeAt(1);
    return value;
  }

  #put(item, position) {
    this.#heap[position] = item;
    if (this.#setPosition !== undefined) this.#setPosition(item, position);
  }
};
