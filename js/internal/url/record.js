// A parsed URL: its href and where its parts lie in it. The parser is ada, in ops/url.
// https://nodejs.org/api/url.html#class-url
'use strict';

// What the ops fill. Read at once: the next call writes over it.
const parts = new Uint32Array(11);
// Where JOINED strings are cut: how much of the first counts, and where the second goes on.
const KEEP = 9;
const RESUME = 10;
const ABSENT = 0xffffffff;

// Answers of the ops.
const INVALID = 0;
const SAME = 1;
const JOINED = 3;

// The parts that can be set, as ops/url/update.rs counts them.
const PARTS = {
  __proto__: null,
  protocol: 0,
  host: 1,
  hostname: 2,
  port: 3,
  username: 4,
  password: 5,
  pathname: 6,
  search: 7,
  hash: 8,
  href: 9,
};

// Schemes, as ada counts them.
const HTTP = 0;
const NOT_SPECIAL = 1;
const HTTPS = 2;
const FILE = 6;

// Programs that inspect a URL with showHidden see this object, so the order of the fields counts.
class URLContext {
  constructor(href) {
    fill(this, href);
  }

  get hasPort() {
    return this.port !== ABSENT;
  }

  get hasSearch() {
    return this.search_start !== ABSENT;
  }

  get hasHash() {
    return this.hash_start !== ABSENT;
  }
}

function fill(record, href) {
  record.href = href;
  record.protocol_end = parts[0];
  record.username_end = parts[1];
  record.host_start = parts[2];
  record.host_end = parts[3];
  record.pathname_start = parts[5];
  record.search_start = parts[6];
  record.hash_start = parts[7];
  record.port = parts[4];
  record.scheme_type = parts[8];
}

// undefined when it is no URL.
function parse(input, base) {
  const answer = base === undefined ?
    ops.op_url_parse(input, parts) : ops.op_url_parse_with_base(input, base, parts);
  if (answer === SAME) return new URLContext(input);
  if (answer === INVALID) return undefined;
  return new URLContext(answer === JOINED ? base.slice(0, parts[KEEP]) + input.slice(parts[RESUME]) :
    ops.op_url_href());
}

function canParse(input, base) {
  return base === undefined ? ops.op_url_can_parse(input) : ops.op_url_can_parse_with_base(input, base);
}

function fromPath(path, windows, host) {
  const answer = ops.op_url_from_path(path, windows, host, parts);
  if (answer === INVALID) return undefined;
  return new URLContext(answer === SAME ? path : ops.op_url_href());
}

// false when the value is no such part: then nothing has changed.
function update(record, part, value) {
  const answer = ops.op_url_update(record.href, part, value, parts);
  if (answer === INVALID) return false;
  let { href } = record;
  if (answer === JOINED) href = href.slice(0, parts[KEEP]) + signed(part, value) + href.slice(parts[RESUME]);
  else if (answer !== SAME) href = ops.op_url_href();
  fill(record, href);
  return true;
}

// A query or a fragment as it stands in a URL.
function signed(part, value) {
  if (part === PARTS.search) return value[0] === '?' ? value : `?${value}`;
  if (part === PARTS.hash) return value[0] === '#' ? value : `#${value}`;
  return value;
}

// ---- the parts ----

function protocolOf(record) {
  return record.href.slice(0, record.protocol_end);
}

function usernameOf(record) {
  const start = record.protocol_end + 2;
  return start < record.username_end ? record.href.slice(start, record.username_end) : '';
}

function passwordOf(record) {
  const start = record.username_end;
  return record.host_start > start ? record.href.slice(start + 1, record.host_start) : '';
}

// After credentials there is an '@' in front of the host.
function hostStart(record) {
  return record.href[record.host_start] === '@' ? record.host_start + 1 : record.host_start;
}

function hostOf(record) {
  const start = hostStart(record);
  // Without a host there may be a '/.' in front of the path.
  return start === record.host_end ? '' : record.href.slice(start, record.pathname_start);
}

function hostnameOf(record) {
  return record.href.slice(hostStart(record), record.host_end);
}

function portOf(record) {
  return record.hasPort ? `${record.port}` : '';
}

function pathnameOf(record) {
  let end;
  if (record.hasSearch) end = record.search_start;
  else if (record.hasHash) end = record.hash_start;
  return record.href.slice(record.pathname_start, end);
}

function searchOf(record) {
  if (!record.hasSearch) return '';
  const end = record.hasHash ? record.hash_start : record.href.length;
  return end - record.search_start <= 1 ? '' : record.href.slice(record.search_start, end);
}

function hashOf(record) {
  return !record.hasHash || record.href.length - record.hash_start <= 1 ?
    '' : record.href.slice(record.hash_start);
}

function originOf(record) {
  const protocol = protocolOf(record);
  if (record.scheme_type === FILE) return 'null';
  if (record.scheme_type !== NOT_SPECIAL) return `${protocol}//${hostOf(record)}`;
  if (protocol === 'blob:') {
    // The origin of a blob is that of the page that made it.
    const inner = parse(pathnameOf(record));
    if (inner !== undefined && (inner.scheme_type === HTTP || inner.scheme_type === HTTPS)) {
      return `${protocolOf(inner)}//${hostOf(inner)}`;
    }
  }
  return 'null';
}

module.exports = {
  PARTS,
  canParse,
  fromPath,
  hashOf,
  hostOf,
  hostnameOf,
  originOf,
  parse,
  passwordOf,
  pathnameOf,
  portOf,
  protocolOf,
  searchOf,
  update,
  usernameOf,
};
