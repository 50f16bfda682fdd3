// A server that says hello; it prints its port.
import { createServer } from 'node:http';

const server = createServer((req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/plain' });
  res.end('hello world\n');
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
