import { readFile } from 'node:fs';

if (typeof readFile !== 'function') process.exit(1);
