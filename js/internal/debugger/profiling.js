// Profiles and snapshots of the heap that the debugger takes of the program.
// https://nodejs.org/docs/latest-v26.x/api/debugger.html#v8-inspector-integration-for-nodejs
'use strict';

const { inspect } = require('internal/util/inspect');
const fs = require('fs');
const path = require('path');

class CpuProfile {
  #data;
  #print;

  constructor(data, print) {
    this.#data = data;
    this.#print = print;
  }

  [inspect.custom](depth, { stylize }) {
    const { startTime, endTime } = this.#data;
    return stylize(`[Profile ${endTime - startTime}\u03bcs]`, 'special');
  }

  save(filename = 'node.cpuprofile') {
    const file = path.resolve(filename);
    fs.writeFileSync(file, JSON.stringify(this.#data));
    this.#print(`Saved profile to ${file}`);
  }
}

class Profiles {
  list = [];
  #Profiler;
  #HeapProfiler;
  #print;
  #lastSnapshot = Promise.resolve();

  constructor({ Profiler, HeapProfiler }, print) {
    this.#Profiler = Profiler;
    this.#HeapProfiler = HeapProfiler;
    this.#print = print;
    // The program itself has ended one, by console.profileEnd().
    Profiler.on('consoleProfileFinished', ({ profile }) => {
      this.#add(profile);
      print(`Captured new CPU profile.\nAccess it with profiles[${this.list.length - 1}]`);
    });
  }

  #add(data) {
    const profile = new CpuProfile(data, this.#print);
    this.list.push(profile);
    return profile;
  }

  async start() {
    await this.#Profiler.start();
  }

  async stop() {
    const { profile } = await this.#Profiler.stop();
    return this.#add(profile);
  }

  // One after the other: the parts of a snapshot do not say which they belong to.
  takeHeapSnapshot(filename = 'node.heapsnapshot') {
    const snapshot = this.#lastSnapshot.then(() => this.#takeSnapshot(path.resolve(filename)));
    this.#lastSnapshot = snapshot.catch(() => {});
    return snapshot;
  }

  async #takeSnapshot(file) {
    const print = this.#print;
    const agent = this.#HeapProfiler;
    let written = 0;
    let failure;
    const fd = fs.openSync(file, 'w');
    const onProgress = ({ done, total, finished }) => {
      if (finished) print('Heap snapshot prepared.');
      else print(`Heap snapshot: ${done}/${total}`, false);
    };
    const onChunk = ({ chunk }) => {
      try {
        written += fs.writeSync(fd, chunk);
        print(`Writing snapshot: ${written}`, false);
      } catch (error) {
        failure ??= error;
      }
    };
    agent.on('reportHeapSnapshotProgress', onProgress);
    agent.on('addHeapSnapshotChunk', onChunk);
    print('Heap snapshot: 0/0', false);
    try {
      await agent.takeHeapSnapshot({ reportProgress: true });
    } finally {
      fs.closeSync(fd);
      agent.removeListener('reportHeapSnapshotProgress', onProgress);
      agent.removeListener('addHeapSnapshotChunk', onChunk);
    }
    if (failure !== undefined) throw failure;
    print(`Wrote snapshot: ${file}`);
  }
}

module.exports = { Profiles };
