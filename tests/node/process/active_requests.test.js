'use strict';
// process.getActiveResourcesInfo() names the requests that wait.
const assert = require('assert');
const fs = require('fs');

const count = () => process.getActiveResourcesInfo().filter((name) => name === 'FSReqCallback').length;

let open = 3;
for (let i = 0; i < open; i++) {
  fs.open(__filename, 'r', (err, fd) => {
    assert.ifError(err);
    fs.closeSync(fd);
    if (--open === 0) setImmediate(() => assert.strictEqual(count(), 0));
  });
}
assert.strictEqual(count(), 3);
assert.deepStrictEqual(process._getActiveRequests().map((request) => request.constructor.name),
                       ['FSReqCallback', 'FSReqCallback', 'FSReqCallback']);
