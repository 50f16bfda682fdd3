'use strict';
}, 1, 'two', 3, 4);
process.nextTick((...args) => console.log(args.length));
