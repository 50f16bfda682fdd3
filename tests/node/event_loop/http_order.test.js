'use strict';
// One request: the order of the server's and of the client's events.
const http = require('http');
const server = http.createServer((req, res) => {
  console.log('server: request', req.method, req.url);
  req.on('data', (chunk) => console.log('server: data', String(chunk)));
  req.on('end', () => {
    console.log('server: end');
    res.end('answer');
  });
  res.on('finish', () => console.log('server: finish'));
});
server.listen(0, '127.0.0.1', () => {
  const req = http.request({ port: server.address().port, method: 'POST', agent: false }, (res) => {
    console.log('client: response', res.statusCode);
    res.on('data', (chunk) => console.log('client: data', String(chunk)));
    res.on('end', () => {
      console.log('client: end', res.complete);
      server.close(() => console.log('server: closed'));
    });
  });
  req.on('socket', () => console.log('client: socket'));
  req.on('finish', () => console.log('client: finish'));
  req.end('question');
  console.log('request was made');
});
