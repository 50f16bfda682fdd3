// Two processes that say hello on one port; the primary prints it when both listen.
import cluster from 'node:cluster';
import { createServer } from 'node:http';

if (cluster.isPrimary) {
  // Port 0 means different things to different runtimes, so a free port is looked for first.
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => {
      let listening = 0;
      cluster.on('listening', () => {
        if (++listening === 2) console.log(port);
      });
      for (let i = 0; i < 2; i++) cluster.fork({ BENCH_PORT: String(port) });
    });
  });
} else {
  const server = createServer((req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/plain' });
    res.end('hello world\n');
  });
  server.listen(Number(process.env.BENCH_PORT), '127.0.0.1');
}
