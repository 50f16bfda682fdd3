// Coverage of generated files as coverage of the files that they were made of, by their source maps (`--enable-source-maps`).
// https://nodejs.org/docs/latest-v26.x/api/test.html#collecting-code-coverage
'use strict';

const { codes: { ERR_SOURCE_MAP_CORRUPT, ERR_SOURCE_MAP_MISSING_SOURCE } } = require('internal/errors');
const { applyRange, readLines, textLines } = require('internal/test_runner/coverage/lines');

// The original files by URL: `lines` with what maps say of them, `undefined` where there is no text.
class Originals {
  #lines = new Map();

  linesOf(url, text) {
    if (this.#lines.has(url)) return this.#lines.get(url);
    let lines;
    try {
      lines = readLines(text ?? require('fs').readFileSync(require('internal/url').fileURLToPath(url), 'utf8'));
    } catch {
      // Neither in the map nor a file.
    }
    this.#lines.set(url, lines);
    return lines;
  }
}

function offsetOf({ originalColumn, originalLine }, lines) {
  const { endOffset, startOffset } = lines[originalLine];
  return Math.min(startOffset + originalColumn, endOffset);
}

// Where the first and the last character of a range come from.
function ends({ endOffset, startOffset }, map, lines) {
  const { touched } = applyRange({ startOffset, endOffset, count: 0 }, lines);
  if (touched.length === 0) return undefined;
  const { 0: first, [touched.length - 1]: last } = touched;
  const end = map.findEntry(last.line - 1, endOffset - last.startOffset - 1);
  let start = map.findEntry(first.line - 1, Math.max(0, startOffset - first.startOffset));
  if (!start.originalSource && end.originalSource && startOffset === 0) {
    // Code before the first mapping belongs to the file as a whole.
    const { firstEntry } = require('internal/modules/source_map_api');
    const { 2: originalSource, 3: originalLine, 4: originalColumn } = firstEntry(map);
    start = { __proto__: null, originalSource, originalLine, originalColumn };
  }
  return start.originalSource && start.originalSource === end.originalSource ? { end, start } : undefined;
}

// One function of a generated file; undefined when no original has it.
function mapFunction({ functionName, isBlockCoverage, ranges }, generated, map, lines, originals) {
  const mapped = [];
  let url;
  for (const range of ranges) {
    const found = ends(range, map, lines);
    if (found === undefined) continue;
    const { end, start } = found;
    url ??= start.originalSource;
    const own = originals.linesOf(url);
    if (own === undefined) throw new ERR_SOURCE_MAP_MISSING_SOURCE(url, generated);
    for (let i = start.originalLine; i <= end.originalLine; i++) own[i].count = range.count;
    mapped.push({ startOffset: offsetOf(start, own), endOffset: offsetOf(end, own) + 1, count: range.count });
  }
  return url === undefined ? undefined : { functions: [{ functionName, isBlockCoverage, ranges: mapped }], url };
}

// The scripts of one process with those replaced that have a map and are `wanted`. `maps` is the part `source-map-cache` of
// what the process wrote.
function mapScripts(scripts, maps, wanted, originals) {
  const { SourceMap } = require('internal/modules/source_map_api');
  const result = [];
  for (const script of scripts) {
    const entry = maps[script.url];
    if (!entry || !wanted(script.url)) {
      result.push(script);
      continue;
    }
    const { data, lineLengths } = entry;
    if (!data) throw new ERR_SOURCE_MAP_CORRUPT(script.url);
    data.sourcesContent?.forEach((text, i) => {
      if (typeof text === 'string') originals.linesOf(data.sources[i], text);
    });
    const map = new SourceMap(data, { __proto__: null, lineLengths });
    const lines = textLines(lineLengths);
    for (const fn of script.functions) {
      const mapped = mapFunction(fn, script.url, map, lines, originals);
      if (mapped === undefined) continue;
      const known = result.find(({ url }) => url === mapped.url);
      if (known === undefined) result.push(mapped);
      else known.functions.push(...mapped.functions);
    }
  }
  return result;
}

module.exports = { mapScripts, Originals };
