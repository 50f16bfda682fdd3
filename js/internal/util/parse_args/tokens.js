// Cuts a command line into tokens for util.parseArgs:
// https://nodejs.org/docs/latest-v26.x/api/util.html#parseargs-tokens
'use strict';

// Only own properties count: an option may be called 'constructor'.
function ownProperty(object, key) {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function optionProperty(options, name, key) {
  return Object.hasOwn(options, name) ? ownProperty(options[name], key) : undefined;
}

function takesValue(options, name) {
  return optionProperty(options, name, 'type') === 'string';
}

// The long name of `-x`; an unknown short option is its own name.
function longNameOf(short, options) {
  for (const name of Object.keys(options)) {
    if (ownProperty(options[name], 'short') === short) return name;
  }
  return short;
}

// '-abfFILE', where f takes a value -> ['-a', '-b', '-fFILE'].
function expandGroup(arg, options) {
  const expanded = [];
  for (let i = 1; i < arg.length; i++) {
    if (i < arg.length - 1 && takesValue(options, longNameOf(arg[i], options))) {
      expanded.push(`-${arg.slice(i)}`);
      break;
    }
    expanded.push(`-${arg[i]}`);
  }
  return expanded;
}

class Tokenizer {
  constructor(args, options) {
    this.rest = Array.prototype.slice.call(args);
    this.options = options;
    this.tokens = [];
    this.index = -1;
    // How many arguments in front of `rest` came out of one group of short options.
    this.fromGroup = 0;
  }

  option(name, rawName, value, inlineValue) {
    this.tokens.push({ kind: 'option', name, rawName, index: this.index, value, inlineValue });
  }

  // An option whose value, if it takes one, is the next argument, whatever that looks like.
  optionWithNext(name, rawName) {
    if (!takesValue(this.options, name) || this.rest[0] == null) {
      this.option(name, rawName, undefined, undefined);
      return;
    }
    this.option(name, rawName, this.rest.shift(), false);
    this.index++;
  }

  short(arg) {
    const name = longNameOf(arg[1], this.options);
    if (arg.length === 2) {
      this.optionWithNext(name, arg);
    } else if (takesValue(this.options, name)) {
      this.option(name, `-${arg[1]}`, arg.slice(2), true);
    } else {
      const expanded = expandGroup(arg, this.options);
      this.rest.unshift(...expanded);
      this.fromGroup = expanded.length;
    }
  }

  long(arg) {
    // '--=x' is an option named '=x'.
    const equals = arg.indexOf('=', 3);
    if (equals === -1) {
      this.optionWithNext(arg.slice(2), arg);
    } else {
      const end = arg.indexOf('=');
      const name = arg.slice(2, end);
      this.option(name, `--${name}`, arg.slice(end + 1), true);
    }
  }

  run() {
    while (this.rest.length > 0) {
      const arg = this.rest.shift();
      if (this.fromGroup > 0) this.fromGroup--;
      else this.index++;
      if (arg === '--') {
        this.tokens.push({ kind: 'option-terminator', index: this.index });
        for (const value of this.rest) this.tokens.push({ kind: 'positional', index: ++this.index, value });
        break;
      }
      if (arg.length > 2 && arg.startsWith('--')) this.long(arg);
      else if (arg.length > 1 && arg[0] === '-' && arg[1] !== '-') this.short(arg);
      else this.tokens.push({ kind: 'positional', index: this.index, value: arg });
    }
    return this.tokens;
  }
}

function tokenize(args, options) {
  return new Tokenizer(args, options).run();
}

module.exports = { optionProperty, ownProperty, tokenize };
