'use strict';
  throw new Error(`beat ${beats}`);
}, 2);
