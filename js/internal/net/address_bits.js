// IP addresses as numbers: parsing, the canonical text (RFC 5952, as inet_ntop writes it), and IPv4 inside IPv6.
'use strict';

const { isIPv4, isIPv6 } = require('internal/net');

const MAPPED = 0xffffn << 32n;

function parseIPv4(text) {
  if (!isIPv4(text)) return undefined;
  let bits = 0n;
  for (const part of text.split('.')) bits = (bits << 8n) | BigInt(part);
  return bits;
}

function parseIPv6(text) {
  if (!isIPv6(text)) return undefined;
  const percent = text.indexOf('%');
  if (percent >= 0) text = text.slice(0, percent);
  const dotted = text.lastIndexOf(':') + 1;
  if (text.includes('.')) {
    const v4 = parseIPv4(text.slice(dotted));
    text = `${text.slice(0, dotted)}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
  }
  const [head, tail] = text.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = tail === undefined ?
    before :
    [...before, ...new Array(8 - before.length - after.length).fill('0'), ...after];
  let bits = 0n;
  for (const group of groups) bits = (bits << 16n) | BigInt(`0x${group}`);
  return bits;
}

// The number, or undefined when `text` is not an address of the family (4 or 6).
function parseAddress(text, family) {
  return family === 4 ? parseIPv4(text) : parseIPv6(text);
}

function formatIPv4(bits) {
  return `${bits >> 24n}.${(bits >> 16n) & 255n}.${(bits >> 8n) & 255n}.${bits & 255n}`;
}

// The longest run of zero groups, at least two: [start, length].
function longestZeros(groups) {
  let best = [-1, 1];
  for (let i = 0; i < groups.length; i++) {
    let length = 0;
    while (i + length < groups.length && groups[i + length] === 0n) length++;
    if (length > best[1]) best = [i, length];
    if (length > 0) i += length - 1;
  }
  return best;
}

function formatIPv6(bits) {
  const groups = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push((bits >> shift) & 0xffffn);
  const [start, length] = longestZeros(groups);
  let end = 8;
  let suffix = '';
  const embeds = start === 0 && (length === 6 || (length === 5 && groups[5] === 0xffffn));
  if (embeds) {
    end = 6;
    suffix = formatIPv4(bits & 0xffffffffn);
  }
  let text = '';
  for (let i = 0; i < end; i++) {
    if (i === start) {
      text += i === 0 ? '::' : ':';
      i += length - 1;
      continue;
    }
    text += groups[i].toString(16);
    if (i < 7) text += ':';
  }
  return text + suffix;
}

function formatAddress(bits, family) {
  return family === 4 ? formatIPv4(bits) : formatIPv6(bits);
}

// Every address as a 128-bit number: IPv4 as ::ffff:a.b.c.d.
function toV6(bits, family) {
  return family === 4 ? MAPPED | bits : bits;
}

module.exports = { formatAddress, parseAddress, toV6 };
