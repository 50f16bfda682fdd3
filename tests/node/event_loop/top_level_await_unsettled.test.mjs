// Exit: 13
// Stderr: /unsettled top-level await/
// A module that awaits what never comes ends with code 13 when the loop is empty.
process.on('exit', (code) => console.log('exit', code));
console.log('main');
await new Promise(() => {});
console.log('must not run');
