// Two processes that say hello on one port; the primary prints it when both listen.
import cluster from 'node:cluster';
import { createServer } from 'node:http';

if (cluster.isPrimary) {
  let port = 0;
  let listening = 0;
  cluster.on('listening', (worker, address) => {
    port = address.port;
    if (++listening === 2) console.log(port);
    else cluster.fork({ BENCH_PORT: String(port) });
  });
  cluster.fork({ BENCH_PORT: '0' });
} else {
  const server = createServer((req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/plain' });
    res.end('hello world\n');
  });
  server.listen(Number(process.env.BENCH_PORT), '127.0.0.1');
}
