// util.inspect and util.format: https://nodejs.org/docs/latest-v26.x/api/util.html#utilinspectobject-options
'use strict';

const {
  ObjectAssign,
  ObjectDefineProperty,
  ObjectKeys,
  ObjectPrototypeHasOwnProperty,
  ObjectSeal,
  SymbolFor,
} = primordials;

const { format, formatWithOptions } = require('internal/util/inspect/format');
const { formatValue } = require('internal/util/inspect/format_value');
const { identicalSequenceRange } = require('internal/util/inspect/errors');
const { getStringWidth, isZeroWidthCodePoint, stripVTControlCharacters } = require('internal/util/inspect/width');
const palette = require('internal/util/inspect/palette');

const inspectDefaultOptions = ObjectSeal({
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
});

function stylizeNoColor(str) {
  return str;
}

function stylizeWithColor(str, styleType) {
  const style = inspect.styles[styleType];
  if (style === undefined) return str;
  const color = inspect.colors[style];
  if (color !== undefined) return `\u001b[${color[0]}m${str}\u001b[${color[1]}m`;
  return typeof style === 'function' ? style(str) : str;
}

function applyOptions(ctx, options) {
  const keys = ObjectKeys(options);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (key === 'stylize' || ObjectPrototypeHasOwnProperty(inspectDefaultOptions, key)) {
      ctx[key] = options[key];
    } else {
      // Options of the user's own are handed on to custom inspect functions.
      ctx.userOptions ??= options;
    }
  }
}

// Also callable as inspect(value, showHidden, depth, colors).
function inspect(value, opts) {
  const defaults = inspectDefaultOptions;
  const ctx = {
    budget: [0, 0, 0, 0, 0, 0, 0],
    indentationLvl: 0,
    seen: [],
    seenCount: 0,
    currentDepth: 0,
    stylize: stylizeNoColor,
    showHidden: defaults.showHidden,
    depth: defaults.depth,
    colors: defaults.colors,
    customInspect: defaults.customInspect,
    showProxy: defaults.showProxy,
    maxArrayLength: defaults.maxArrayLength,
    maxStringLength: defaults.maxStringLength,
    breakLength: defaults.breakLength,
    compact: defaults.compact,
    sorted: defaults.sorted,
    getters: defaults.getters,
    numericSeparator: defaults.numericSeparator,
  };
  if (arguments.length > 2 && arguments[2] !== undefined) ctx.depth = arguments[2];
  if (arguments.length > 3 && arguments[3] !== undefined) ctx.colors = arguments[3];
  if (typeof opts === 'boolean') ctx.showHidden = opts;
  else if (opts) applyOptions(ctx, opts);
  if (ctx.colors) ctx.stylize = stylizeWithColor;
  if (ctx.maxArrayLength === null) ctx.maxArrayLength = Infinity;
  if (ctx.maxStringLength === null) ctx.maxStringLength = Infinity;
  return formatValue(ctx, value, 0);
}

inspect.custom = SymbolFor('nodejs.util.inspect.custom');

ObjectDefineProperty(inspect, 'defaultOptions', {
  __proto__: null,
  get() {
    return inspectDefaultOptions;
  },
  set(options) {
    require('internal/validators').validateObject(options, 'options');
    ObjectAssign(inspectDefaultOptions, options);
  },
});

inspect.colors = palette.colors;
inspect.styles = palette.styles;

module.exports = {
  format,
  formatWithOptions,
  getStringWidth,
  identicalSequenceRange,
  inspect,
  inspectDefaultOptions,
  isZeroWidthCodePoint,
  stripVTControlCharacters,
  stylizeWithColor,
};
