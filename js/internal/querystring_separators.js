// querystring.parse with separators that are not one character each. They are looked for one character at a time, without
// a step back: of 'a=b' with the separators '=x' and '=', no '=' ends a name. An empty one is found nowhere.
// https://nodejs.org/api/querystring.html#querystringparsestr-sep-eq-options
'use strict';

const { isHexTable } = require('internal/querystring');

const PERCENT = 37;
const PLUS = 43;

// Whether a valid escape was seen. `step` outlives the part of the text that it began in.
class EscapeSearch {
  constructor() {
    this.step = 0;
  }

  // Answers whether the character is part of an escape.
  take(code) {
    if (code === PERCENT) {
      this.step = 1;
      return true;
    }
    if (this.step === 0) return false;
    if (isHexTable[code] === 1) {
      this.step++;
      return true;
    }
    this.step = 0;
    return false;
  }

  get found() {
    return this.step === 3;
  }
}

function add(object, name, value) {
  const existing = object[name];
  if (existing === undefined) object[name] = value;
  else if (typeof existing === 'string') object[name] = [existing, value];
  else existing.push(value);
}

// `pairs` is how many are taken at most; a negative number is no limit.
function parse(text, { sep, eq, pairs, custom, decode }, object) {
  const space = custom ? '%20' : ' ';
  const search = new EscapeSearch();
  let left = pairs;
  let from = 0;
  let sepAt = 0;
  let eqAt = 0;
  let name = '';
  let value = '';
  let nameEscaped = custom;
  let valueEscaped = custom;
  const store = () => {
    const decoded = name.length > 0 && nameEscaped ? decode(name) : name;
    add(object, decoded, value.length > 0 && valueEscaped ? decode(value) : value);
  };

  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === sep.charCodeAt(sepAt)) {
      if (++sepAt < sep.length) continue;
      const end = i - sepAt + 1;
      const rest = from < end ? text.slice(from, end) : '';
      if (eqAt === eq.length) value += rest;
      else name += rest;
      if (eqAt === eq.length || rest !== '' || name !== '') store();
      if (--left === 0) return object;
      nameEscaped = valueEscaped = custom;
      name = value = '';
      search.step = 0;
      from = i + 1;
      sepAt = eqAt = 0;
      continue;
    }
    sepAt = 0;
    const inName = eqAt < eq.length;
    if (inName) {
      if (code === eq.charCodeAt(eqAt)) {
        if (++eqAt < eq.length) continue;
        const end = i - eqAt + 1;
        if (from < end) name += text.slice(from, end);
        search.step = 0;
        from = i + 1;
        continue;
      }
      eqAt = 0;
      if (!nameEscaped && search.take(code)) {
        nameEscaped = search.found;
        continue;
      }
    }
    if (code === PLUS) {
      const part = (from < i ? text.slice(from, i) : '') + space;
      if (inName) name += part;
      else value += part;
      from = i + 1;
    } else if (!valueEscaped && search.take(code)) {
      valueEscaped = search.found;
    }
  }

  if (from < text.length) {
    if (eqAt < eq.length) name += text.slice(from);
    else if (sepAt < sep.length) value += text.slice(from);
  } else if (eqAt === 0 && name === '') {
    return object;
  }
  store();
  return object;
}

module.exports = { parse };
