// The parser of .env files. https://nodejs.org/api/environment_variables.html#env-files
'use strict';

// The value in quotes that begins at `start`, and where it ends; null when the quote is never closed.
function quoted(text, start) {
  const quote = text[start];
  const end = text.indexOf(quote, start + 1);
  if (end === -1) return null;
  let value = text.slice(start + 1, end);
  if (quote === '"') value = value.replaceAll('\\n', '\n');
  return { value, end: end + 1 };
}

function parseEnv(content) {
  const text = content.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  const result = {};
  let at = 0;
  while (at < text.length) {
    // A statement begins after any white space; a comment is a line of its own.
    while (at < text.length && /\s/.test(text[at])) at++;
    if (at >= text.length) break;
    const lineEnd = text.indexOf('\n', at) === -1 ? text.length : text.indexOf('\n', at);
    if (text[at] === '#') {
      at = lineEnd;
      continue;
    }
    const equals = text.indexOf('=', at);
    if (equals === -1 || equals > lineEnd) {
      at = lineEnd;
      continue;
    }
    let key = text.slice(at, equals).trim();
    if (key.startsWith('export ')) key = key.slice(7).trim();
    if (key === '') {
      at = lineEnd;
      continue;
    }

    let begin = equals + 1;
    while (begin < lineEnd && (text[begin] === ' ' || text[begin] === '\t')) begin++;
    if (begin >= lineEnd) {
      result[key] = '';
      at = lineEnd;
      continue;
    }
    const first = text[begin];
    const value = first === '"' || first === '\'' || first === '`' ? quoted(text, begin) : null;
    if (value !== null) {
      result[key] = value.value;
      const next = text.indexOf('\n', value.end);
      at = next === -1 ? text.length : next;
      continue;
    }
    let plain = text.slice(begin, lineEnd);
    const comment = plain.indexOf('#');
    if (comment !== -1) plain = plain.slice(0, comment);
    result[key] = plain.trim();
    at = lineEnd;
  }
  return result;
}

module.exports = { parseEnv };
