'use strict';
// process.report: what a report holds, where it is written, and what its settings take.
const assert = require('assert');
const fs = require('fs');
const { spawnSync } = require('child_process');

const report = process.report.getReport();
assert.strictEqual(report.header.event, 'JavaScript API');
assert.strictEqual(report.header.trigger, 'GetReport');
assert.strictEqual(report.header.filename, null);
assert.strictEqual(report.header.processId, process.pid);
assert.strictEqual(report.header.cwd, process.cwd());
assert.deepStrictEqual(report.header.componentVersions, { ...process.versions });
assert.match(report.javascriptStack.message, /ERR_SYNTHETIC/);
assert.ok(report.javascriptHeap.usedMemory > 0);
assert.ok(report.resourceUsage.rss > 0);
assert.strictEqual(report.environmentVariables.TMPDIR, process.env.TMPDIR);
assert.ok(report.userLimits.open_files.soft > 0);

class Failure extends TypeError {
  detail = 5;
}
const { javascriptStack } = process.report.getReport(new Failure('no'));
assert.strictEqual(javascriptStack.message, 'TypeError: no');
assert.strictEqual(javascriptStack.errorProperties.detail, '5');

process.report.excludeEnv = true;
process.report.compact = true;
assert.strictEqual(process.report.writeReport('one.json'), 'one.json');
const text = fs.readFileSync('one.json', 'utf8');
assert.strictEqual(text.indexOf('\n'), text.length - 1);
assert.strictEqual(JSON.parse(text).environmentVariables, undefined);
assert.match(process.report.writeReport(), /^report\.\d{8}\.\d{6}\.\d+\.0\.\d{3}\.json$/);

assert.throws(() => process.report.getReport(5), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => process.report.writeReport(5), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => { process.report.directory = 5; }, { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => { process.report.signal = 'SIGNONE'; }, { code: 'ERR_UNKNOWN_SIGNAL' });
assert.throws(() => { process.report.reportOnSignal = 1; }, { code: 'ERR_INVALID_ARG_TYPE' });

const child = spawnSync(process.execPath, [
  '--report-uncaught-exception', '--report-filename=two.json', '-e', 'throw new RangeError("far")',
]);
assert.strictEqual(child.status, 1);
assert.strictEqual(JSON.parse(fs.readFileSync('two.json', 'utf8')).header.trigger, 'Exception');
