// TextEncoder and TextDecoder, writing strings into buffers, StringDecoder.
import { Buffer } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';
import { each } from './common.mjs';

const sizes = { 16: 16, '1k': 1024, '64k': 65536 };
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const strings = new StringDecoder('utf8');

for (const [label, size] of Object.entries(sizes)) {
  for (const [kind, piece] of [['ascii', 'abcdefgh'], ['2byte', 'p\u0151\u017c\u0119'], ['3byte', '\u65e5\u672c\u8a9e']]) {
    const buffer = Buffer.from(piece.repeat(Math.max(1, Math.floor(size / Buffer.byteLength(piece)))));
    const string = buffer.toString();
    const array = new Uint8Array(buffer);
    const target = Buffer.alloc(buffer.length + 4);
    each(`encode_${kind}_${label}`, () => encoder.encode(string));
    each(`encodeInto_${kind}_${label}`, () => encoder.encodeInto(string, target));
    each(`decode_${kind}_${label}`, () => decoder.decode(array));
    each(`write_${kind}_${label}`, () => target.write(string));
    each(`stringDecoder_${kind}_${label}`, () => strings.write(buffer));
  }
}
