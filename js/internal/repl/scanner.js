// JavaScript as tokens, for what the REPL must know without a parser: where statements begin at the top level.
// https://nodejs.org/docs/latest-v26.x/api/repl.html#await-keyword
'use strict';

const tokenPattern =
  /\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/|'(?:\\[^]|[^'\\\n])*'|"(?:\\[^]|[^"\\\n])*"|#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*|(?:\d|\.\d)(?:[eE][+-]|[\w.])*|\?\.(?!\d)|=>|\.{3}|\+\+|--|&&=?|\|\|=?|\?\?=?|\*\*=?|[=!]==?|<<=?|>>>?=?|[-+*%/&|^<>]=?|\s+|[^]/yu;
const regExpPattern = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/\w*/y;
// A slash after one of these words begins a regular expression.
const operatorWords = new Set([
  'await', 'case', 'delete', 'do', 'else', 'in', 'instanceof', 'new', 'of', 'return', 'throw', 'typeof', 'void', 'yield',
]);

const wordPattern = /^#?[\p{ID_Start}$_]/u;

function isWord(text) {
  return wordPattern.test(text);
}

// Whether an expression may end with this token.
function endsOperand(text) {
  if (isWord(text)) return !operatorWords.has(text);
  return /^[\d'"`)\]}]/.test(text) || /^\.\d/.test(text) || text === '++' || text === '--' || /^\/.+\/\w*$/s.test(text);
}

// The end of a template, from behind its first backtick.
function templateEnd(code, at) {
  while (at < code.length) {
    const char = code[at];
    if (char === '\\') {
      at += 2;
    } else if (char === '`') {
      return at + 1;
    } else if (char === '$' && code[at + 1] === '{') {
      const inner = scan(code, at + 2, true);
      at = inner.end;
    } else {
      at++;
    }
  }
  return code.length;
}

// The tokens that are no space and no comment: {text, start, end, depth, newline}. `newline` says whether one stands
// before the token. Within a template it ends at the brace that closes a substitution.
function scan(code, from = 0, substitution = false) {
  const tokens = [];
  let depth = 0;
  let newline = false;
  let previous = ';';
  let at = from;
  while (at < code.length) {
    let end;
    if (code[at] === '`') {
      end = templateEnd(code, at + 1);
    } else {
      if (code[at] === '/' && code[at + 1] !== '/' && code[at + 1] !== '*' && !endsOperand(previous)) {
        regExpPattern.lastIndex = at;
        const match = regExpPattern.exec(code);
        if (match !== null) end = at + match[0].length;
      }
      if (end === undefined) {
        tokenPattern.lastIndex = at;
        end = at + tokenPattern.exec(code)[0].length;
      }
    }
    const text = code.slice(at, end);
    if (/^(?:\s|\/\/|\/\*.)/s.test(text)) {
      if (/[\n\r\u2028\u2029]/.test(text)) newline = true;
      at = end;
      continue;
    }
    if (text === ')' || text === ']' || text === '}') {
      if (substitution && depth === 0) return { tokens, end };
      depth--;
    }
    tokens.push({ text, start: at, end, depth, newline });
    if (text === '(' || text === '[' || text === '{') depth++;
    newline = false;
    previous = text;
    at = end;
  }
  return { tokens, end: code.length };
}

const continues = /^(?:[.,([`*/%&|^<>=?:]|\?\.|!=|instanceof$|in$)/;

// Whether a line break before tokens[i] ends the statement.
function breaksBefore(tokens, i) {
  const { text, newline } = tokens[i];
  if (!newline) return false;
  const before = tokens[i - 1].text;
  if (!endsOperand(before)) return false;
  // A binary plus or minus goes on; ++ and -- belong to what follows.
  return text === '++' || text === '--' || !(continues.test(text) || text === '+' || text === '-');
}

module.exports = { breaksBefore, isWord, scan };
