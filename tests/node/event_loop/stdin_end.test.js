'use strict';
// Stdin: one line
// Reading standard input: data, then end; the program ends by itself.
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text) => console.log('data', JSON.stringify(text)));
process.stdin.on('end', () => console.log('end'));
process.on('exit', () => console.log('exit'));
console.log('main');
