import { createServer } from 'node:http';

if (typeof createServer !== 'function') process.exit(1);
