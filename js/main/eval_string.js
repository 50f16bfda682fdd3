// `heddle -e script`.
'use strict';

const { RegExpPrototypeExec } = primordials;

const { getOptionValue } = require('internal/options');
const { evalScript } = require('internal/process/eval');

// The name `crypto` means node:crypto here, and not the global object of the web. The script stands in a block, so that it may
// declare the name itself.
function withCrypto(source, print) {
  const isModule = RegExpPrototypeExec(/^module/, getOptionValue('--input-type')) !== null;
  if (isModule || RegExpPrototypeExec(/\bcrypto\b/, source) === null) return source;
  const id = print ? '"node:crypto"' : "'node:crypto'";
  return print ? `let crypto=require(${id});{${source}}` : `(crypto=>{{${source}}})(require(${id}))`;
}

module.exports = {
  run: ((fn) => fn)(() => {
    const print = getOptionValue('--print');
    evalScript('[eval]', withCrypto(getOptionValue('--eval'), print), print);
  }),
};
