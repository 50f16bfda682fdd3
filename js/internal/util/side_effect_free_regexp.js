// Regular expressions that builtins run without leaving a trace in RegExp.$1 and RegExp.lastMatch: V8 keeps those for
// each realm, so the match is made with the RegExp of a realm that no program sees.
'use strict';

const {
  FunctionPrototypeCall,
  RegExpPrototypeGetFlags,
  RegExpPrototypeGetSource,
  SafeWeakMap,
  SymbolReplace,
  SymbolSplit,
} = primordials;

let otherRealm;

function getRegExp() {
  otherRealm ??= require('vm').runInNewContext('this', undefined, { contextName: 'internal' });
  return otherRealm.RegExp;
}

const twins = new SafeWeakMap();

function twinOf(regexp) {
  let twin = twins.get(regexp);
  if (twin === undefined) {
    const RegExp = getRegExp();
    twin = new RegExp(RegExpPrototypeGetSource(regexp), RegExpPrototypeGetFlags(regexp));
    twins.set(regexp, twin);
  }
  return twin;
}

function SideEffectFreeRegExpPrototypeExec(regexp, text) {
  return FunctionPrototypeCall(getRegExp().prototype.exec, regexp, text);
}

function SideEffectFreeRegExpPrototypeSymbolReplace(regexp, text, replacement) {
  return twinOf(regexp)[SymbolReplace](text, replacement);
}

function SideEffectFreeRegExpPrototypeSymbolSplit(regexp, text, limit = undefined) {
  return twinOf(regexp)[SymbolSplit](text, limit);
}

module.exports = {
  SideEffectFreeRegExpPrototypeExec,
  SideEffectFreeRegExpPrototypeSymbolReplace,
  SideEffectFreeRegExpPrototypeSymbolSplit,
};
