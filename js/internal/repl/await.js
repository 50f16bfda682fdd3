// Top-level await: the input becomes the body of an async function, and what it declares is declared outside of it.
// https://nodejs.org/docs/latest-v26.x/api/repl.html#await-keyword
'use strict';

const { breaksBefore, isWord, scan } = require('internal/repl/scanner');

// The names that a pattern between two tokens binds.
function boundNames(tokens, from, to, names) {
  let i = from;
  if (isWord(tokens[i].text)) {
    names.push(tokens[i].text);
    return;
  }
  // Within braces a name before a colon is a key; after '=' comes a default value up to the next comma.
  const inObject = tokens[i].text === '{';
  const depth = tokens[i].depth + 1;
  let start = i + 1;
  for (i = start; i < to; i++) {
    const { text, depth: at } = tokens[i];
    const closes = at === depth - 1;
    if (!closes && !(at === depth && text === ',')) continue;
    if (i > start) elementNames(tokens, start, i, depth, inObject, names);
    start = i + 1;
    if (closes) break;
  }
}

function elementNames(tokens, from, to, depth, inObject, names) {
  if (tokens[from].text === '...') from++;
  let end = to;
  let target = from;
  for (let i = from; i < to; i++) {
    if (tokens[i].depth !== depth) continue;
    if (inObject && tokens[i].text === ':' && target === from) target = i + 1;
    if (tokens[i].text === '=') {
      end = i;
      break;
    }
  }
  if (target < end) boundNames(tokens, target, end, names);
}

// Where the statement that begins at tokens[from] ends: the index after its last token.
function statementEnd(tokens, from) {
  const { depth } = tokens[from];
  for (let i = from + 1; i < tokens.length; i++) {
    if (tokens[i].depth < depth) return i;
    if (tokens[i].depth > depth) continue;
    if (tokens[i].text === ';') return i;
    if (breaksBefore(tokens, i)) return i;
  }
  return tokens.length;
}

// `a = 1, {b} = c` between two tokens, as assignments.
function assignments(code, tokens, from, to, names) {
  const { depth } = tokens[from];
  const parts = [];
  let start = from;
  for (let i = from; i <= to; i++) {
    if (i < to && !(tokens[i].text === ',' && tokens[i].depth === depth)) continue;
    if (i === start) continue;
    let equals = start;
    while (equals < i && !(tokens[equals].text === '=' && tokens[equals].depth === depth)) equals++;
    boundNames(tokens, start, equals, names);
    const text = code.slice(tokens[start].start, tokens[i - 1].end);
    parts.push(equals === i ? `(${text}=undefined)` : `(${text})`);
    start = i + 1;
  }
  return parts.length === 1 ? parts[0] : `(${parts.join(', ')})`;
}

function isStatementStart(tokens, i) {
  if (i === 0) return true;
  const { text, depth } = tokens[i - 1];
  if (text === ';' || breaksBefore(tokens, i)) return true;
  // A block ended, unless its statement goes on.
  return text === '}' && depth === tokens[i].depth && /^[\p{ID_Start}$_\d'"]/u.test(tokens[i].text) &&
    !/^(?:else|while|catch|finally|in|instanceof|of|from)$/.test(tokens[i].text);
}

// The closing brace of the body of a class or function that begins at tokens[i].
function bodyEnd(tokens, i) {
  const { depth } = tokens[i];
  for (let j = i + 1; j < tokens.length; j++) {
    if (tokens[j].depth === depth && tokens[j].text === '}') return j;
  }
  return tokens.length - 1;
}

// The last token of the expression that an arrow function is.
function arrowEnd(tokens, i) {
  const { depth } = tokens[i];
  let j = i + 1;
  while (j < tokens.length && tokens[j].depth >= depth) {
    if (tokens[j].depth === depth && (/^[,;:]$/.test(tokens[j].text) || (j > i + 1 && breaksBefore(tokens, j)))) break;
    if (tokens[j].depth === depth && /^[)\]}]$/.test(tokens[j].text) && !hasOpener(tokens, i, j)) break;
    j++;
  }
  return j - 1;
}

// Whether the bracket that tokens[j] closes is opened behind tokens[i].
function hasOpener(tokens, i, j) {
  const { depth } = tokens[j];
  for (let k = j - 1; k > i; k--) {
    if (tokens[k].depth === depth && /^[([{]$/.test(tokens[k].text)) return true;
  }
  return false;
}

class Rewriter {
  constructor(code) {
    this.code = code;
    this.tokens = scan(code).tokens;
    this.edits = [];
    this.lexical = [];
    this.variables = [];
    this.head = '';
    // Whether an await stands outside of all functions.
    this.awaits = false;
    // Where the last statement of the top level begins, and whether it is an expression.
    this.last = { start: 0, expression: true };
  }

  replace(from, to, text) {
    this.edits.push({ from, to, text });
  }

  // Functions have their own variables and their own await.
  skip(i) {
    const { tokens } = this;
    const { text } = tokens[i];
    const next = tokens[i + 1]?.text;
    if (text === 'function' || text === 'class') return bodyEnd(tokens, i);
    if (text === '=>') return next === '{' ? bodyEnd(tokens, i + 1) : arrowEnd(tokens, i);
    if (text === 'await' && tokens[i - 1]?.text !== '.' && next !== ':') this.awaits = true;
    return i;
  }

  declaration(i, names, wholeStatement) {
    const { tokens, code } = this;
    const end = statementEnd(tokens, i);
    if (end === i + 1) return i;
    for (let k = i + 1; k < end; k++) k = this.skip(k);
    const text = assignments(code, tokens, i + 1, end, names);
    this.replace(tokens[i].start, tokens[end - 1].end, wholeStatement ? `void ${text};` : text);
    return end - 1;
  }

  run() {
    const { tokens } = this;
    let i = 0;
    while (i < tokens.length) {
      const top = tokens[i].depth === 0;
      if (top && isStatementStart(tokens, i)) {
        this.last = { index: i, start: tokens[i].start, expression: tokens[i].text !== '{' };
      }
      i = this.#one(i, top) + 1;
    }
    return this;
  }

  #one(i, top) {
    const { tokens } = this;
    const { text } = tokens[i];
    const start = top && isStatementStart(tokens, i);
    const next = tokens[i + 1]?.text;
    if (next !== undefined && start) {
      if (text === 'const' || (text === 'let' && (isWord(next) || next === '{' || next === '['))) {
        this.last.expression = false;
        return this.declaration(i, this.lexical, true);
      }
      if (text === 'class' && isWord(next)) {
        this.lexical.push(next);
        const end = bodyEnd(tokens, i);
        this.replace(tokens[i].start, tokens[i].start, `${next}=`);
        this.replace(tokens[end].end, tokens[end].end, ';');
        this.last.expression = false;
        return end;
      }
      const fn = text === 'async' && next === 'function' ? i + 1 : i;
      if (tokens[fn].text === 'function') {
        const name = tokens[fn + 1].text === '*' ? tokens[fn + 2] : tokens[fn + 1];
        if (name !== undefined && isWord(name.text)) {
          this.variables.push(name.text);
          this.head += `this.${name.text} = ${name.text}; `;
          this.last.expression = false;
          return bodyEnd(tokens, fn);
        }
      }
    }
    const skipped = this.skip(i);
    if (skipped !== i) return skipped;
    if (text === 'var' && next !== undefined) {
      if (start) this.last.expression = false;
      const inFor = tokens[i - 1]?.text === '(';
      return inFor ? this.#variableOfLoop(i) : this.declaration(i, this.variables, true);
    }
    return i;
  }

  // `for (var x of y)` keeps its head, without the keyword.
  #variableOfLoop(i) {
    const { tokens } = this;
    const { depth } = tokens[i];
    let end = i + 1;
    while (end < tokens.length && tokens[end].depth >= depth && !['of', 'in', ';'].includes(tokens[end].text)) end++;
    if (tokens[end]?.text === ';') return this.declaration(i, this.variables, false);
    boundNames(tokens, i + 1, end, this.variables);
    this.replace(tokens[i].start, tokens[i].end, '');
    return end - 1;
  }

  // The text from `from` on with the edits done.
  text(from = 0, to = this.code.length) {
    let result = '';
    let at = from;
    for (const edit of this.edits) {
      if (edit.from < from || edit.to > to) continue;
      result += this.code.slice(at, edit.from) + edit.text;
      at = edit.to;
    }
    return result + this.code.slice(at, to);
  }
}

function before({ lexical, variables }) {
  const names = [...new Set(lexical)];
  const vars = [...new Set(variables)];
  return (names.length > 0 ? `let ${names.join(', ')}; ` : '') + (vars.length > 0 ? `var ${vars.join(', ')}; ` : '');
}

// A script whose value is a promise for {value}, since the value itself may be a promise; or null. `compiles` tells
// whether a text is a program, `required` that the source is none without await.
function processTopLevelAwait(source, compiles, required) {
  if (!compiles(`(async () => { ${source}\n})()`)) return null;
  const rewriter = new Rewriter(source).run();
  // A template hides it from the walk: the caller knows whether it must be there.
  if (!rewriter.awaits && !required) return null;
  const declarations = before(rewriter);
  const { head, last } = rewriter;
  const wrap = (body) => `${declarations}(async () => { ${head}${body} })()`;
  if (last.expression && last.index !== undefined) {
    const end = statementEnd(rewriter.tokens, last.index);
    const stop = end === 0 ? source.length : rewriter.tokens[end - 1].end;
    const value = `return { value: (${rewriter.text(last.start, stop)}) };`;
    const code = wrap(rewriter.text(0, last.start) + value + source.slice(stop));
    if (compiles(code)) return code;
  }
  const code = wrap(rewriter.text());
  return compiles(code) ? code : null;
}

module.exports = { processTopLevelAwait };
