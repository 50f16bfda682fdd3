// util.parseArgs: https://nodejs.org/docs/latest-v26.x/api/util.html#utilparseargsconfig
'use strict';

const {
  codes: {
    ERR_INVALID_ARG_VALUE,
    ERR_PARSE_ARGS_INVALID_OPTION_VALUE,
    ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL,
    ERR_PARSE_ARGS_UNKNOWN_OPTION,
  },
} = require('internal/errors');
const { kEmptyObject } = require('internal/util');
const {
  validateArray,
  validateBoolean,
  validateBooleanArray,
  validateObject,
  validateString,
  validateStringArray,
  validateUnion,
} = require('internal/validators');
const { optionProperty, ownProperty, tokenize } = require('internal/util/parse_args/tokens');

// The arguments behind the program; with --eval there is none.
function mainArguments() {
  const { getOptionValue } = require('internal/options');
  return require('process').argv.slice(getOptionValue('--eval')?.length > 0 ? 1 : 2);
}

const defaultValidators = {
  __proto__: null,
  string: [validateString, validateStringArray],
  boolean: [validateBoolean, validateBooleanArray],
};

function validateOption(name, option) {
  const path = `options.${name}`;
  validateObject(option, path);
  const type = ownProperty(option, 'type');
  validateUnion(type, `${path}.type`, ['string', 'boolean']);
  if (Object.hasOwn(option, 'short')) {
    validateString(option.short, `${path}.short`);
    if (option.short.length !== 1) {
      throw new ERR_INVALID_ARG_VALUE(`${path}.short`, option.short, 'must be a single character');
    }
  }
  const multiple = ownProperty(option, 'multiple');
  if (Object.hasOwn(option, 'multiple')) validateBoolean(multiple, `${path}.multiple`);
  const fallback = ownProperty(option, 'default');
  if (fallback !== undefined) defaultValidators[type][multiple ? 1 : 0](fallback, `${path}.default`);
}

// --no-foo for a boolean option foo.
function isNegated(name, allowNegative) {
  return allowNegative && name.startsWith('no-');
}

// Strict mode: the option exists, and has a value if and only if it takes one.
function checkUsage(token, { options, allowNegative, allowPositionals }) {
  let { name } = token;
  if (!Object.hasOwn(options, name)) {
    if (isNegated(name, allowNegative)) name = name.slice(3);
    const isKnown = name !== token.name && Object.hasOwn(options, name) &&
      optionProperty(options, name, 'type') === 'boolean';
    if (!isKnown) throw new ERR_PARSE_ARGS_UNKNOWN_OPTION(token.rawName, allowPositionals);
  }
  const short = optionProperty(options, name, 'short');
  const label = `${short ? `-${short}, ` : ''}--${name}`;
  const type = optionProperty(options, name, 'type');
  if (type === 'string' && typeof token.value !== 'string') {
    throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${label} <value>' argument missing`);
  }
  if (type === 'boolean' && token.value != null) {
    throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${label}' does not take an argument`);
  }
}

// Strict mode: `--port --verbose` is mostly a forgotten value.
function checkValueLooks(token) {
  if (token.inlineValue || token.value == null || token.value.length <= 1 || token.value[0] !== '-') return;
  const example = token.rawName.startsWith('--') ? `'${token.rawName}=-XYZ'` :
    `'--${token.name}=-XYZ' or '${token.rawName}-XYZ'`;
  throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(
    `Option '${token.rawName}' argument is ambiguous.\n` +
    `Did you forget to specify the option argument for '${token.rawName}'?\n` +
    `To specify an option argument starting with a dash use ${example}.`);
}

function store(token, values, { options, allowNegative }) {
  if (token.name === '__proto__') return;
  let { value } = token;
  if (isNegated(token.name, allowNegative) && value === undefined) {
    token.name = token.name.slice(3);
    value = false;
  }
  const { name } = token;
  const stored = value ?? true;
  if (!optionProperty(options, name, 'multiple')) values[name] = stored;
  else if (values[name]) values[name].push(stored);
  else values[name] = [stored];
}

function storeDefaults(values, options) {
  for (const { 0: name, 1: option } of Object.entries(options)) {
    const fallback = ownProperty(option, 'default');
    if (fallback !== undefined && values[name] === undefined && name !== '__proto__') values[name] = fallback;
  }
}

const parseArgs = (config = kEmptyObject) => {
  const args = ownProperty(config, 'args') ?? mainArguments();
  const strict = ownProperty(config, 'strict') ?? true;
  const allowPositionals = ownProperty(config, 'allowPositionals') ?? !strict;
  const returnTokens = ownProperty(config, 'tokens') ?? false;
  const allowNegative = ownProperty(config, 'allowNegative') ?? false;
  const options = ownProperty(config, 'options') ?? { __proto__: null };
  validateArray(args, 'args');
  validateBoolean(strict, 'strict');
  validateBoolean(allowPositionals, 'allowPositionals');
  validateBoolean(returnTokens, 'tokens');
  validateBoolean(allowNegative, 'allowNegative');
  validateObject(options, 'options');
  for (const { 0: name, 1: option } of Object.entries(options)) validateOption(name, option);

  const rules = { options, allowNegative, allowPositionals };
  const tokens = tokenize(args, options);
  const result = { values: { __proto__: null }, positionals: [] };
  if (returnTokens) result.tokens = tokens;
  for (const token of tokens) {
    if (token.kind === 'option') {
      if (strict) {
        checkUsage(token, rules);
        checkValueLooks(token);
      }
      store(token, result.values, rules);
    } else if (token.kind === 'positional') {
      if (!allowPositionals) throw new ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL(token.value);
      result.positionals.push(token.value);
    }
  }
  storeDefaults(result.values, options);
  return result;
};

module.exports = { parseArgs };
