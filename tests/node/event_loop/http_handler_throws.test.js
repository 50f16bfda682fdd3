'use strict';
// An error in a request handler is uncaught; the server answers the next request.
const http = require('http');
process.on('uncaughtException', (err) => console.log('caught', err.message));
const server = http.createServer((req, res) => {
  res.end(req.url);
  if (req.url === '/first') throw new Error('handler');
});
const get = (path, then) => http.get({ port: server.address().port, path, agent: false }, (res) => {
  res.setEncoding('latin1').on('data', (text) => console.log('answer', text)).on('end', then);
});
server.listen(0, '127.0.0.1', () => get('/first', () => get('/second', () => server.close())));
