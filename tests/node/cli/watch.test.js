// `--watch`: the program runs again when a file that it has loaded changes, with its own arguments and options.
'use strict';

const assert = require('assert');
const { spawn } = require('child_process');
const { once } = require('events');
const { writeFileSync } = require('fs');
const { createInterface } = require('readline');

writeFileSync('part.js', 'exports.text = "one";');
writeFileSync('main.js', `
  const { text } = require('./part');
  console.log(text, process.argv.slice(2).join(), process.execArgv.join());
  if (text === 'last') process.exitCode = 3;
`);

async function watched() {
  const args = ['--no-warnings', '--watch', '--watch-preserve-output', 'main.js', 'a', 'b'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = [];
  let timer;
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line.startsWith('Completed running') && timer === undefined) {
      // Again and again: what the program has loaded may be known to the watcher a moment later than this line.
      timer = setInterval(() => writeFileSync('part.js', 'exports.text = "last";'), 300);
    }
    if (line.startsWith('Failed running')) break;
  }
  clearInterval(timer);
  child.kill();
  await once(child, 'exit');
  return lines;
}

const end = "running 'main.js a b'. Waiting for file changes before restarting...";
watched().then((lines) => {
  assert.deepStrictEqual(lines.slice(0, 2), ['one a,b --no-warnings,--watch-preserve-output', `Completed ${end}`]);
  assert.match(lines[2], /^Change detected in '.*part\.js'$/);
  assert.strictEqual(lines.at(-1), `Failed ${end}`);
  assert.strictEqual(lines.at(-2), 'last a,b --no-warnings,--watch-preserve-output');
  assert.ok(lines.includes("Restarting 'main.js a b'"));
});
