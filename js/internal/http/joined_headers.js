// How the fields of a message that has arrived become `message.headers`.
// https://nodejs.org/docs/latest-v26.x/api/http.html#messageheaders
'use strict';

// What a repeated field means.
const FIRST_WINS = 0;
const COMMA = 1;
const SEMICOLON = 2;
const LIST = 3;

const kinds = new Map([
  ['cookie', SEMICOLON],
  ['set-cookie', LIST],
]);
for (const name of [
  'age', 'authorization', 'content-length', 'content-type', 'etag', 'expires', 'from', 'host', 'if-modified-since',
  'if-unmodified-since', 'last-modified', 'location', 'max-forwards', 'proxy-authorization', 'referer',
  'retry-after', 'server', 'user-agent',
]) kinds.set(name, FIRST_WINS);

// The lower-case form and the kind of each spelling seen, so that a usual name is neither lowered nor compared again.
const spellings = new Map();
const MAX_SPELLINGS = 512;

function look(field) {
  const known = spellings.get(field);
  if (known !== undefined) return known;
  const name = field.toLowerCase();
  const entry = { name, kind: kinds.get(name) ?? COMMA };
  if (spellings.size < MAX_SPELLINGS && field.length <= 64) spellings.set(field, entry);
  return entry;
}

// Adds one field to `headers`, an object as `message.headers` is.
function addJoined(headers, field, value, joinDuplicates) {
  const { name, kind } = look(field);
  const before = headers[name];
  if (kind === FIRST_WINS) {
    if (before === undefined) headers[name] = value;
    else if (joinDuplicates) headers[name] = before + ', ' + value;
  } else if (kind === LIST) {
    if (before !== undefined) before.push(value);
    else headers[name] = [value];
  } else if (typeof before === 'string') {
    headers[name] = before + (kind === COMMA ? ', ' : '; ') + value;
  } else {
    headers[name] = value;
  }
}

// Adds one field to `headers`, an object as `message.headersDistinct` is.
function addDistinct(headers, field, value) {
  const { name } = look(field);
  const before = headers[name];
  if (before) before.push(value);
  else headers[name] = [value];
}

module.exports = { addDistinct, addJoined };
