// readline on a stream that is no terminal: chunks and lines, CRLF across chunks, history off, question, pause, async iteration.
'use strict';

const readline = require('readline');
const { PassThrough, Readable } = require('stream');
const rlPromises = require('readline/promises');

async function lines(chunks, options) {
  const rl = readline.createInterface({ input: Readable.from(chunks), crlfDelay: Infinity, ...options });
  const seen = [];
  for await (const line of rl) seen.push(line);
  return seen;
}

async function main() {
  console.log(await lines(['a\nb', 'c\r', '\nd\r\n', '\n', 'last']));
  console.log(await lines(['\u2028x\u2029y\n', Buffer.from([0xe2, 0x82]), Buffer.from([0xac, 10])]));
  console.log(await lines(['a\rb\r\nc'], { crlfDelay: 100 }));
  console.log(await lines([]));
  console.log(await lines(['', '\n\n', 'tab\there\n']));

  const input = new PassThrough();
  const output = new PassThrough();
  let written = '';
  output.on('data', (data) => { written += data; });
  const rl = rlPromises.createInterface({ input, output, prompt: '> ' });
  rl.on('line', (line) => console.log('line %j', line));
  rl.on('pause', () => console.log('pause'));
  rl.on('resume', () => console.log('resume'));
  rl.on('close', () => console.log('close'));
  rl.on('history', (history) => console.log('history', history));
  const answer = rl.question('name? ');
  input.write('Ada\nmore\n');
  console.log('answer %j', await answer);
  rl.prompt();
  rl.pause();
  rl.resume();
  rl.write('typed\n');
  console.log(rl.terminal, rl.line, rl.cursor, rl.getPrompt());
  rl.setPrompt('$ ');
  rl.prompt(true);
  const controller = new AbortController();
  const pending = rl.question('again? ', { signal: controller.signal });
  controller.abort();
  await pending.catch((error) => console.log(error.name, error.code, error.message));
  rl.close();
  rl.close();
  console.log(JSON.stringify(written));
  try { rl.prompt(); } catch (error) { console.log(error.code); }
  await rl.question('closed? ').catch((error) => console.log(error.code));
  try { readline.createInterface({ input, historySize: -1 }); } catch (error) { console.log(error.code, error.message); }
  try { readline.createInterface({ input, completer: 'no' }); } catch (error) { console.log(error.code, error.message); }
  console.log(readline.clearLine(output, 0), readline.cursorTo(output, 1, 2), readline.moveCursor(output, -1, 1), readline.clearScreenDown(output));
  console.log(JSON.stringify(written));
}

main();
