'use strict';
// refresh() starts a timer's time anew, also after it has run.
let runs = 0;
const moved = setTimeout(() => {
  console.log('moved', ++runs);
  if (runs 