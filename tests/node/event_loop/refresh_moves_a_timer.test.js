'use strict';
// refresh() starts a timer's time anew: it then comes after those of its duration, also when it has run.
let runs = 0;
const moved = setTimeout(() => {
  console.log('moved', ++runs);
  if (runs === 1) moved.refresh();
}, 10);
setTimeout(() => {
  console.log('second');
  setTimeout(() => console.log('made by the second'), 10);
}, 10);
moved.refresh();
setTimeout(() => console.log('third'), 10);
