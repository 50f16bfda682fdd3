// Where in the program a test was made.
'use strict';

function toPath(name) {
  return name.startsWith('file://') ? require('internal/url').fileURLToPath(name) : name;
}

// The caller's place in the program, with the source map of its file where one is in use.
function callerLocation() {
  const { getCallSites } = require('internal/util/call_sites');
  for (const site of getCallSites(16)) {
    const name = site.scriptName;
    if (name === '' || name.startsWith('node:') || name.startsWith('ext:')) continue;
    return { __proto__: null, line: site.lineNumber, column: site.columnNumber, file: toPath(name) };
  }
  return undefined;
}

module.exports = { callerLocation };
