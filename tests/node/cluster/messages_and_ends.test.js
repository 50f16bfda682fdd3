// cluster: messages in both directions, settings, events and their order, ends of workers, disconnect, a shared port.
'use strict';

const cluster = require('cluster');
const net = require('net');
const { once } = require('events');

async function primary() {
  cluster.setupPrimary({ exec: __filename, args: ['arg'], silent: true });
  console.log(cluster.isPrimary, cluster.isWorker, cluster.settings.args, cluster.settings.silent, [cluster.SCHED_NONE, cluster.SCHED_RR]);
  const events = [];
  for (const name of ['fork', 'online', 'listening', 'disconnect', 'exit']) cluster.on(name, (worker) => events.push(`${name} ${worker.id}`));
  cluster.on('message', (worker, message) => { if (message.general) console.log('cluster message', worker.id, message.general); });

  const one = cluster.fork({ ROLE: 'echo' });
  const [online] = [await once(one, 'online')];
  console.log(online.length, one.id, one.isConnected(), one.isDead(), one.exitedAfterDisconnect, Object.keys(cluster.workers));
  one.send({ ask: 'role' });
  console.log((await once(one, 'message'))[0]);
  one.send({ ask: 'many', list: [1, 'two', { three: 3 }] });
  console.log((await once(one, 'message'))[0]);

  const two = cluster.fork({ ROLE: 'server' });
  const [address] = await once(two, 'listening');
  console.log(address.addressType, address.address, typeof address.port);
  const socket = net.connect(address.port, '127.0.0.1');
  let got = '';
  for await (const chunk of socket.setEncoding('utf8')) got += chunk;
  console.log(got);

  const goneTwo = once(two, 'exit');
  two.disconnect();
  console.log(await goneTwo, two.exitedAfterDisconnect, two.isDead());
  const goneOne = once(one, 'exit');
  one.send({ ask: 'exit' });
  console.log(await goneOne, one.exitedAfterDisconnect);
  const three = cluster.fork({ ROLE: 'throws' });
  let words = '';
  three.process.stderr.on('data', (data) => { words += data; });
  console.log(await once(three, 'exit'), /Error: worker threw/.test(words));
  const four = cluster.fork({ ROLE: 'echo' });
  await once(four, 'online');
  const killed = once(four, 'exit');
  four.kill('SIGKILL');
  console.log((await killed).join(), four.exitedAfterDisconnect);
  console.log(Object.keys(cluster.workers));
  await new Promise((resolve) => cluster.disconnect(resolve));
  for (const id of [1, 2, 3, 4]) console.log(events.filter((event) => event.endsWith(` ${id}`)).map((event) => event.split(' ')[0]).join());
  try { four.send('x'); console.log('sent'); } catch (error) { console.log(error.code); }
  four.on('error', (error) => console.log(error.code));
}

function worker() {
  if (process.env.ROLE === 'throws') throw new Error('worker threw');
  if (process.env.ROLE === 'server') {
    net.createServer((c) => c.end(`worker ${cluster.worker.id} ${process.argv[2]}`)).listen(0, '127.0.0.1');
    return;
  }
  process.on('message', (message) => {
    if (message.ask === 'role') process.send({ role: process.env.ROLE, id: cluster.worker.id, isWorker: cluster.isWorker, unique: process.env.NODE_UNIQUE_ID });
    if (message.ask === 'many') { cluster.worker.send({ general: 'hello all' }); cluster.worker.send({ back: message.list.reverse() }); }
    if (message.ask === 'exit') process.exit(6);
  });
}

if (cluster.isPrimary) primary();
else worker();
