// module.SourceMap: a source map as a table that can be asked.
// https://nodejs.org/docs/latest-v26.x/api/module.html#class-modulesourcemap
'use strict';

const {
  ArrayIsArray,
  ArrayPrototypePush,
  ArrayPrototypeSort,
  ObjectFreeze,
  SafeMap,
  StringPrototypeCharCodeAt,
} = primordials;

const { validateObject } = require('internal/validators');

const kShift = 5;
const kContinues = 1 << kShift;
const kComma = 44;
const kSemicolon = 59;

let digits;
function digitOf(code) {
  if (digits === undefined) {
    digits = new SafeMap();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    for (let i = 0; i < alphabet.length; i++) digits.set(StringPrototypeCharCodeAt(alphabet, i), i);
  }
  return digits.get(code) ?? 0;
}

// Reads the base64 VLQ numbers of `mappings` one after the other.
class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  peek() {
    return StringPrototypeCharCodeAt(this.text, this.at);
  }

  get done() {
    return this.at >= this.text.length;
  }

  get atSeparator() {
    const code = this.peek();
    return this.done || code === kComma || code === kSemicolon;
  }

  number() {
    let result = 0;
    let shift = 0;
    let digit;
    do {
      digit = digitOf(this.peek());
      this.at++;
      result += (digit & (kContinues - 1)) << shift;
      shift += kShift;
    } while (digit & kContinues);
    const negative = (result & 1) === 1;
    result >>>= 1;
    if (!negative) return result;
    // The sign alone stands for the smallest number.
    return result === 0 ? -0x8000_0000 : -result;
  }
}

// One map (or one section of a map that is split) to entries, beginning at a line and a column.
function readMappings(map, entries, firstLine, firstColumn) {
  const { mappings } = map;
  if (typeof mappings !== 'string') return;
  const names = map.names ?? [];
  const sources = [];
  for (let i = 0; i < map.sources.length; i++) {
    ArrayPrototypePush(sources, map.sourceRoot ? `${map.sourceRoot}${map.sources[i]}` : map.sources[i]);
  }
  const reader = new Reader(mappings);
  let line = firstLine;
  let column = firstColumn;
  let source = 0;
  let sourceLine = 0;
  let sourceColumn = 0;
  let name = 0;
  while (!reader.done) {
    const code = reader.peek();
    if (code === kComma || code === kSemicolon) {
      if (code === kSemicolon) {
        line++;
        column = 0;
      }
      reader.at++;
      continue;
    }
    column += reader.number();
    if (reader.atSeparator) {
      ArrayPrototypePush(entries, [line, column]);
      continue;
    }
    source += reader.number();
    sourceLine += reader.number();
    sourceColumn += reader.number();
    let text;
    if (!reader.atSeparator) {
      name += reader.number();
      text = names[name];
    }
    ArrayPrototypePush(entries, [line, column, sources[source], sourceLine, sourceColumn, text]);
  }
}

function cloned(payload) {
  validateObject(payload, 'payload');
  const copy = { ...payload };
  const keys = ['sources', 'sourcesContent', 'names', 'sections'];
  for (let i = 0; i < keys.length; i++) if (ArrayIsArray(copy[keys[i]])) copy[keys[i]] = [...copy[keys[i]]];
  return ObjectFreeze(copy);
}

// The first entry of a map, in the form of the table.
let firstEntry;

class SourceMap {
  #payload;
  #entries = [];
  #lineLengths;

  static {
    firstEntry = (map) => map.#entries[0];
  }

  constructor(payload, { lineLengths } = { __proto__: null }) {
    this.#payload = cloned(payload);
    const { sections } = this.#payload;
    if (sections) {
      for (let i = 0; i < sections.length; i++) {
        const { map, offset } = sections[i];
        readMappings(map, this.#entries, offset.line, offset.column);
      }
    } else {
      readMappings(this.#payload, this.#entries, 0, 0);
    }
    ArrayPrototypeSort(this.#entries, (a, b) => a[0] - b[0] || a[1] - b[1]);
    if (lineLengths !== undefined) this.#lineLengths = [...lineLengths];
  }

  get payload() {
    return cloned(this.#payload);
  }

  get lineLengths() {
    return this.#lineLengths === undefined ? undefined : [...this.#lineLengths];
  }

  // The last entry that does not begin after the place; both count from 0.
  findEntry(lineOffset, columnOffset) {
    const entries = this.#entries;
    let first = 0;
    let count = entries.length;
    while (count > 1) {
      const step = count >> 1;
      const { 0: line, 1: column } = entries[first + step];
      if (lineOffset < line || (lineOffset === line && columnOffset < column)) {
        count = step;
      } else {
        first += step;
        count -= step;
      }
    }
    const entry = entries[first];
    if (entry === undefined) return {};
    if (first === 0 && (lineOffset < entry[0] || (lineOffset === entry[0] && columnOffset < entry[1]))) return {};
    return {
      generatedLine: entry[0],
      generatedColumn: entry[1],
      originalSource: entry[2],
      originalLine: entry[3],
      originalColumn: entry[4],
      name: entry[5],
    };
  }

  // The same as an editor counts: from 1.
  findOrigin(lineNumber, columnNumber) {
    const range = this.findEntry(lineNumber - 1, columnNumber - 1);
    if (range.originalSource === undefined || range.originalLine === undefined ||
        range.originalColumn === undefined || range.generatedLine === undefined ||
        range.generatedColumn === undefined) {
      return {};
    }
    return {
      name: range.name,
      fileName: range.originalSource,
      lineNumber: lineNumber - range.generatedLine + range.originalLine,
      columnNumber: columnNumber - range.generatedColumn + range.originalColumn,
    };
  }
}

const { findSourceMap, getSourceMapsSupport, setSourceMapsSupport } = require('internal/source_map/source_map_cache');

module.exports = { findSourceMap, firstEntry, getSourceMapsSupport, setSourceMapsSupport, SourceMap };
