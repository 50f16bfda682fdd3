// SHA-1 of a short ASCII string, in base64: how a server shows that it has read the key of a handshake.
// https://www.rfc-editor.org/rfc/rfc3174 and https://www.rfc-editor.org/rfc/rfc6455#section-4.2.2
'use strict';

const { Buffer } = require('buffer');

const rotate = (word, by) => (word << by) | (word >>> (32 - by));

function schedule(block) {
  const words = new Int32Array(80);
  for (let i = 0; i < 16; i++) words[i] = block.readInt32BE(i * 4);
  for (let i = 16; i < 80; i++) words[i] = rotate(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
  return words;
}

function mix(state, words) {
  let { 0: a, 1: b, 2: c, 3: d, 4: e } = state;
  for (let i = 0; i < 80; i++) {
    let sum = rotate(a, 5) + e + words[i];
    if (i < 20) sum += ((b & c) | (~b & d)) + 0x5a827999;
    else if (i < 40) sum += (b ^ c ^ d) + 0x6ed9eba1;
    else if (i < 60) sum += ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
    else sum += (b ^ c ^ d) + 0xca62c1d6;
    e = d;
    d = c;
    c = rotate(b, 30);
    b = a;
    a = sum | 0;
  }
  [a, b, c, d, e].forEach((word, i) => { state[i] = (state[i] + word) | 0; });
}

function sha1(text) {
  const length = Buffer.byteLength(text, 'latin1');
  const padded = Buffer.alloc((length + 9 + 63) & ~63);
  padded.latin1Write(text);
  padded[length] = 0x80;
  padded.writeUInt32BE(length * 8, padded.length - 4);
  const state = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0];
  for (let at = 0; at < padded.length; at += 64) mix(state, schedule(padded.subarray(at, at + 64)));
  const digest = Buffer.alloc(20);
  state.forEach((word, i) => digest.writeInt32BE(word, i * 4));
  return digest.toString('base64');
}

module.exports = { sha1 };
