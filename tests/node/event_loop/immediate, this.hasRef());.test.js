'use strict';
}, 'a', 2, null);
