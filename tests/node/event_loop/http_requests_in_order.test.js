'use strict';
// Requests pipelined on one connection are answered in their order, whenever their answers are ready.
const http = require('http');
const net = require('net');
const waiting = [];
const server = http.createServer((req, res) => {
  console.log('request', req.url);
  waiting.push(res);
  if (waiting.length === 3) waiting.reverse().forEach((res, i) => res.end(`answer ${3 - i}`));
});
server.listen(0, '127.0.0.1', () => {
  const client = net.connect(server.address().port, '127.0.0.1');
  let text = '';
  client.setEncoding('latin1').on('data', (data) => { text += data; }).on('close', () => {
    console.log(text.match(/answer \d/g).join(', '));
    server.close();
  });
  const head = (path, connection) => `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: ${connection}\r\n\r\n`;
  client.write(head('/1', 'keep-alive') + head('/2', 'keep-alive') + head('/3', 'close'));
});
