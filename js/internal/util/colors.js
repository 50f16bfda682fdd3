// Whether, and in which colors, builtins write to a stream.
'use strict';

const kCodes = {
  blue: '\u001b[34m',
  green: '\u001b[32m',
  white: '\u001b[39m',
  yellow: '\u001b[33m',
  red: '\u001b[31m',
  gray: '\u001b[90m',
  clear: '\u001bc',
  reset: '\u001b[0m',
};

function shouldColorize(stream) {
  if (require('process').env.FORCE_COLOR !== undefined) {
    return require('internal/tty').getColorDepth() > 2;
  }
  return stream?.isTTY && (typeof stream.getColorDepth === 'function' ? stream.getColorDepth() > 2 : true);
}

const colors = {
  blue: '',
  green: '',
  white: '',
  yellow: '',
  red: '',
  gray: '',
  clear: '',
  reset: '',
  hasColors: false,
  shouldColorize,
  // Looks again whether stderr is a terminal.
  refresh() {
    colors.hasColors = Boolean(shouldColorize(require('process').stderr));
    for (const name of Object.keys(kCodes)) colors[name] = colors.hasColors ? kCodes[name] : '';
  },
};

module.exports = colors;
