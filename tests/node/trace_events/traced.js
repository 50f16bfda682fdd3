'use strict';
// Runs a program with tracing, in a folder of its own, and gives what it traced.
const assert = require('assert');
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

// `how`: {flags, status, signal, file}
function traced(categories, code, how = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'trace-'));
  const flags = categories === undefined ? [] : ['--trace-event-categories', categories];
  const child = spawnSync(process.execPath, [...flags, ...how.flags ?? [], '-e', code], { cwd: folder, encoding: 'utf8' });
  assert.strictEqual(child.stderr, '');
  assert.strictEqual(child.status, how.status ?? 0);
  const files = fs.readdirSync(folder).filter((name) => name.includes('.log'));
  const read = (name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')).traceEvents;
  const all = files.length === 0 ? [] : read(files[0]);
  fs.rmSync(folder, { recursive: true });
  for (const event of all) {
    const keys = Object.keys(event).filter((key) => key !== 'id');
    assert.deepStrictEqual(keys, ['pid', 'tid', 'ts', 'tts', 'ph', 'cat', 'name', 'dur', 'tdur', 'args']);
    assert.strictEqual(event.pid, child.pid);
  }
  return {
    pid: child.pid,
    stdout: child.stdout,
    files,
    metadata: all.filter(({ cat }) => cat === '__metadata'),
    events: all.filter(({ cat }) => cat !== '__metadata'),
  };
}

module.exports = { traced };
