// The ES module that warm_up.js runs as a program.
import fs, { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'path';
import './warm_up.mjs';

const extent = process.argv[2];
if (extent === 'all') {
  const text = readFileSync(import.meta.filename, 'utf8');
  console.log(path.join(import.meta.dirname, 'a').length > 0, text.length > 0, fs.existsSync(import.meta.filename));
  await served();
}

// A server and its clients.
async function served() {
  const server = http.createServer(async (request, response) => {
    for await (const chunk of request) chunk.toString();
    response.setHeader('Content-Type', 'text/plain');
    response.end('hello\n');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}/`;
  await (await fetch(url)).text();
  await (await fetch(url, { method: 'POST', body: JSON.stringify({ a: 1 }) })).json().catch(() => {});
  await new Promise((resolve) => {
    const request = http.request(url, { method: 'POST' }, (response) => response.on('data', () => {}).on('end', resolve));
    request.end('body');
  });
  server.close();
  server.closeAllConnections();
}
