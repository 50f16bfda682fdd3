'use strict';
}, 30);
setTimeout(() => {
  console.log('refresh at 15');
  moved.refresh();
}, 15);
setTimeout(() => console.log('35: not yet', runs), 35);
