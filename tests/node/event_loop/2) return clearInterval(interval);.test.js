'use strict';
  setTimeout(() => console.log('timeout of beat', beats), 4);
}, 4);
