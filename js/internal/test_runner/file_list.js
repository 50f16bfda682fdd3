// Which files hold tests. https://nodejs.org/docs/latest-v26.x/api/test.html#running-tests-from-the-command-line
'use strict';

const kMagic = /[*?[\]{}!]|[@+]\(/;

function defaultPattern() {
  const types = require('internal/options').getOptionValue('--strip-types') !== false;
  const extensions = types ? 'js,mjs,cjs,ts,mts,cts' : 'js,mjs,cjs';
  return `**/{test,test/**/*,test-*,*[._-]test}.{${extensions}}`;
}

function createFileList(patterns, cwd) {
  const given = patterns?.length > 0;
  const { globSync } = require('fs');
  const list = globSync(given ? patterns : defaultPattern(), {
    __proto__: null, cwd, exclude: (name) => name === 'node_modules',
  });
  if (given && list.length === 0 && !patterns.some((pattern) => kMagic.test(pattern))) {
    const process = require('process');
    require('console').error(`Could not find '${patterns.join(', ')}'`);
    process.exit(1);
  }
  return list.sort();
}

module.exports = { createFileList, defaultPattern };
