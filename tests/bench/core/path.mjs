// node:path, with absolute and relative paths as programs build them.
import path from 'node:path';
import { each } from './common.mjs';

const FILES = ['/home/user/project/src/index.js', '/usr/lib/node_modules/npm/bin/npm-cli.js', '/var/log/a.b.log'];
let sink = 0;
let turn = 0;
const next = () => FILES[turn = (turn + 1) % 3];

each('path.join', () => { sink += path.join('/home/user', 'project', '..', next(), 'index.js').length; });
each('path.join, two', () => { sink += path.join('/home/user/project', 'file.js').length; });
each('path.resolve, relative', () => { sink += path.resolve('src', '../lib', './index.js').length; });
each('path.resolve, absolute', () => { sink += path.resolve(next()).length; });
each('path.normalize', () => { sink += path.normalize('/home/./user//project/../other/file.js').length; });
each('path.relative', () => { sink += path.relative('/home/user/project/src/lib', next()).length; });
each('path.basename', () => { sink += path.basename(next()).length; });
each('path.basename, suffix', () => { sink += path.basename(next(), '.js').length; });
each('path.dirname', () => { sink += path.dirname(next()).length; });
each('path.extname', () => { sink += path.extname(next()).length; });
each('path.parse', () => { sink += path.parse(next()).name.length; });
each('path.format', () => { sink += path.format({ dir: '/home/user', name: 'file', ext: '.txt' }).length; });
each('path.isAbsolute', () => { sink += path.isAbsolute(next()); });
if (sink === 0) throw new Error('nothing was done');
