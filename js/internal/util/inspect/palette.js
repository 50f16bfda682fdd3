// The colors and styles of util.inspect: https://nodejs.org/docs/latest-v26.x/api/util.html#customizing-utilinspect-colors
'use strict';

const { ObjectDefineProperty } = primordials;

const kDefaultForeground = 39;
const kDefaultBackground = 49;

// Name -> [code that starts it, code that ends it].
const colors = {
  __proto__: null,
  reset: [0, 0],
  bold: [1, 22],
  dim: [2, 22],
  italic: [3, 23],
  underline: [4, 24],
  blink: [5, 25],
  inverse: [7, 27],
  hidden: [8, 28],
  strikethrough: [9, 29],
  doubleunderline: [21, 24],
  black: [30, kDefaultForeground],
  red: [31, kDefaultForeground],
  green: [32, kDefaultForeground],
  yellow: [33, kDefaultForeground],
  blue: [34, kDefaultForeground],
  magenta: [35, kDefaultForeground],
  cyan: [36, kDefaultForeground],
  white: [37, kDefaultForeground],
  bgBlack: [40, kDefaultBackground],
  bgRed: [41, kDefaultBackground],
  bgGreen: [42, kDefaultBackground],
  bgYellow: [43, kDefaultBackground],
  bgBlue: [44, kDefaultBackground],
  bgMagenta: [45, kDefaultBackground],
  bgCyan: [46, kDefaultBackground],
  bgWhite: [47, kDefaultBackground],
  framed: [51, 54],
  overlined: [53, 55],
  gray: [90, kDefaultForeground],
  redBright: [91, kDefaultForeground],
  greenBright: [92, kDefaultForeground],
  yellowBright: [93, kDefaultForeground],
  blueBright: [94, kDefaultForeground],
  magentaBright: [95, kDefaultForeground],
  cyanBright: [96, kDefaultForeground],
  whiteBright: [97, kDefaultForeground],
  bgGray: [100, kDefaultBackground],
  bgRedBright: [101, kDefaultBackground],
  bgGreenBright: [102, kDefaultBackground],
  bgYellowBright: [103, kDefaultBackground],
  bgBlueBright: [104, kDefaultBackground],
  bgMagentaBright: [105, kDefaultBackground],
  bgCyanBright: [106, kDefaultBackground],
  bgWhiteBright: [107, kDefaultBackground],
};

// An alias follows its color when a program replaces it.
const aliases = [
  'grey', 'gray',
  'blackBright', 'gray',
  'bgGrey', 'bgGray',
  'bgBlackBright', 'bgGray',
  'faint', 'dim',
  'crossedout', 'strikethrough',
  'strikeThrough', 'strikethrough',
  'crossedOut', 'strikethrough',
  'conceal', 'hidden',
  'swapColors', 'inverse',
  'swapcolors', 'inverse',
  'doubleUnderline', 'doubleunderline',
];
for (let i = 0; i < aliases.length; i += 2) {
  const target = aliases[i + 1];
  ObjectDefineProperty(colors, aliases[i], {
    __proto__: null,
    get() { return this[target]; },
    set(value) { this[target] = value; },
    configurable: true,
    enumerable: false,
  });
}

// The style of a regular expression is a function; its `colors` are those of the nesting levels.
function highlightRegExp(text) {
  return require('internal/util/inspect/highlight_regexp').highlight(text, highlightRegExp.colors, colors);
}
highlightRegExp.colors = ['green', 'red', 'yellow', 'cyan', 'magenta'];

// What is highlighted -> the name of a color, or a function. `name` has no style on purpose.
const styles = {
  __proto__: null,
  special: 'cyan',
  number: 'yellow',
  bigint: 'yellow',
  boolean: 'yellow',
  undefined: 'grey',
  null: 'bold',
  string: 'green',
  symbol: 'green',
  date: 'magenta',
  regexp: highlightRegExp,
  module: 'underline',
};

module.exports = { colors, styles };
