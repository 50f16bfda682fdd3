import data from './data.json' with { type: 'json' };
console.log(data);
await import('./data.json').catch((err) => console.log(err.code));
