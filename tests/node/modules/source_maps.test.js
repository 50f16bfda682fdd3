// Stacks and the report of an uncaught error show the original file when source maps are in use.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const Module = require('node:module');
const { spawnSync } = require('node:child_process');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'source-maps-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

// a() is `first` of the original, b() is `second`: line 1 of the file is line 10, line 2 is line 20.
const map = {
  version: 3,
  sources: ['original.ts'],
  sourcesContent: [Array.from({ length: 30 }, (_, i) => `line ${i + 1} of the original`).join('\n')],
  names: ['first', 'second'],
  // [0,0 -> 9,0] [0,13 -> 9,2] ; [1,0 -> 19,0] [1,13 -> 19,4 'first']
  mappings: 'AASA,aAAE;AAUF,aAAIA',
};
const text = 'function a() { throw new Error("boom") }\nfunction b() { a() }\n';
const data = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}\n`;
const inline = path.join(folder, 'inline.js');
fs.writeFileSync(inline, `${text}module.exports = b;\n${data}`);
fs.writeFileSync(path.join(folder, 'thrower.js'), 'require("./inline.js")()');
fs.writeFileSync(path.join(folder, 'inside.js'), `\`\n${data}\`;\n${text}module.exports = b;\n`);
fs.writeFileSync(path.join(folder, 'broken.js'), `${text}module.exports = b;\n//# sourceMappingURL=nowhere.js.map\n`);
const original = path.join(folder, 'original.ts');

function stackOf(name) {
  const file = path.join(folder, name);
  delete require.cache[file];
  try {
    require(file)();
  } catch (error) {
    return error.stack.split('\n');
  }
}

assert.strictEqual(process.sourceMapsEnabled, false);
assert.strictEqual(stackOf('inline.js')[1], `    at a (${inline}:1:22)`);
assert.strictEqual(Module.findSourceMap(inline), undefined);

Module.setSourceMapsSupport(true);
assert.deepStrictEqual(Module.getSourceMapsSupport(),
                       { __proto__: null, enabled: true, nodeModules: false, generatedCode: false });
const stack = stackOf('inline.js');
assert.strictEqual(stack[1], `    at first (${original}:10:3)`);
assert.strictEqual(stack[2], `    at b (${original}:20:5)`);
const found = Module.findSourceMap(inline);
assert.ok(found instanceof Module.SourceMap);
assert.strictEqual(found.findEntry(1, 14).originalLine, 19);
assert.strictEqual(found.findEntry(1, 14).name, 'first');
assert.ok(found.payload.sources[0].startsWith('file://'));

// A comment in a string is none; a map that is not there changes nothing.
assert.match(stackOf('inside.js')[1], /^ {4}at a \(.*inside\.js:/);
assert.match(stackOf('broken.js')[1], /^ {4}at a \(.*broken\.js:1:22\)$/);

process.setSourceMapsEnabled(false);
assert.strictEqual(stackOf('inline.js')[1], `    at a (${inline}:1:22)`);

const child = spawnSync(process.execPath, ['--enable-source-maps', path.join(folder, 'thrower.js')], { encoding: 'utf8' });
assert.strictEqual(child.status, 1);
assert.deepStrictEqual(child.stderr.split('\n').slice(0, 6), [
  `${original}:10`, 'line 10 of the original', '  ^', '', 'Error: boom', `    at first (${original}:10:3)`,
]);
