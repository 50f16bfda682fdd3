// `heddle inspect`: the debugger at the prompt. https://nodejs.org/docs/latest-v26.x/api/debugger.html
'use strict';

module.exports = {
  run: ((fn) => fn)(() => {
    // The prompt begins when this stack has ended.
    require('process').nextTick(() => require('internal/debugger/inspect').start());
  }),
};
