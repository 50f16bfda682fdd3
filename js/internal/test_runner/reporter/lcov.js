// The lcov reporter: what `test:coverage` says, in the form that lcov tools read.
// https://nodejs.org/docs/latest-v26.x/api/test.html#test-reporters
'use strict';

const { Transform } = require('stream');

function fileText(file, root) {
  let text = `SF:${require('path').relative(root, file.path)}\n`;
  const names = file.functions.map(({ name }, i) => name || `anonymous_${i}`);
  file.functions.forEach(({ line }, i) => {
    text += `FN:${line},${names[i]}\n`;
  });
  file.functions.forEach(({ count }, i) => {
    text += `FNDA:${count},${names[i]}\n`;
  });
  text += `FNF:${file.totalFunctionCount}\nFNH:${file.coveredFunctionCount}\n`;
  file.branches.forEach(({ count, line }, i) => {
    text += `BRDA:${line},${i},0,${count}\n`;
  });
  text += `BRF:${file.totalBranchCount}\nBRH:${file.coveredBranchCount}\n`;
  for (const { count, line } of file.lines.toSorted((a, b) => a.line - b.line)) text += `DA:${line},${count}\n`;
  return `${text}LH:${file.coveredLineCount}\nLF:${file.totalLineCount}\nend_of_record\n`;
}

class LcovReporter extends Transform {
  constructor(options) {
    super({ __proto__: null, ...options, writableObjectMode: true });
  }

  _transform({ type, data }, encoding, callback) {
    if (type !== 'test:coverage') return callback();
    const { files, workingDirectory } = data.summary;
    return callback(null, `TN:\n${files.map((file) => fileText(file, workingDirectory)).join('')}`);
  }
}

module.exports = LcovReporter;
