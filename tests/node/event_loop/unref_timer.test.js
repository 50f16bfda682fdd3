'use strict';
// An unref'd timer does not keep the program alive; ref() takes it back.
setTimeout(() => console.log('must not run'), 2000).unref();
const kept = setTimeout(() => console.log('kept'), 10).unref();
kept.ref();
console.log(kept.hasRef(), kept.unref().hasRef(), kept.ref().hasRef());
process.on('exit', () => console.log('exit'));
