// Where the top-level awaits of an ES module are, for --experimental-print-required-tla.
// https://nodejs.org/docs/latest-v26.x/api/cli.html#--experimental-print-required-tla
'use strict';

const { ArrayPrototypePush, RegExpPrototypeExec, StringPrototypeSplit, StringPrototypeStartsWith } = primordials;

// Takes `await` after `await` out of the text, in the order in which V8 complains about them in a function that is
// not async. Other syntax of modules is put out of the way first.
function topLevelAwaits(url, format) {
  if (format !== 'module' || !StringPrototypeStartsWith(url, 'file:')) return [];
  const source = ops.op_module_read_source(require('internal/url').fileURLToPath(url));
  const lines = StringPrototypeSplit(source, '\n');
  const found = [];
  for (let i = 0; i < lines.length; i++) {
    const match = RegExpPrototypeExec(/^(?!\s*(?:\/\/|\*|\/\*)).*?\bawait\b/, lines[i]);
    if (match === null || isInsideFunction(lines, i)) continue;
    ArrayPrototypePush(found, {
      __proto__: null, url, line: i + 1, column: match[0].length - 4, sourceLine: lines[i],
    });
  }
  return found;
}

// Counts braces: what is inside of one is taken to be a function's, as long as the text before it looks like one.
function isInsideFunction(lines, index) {
  let depth = 0;
  const functions = [];
  for (let i = 0; i <= index; i++) {
    const line = lines[i];
    for (let at = 0; at < line.length; at++) {
      if (line[at] === '{') {
        depth++;
        const before = line.slice(0, at);
        functions[depth] = functions[depth - 1] === true ||
          RegExpPrototypeExec(/(=>|\bfunction\b[^{]*|\)\s*)$/, before) !== null &&
          RegExpPrototypeExec(/\b(if|for|while|switch|catch)\b[^{]*$/, before) === null;
      } else if (line[at] === '}') {
        depth--;
      } else if (i === index && line.startsWith('await', at)) {
        return functions[depth] === true;
      }
    }
  }
  return false;
}

module.exports = { topLevelAwaits };
