// Source maps of running code: whether they are in use, and the map of each file that was compiled since.
// https://nodejs.org/docs/latest-v26.x/api/module.html#source-map-support
'use strict';

const {
  ArrayPrototypeMap,
  JSONParse,
  ObjectFreeze,
  RegExpPrototypeExec,
  RegExpPrototypeSymbolSplit,
  SafeFinalizationRegistry,
  SafeMap,
  SafeWeakMap,
  SafeWeakRef,
  StringPrototypeSlice,
  StringPrototypeSplit,
  StringPrototypeStartsWith,
} = primordials;

const { validateBoolean, validateObject } = require('internal/validators');

let support = ObjectFreeze({ __proto__: null, enabled: false, nodeModules: false, generatedCode: false });

function getSourceMapsSupport() {
  return support;
}

function setSourceMapsSupport(enabled, options = { __proto__: null }) {
  validateBoolean(enabled, 'enabled');
  validateObject(options, 'options');
  const { nodeModules = false, generatedCode = false } = options;
  validateBoolean(nodeModules, 'options.nodeModules');
  validateBoolean(generatedCode, 'options.generatedCode');
  const { hooks } = require('internal/modules/cjs/compile');
  const { defaultPrepareStackTrace, setInternalPrepareStackTrace } = require('internal/errors');
  if (enabled) {
    hooks.cacheSourceMap = cacheSourceMap;
    setInternalPrepareStackTrace(require('internal/source_map/prepare_stack_trace').prepareStackTraceWithSourceMaps);
  } else {
    hooks.cacheSourceMap = undefined;
    setInternalPrepareStackTrace(defaultPrepareStackTrace);
  }
  support = ObjectFreeze({
    __proto__: null, enabled, nodeModules: enabled && nodeModules, generatedCode: enabled && generatedCode,
  });
}

// For coverage, whose reader maps the places itself: stacks stay as they are.
function enableForCoverage() {
  require('internal/modules/cjs/compile').hooks.cacheSourceMap ??= cacheSourceMap;
}

// All maps as coverage shows them; undefined when there is none.
function sourceMapCacheToObject() {
  let all;
  for (const { 0: url, 1: owner } of owners) {
    const module = owner.deref();
    if (module === undefined) continue;
    const entry = entries.get(module);
    entry.map ??= loadMap(entry);
    all ??= { __proto__: null };
    const data = entry.map?.payload ?? null;
    all[url] = {
      lineLengths: entry.lineLengths ?? lineLengthsOf(entry.content),
      data,
      // Where a map that could not be read would be.
      url: data === null ? entry.mapUrl : null,
    };
  }
  return all;
}

// `--enable-source-maps`.
function enableFromCommandLine() {
  setSourceMapsSupport(true, { __proto__: null, nodeModules: true, generatedCode: true });
}

// A map lives as long as the module it belongs to: URL of the file -> module, module -> what is known of its map.
const owners = new SafeMap();
const entries = new SafeWeakMap();
let registry;

// The name that a text gives itself.
function sourceUrlOf(content) {
  const pattern = /\/[*/]#\s+sourceURL=([^\s]+)/g;
  let found;
  let match;
  while ((match = RegExpPrototypeExec(pattern, content)) !== null) found = match[1];
  return found;
}

function toUrl(path) {
  return path[0] === '/' ? require('internal/url').pathToFileURL(path).href : path;
}

// `name` is a path or a URL, `compiled` the function or the ModuleWrap. The map itself is read when somebody asks for it.
function cacheSourceMap(name, content, module, compiled) {
  const url = toUrl(name);
  // What the same file had before is out of date.
  owners.delete(url);
  if (!support.nodeModules && RegExpPrototypeExec(/[\\/]node_modules[\\/]/, name) !== null) return;
  const mapUrl = typeof compiled === 'function' ? ops.op_module_source_map_url(compiled) : compiled.sourceMapUrl();
  if (typeof mapUrl !== 'string') return;
  entries.set(module, { __proto__: null, url, mapUrl, content, lineLengths: undefined, map: undefined });
  registry ??= new SafeFinalizationRegistry(({ url: key, owner }) => {
    if (owners.get(key) === owner) owners.delete(key);
  });
  remember(url, module);
  const sourceUrl = sourceUrlOf(content);
  // Stacks show a file by the name that it gives itself.
  if (sourceUrl !== undefined) remember(toUrl(sourceUrl), module);
}

function remember(url, module) {
  const owner = new SafeWeakRef(module);
  owners.set(url, owner);
  registry.register(module, { __proto__: null, url, owner });
}

// The text behind a URL of a map; null when there is none.
function readMap(mapUrl, base) {
  const { URL, fileURLToPath } = require('internal/url');
  if (StringPrototypeStartsWith(mapUrl, 'data:')) {
    const parts = RegExpPrototypeExec(/^data:([^,]*),([^]*)$/, mapUrl);
    if (parts === null || RegExpPrototypeExec(/^application\/json\b/, parts[1]) === null) return null;
    const isBase64 = RegExpPrototypeExec(/;base64$/, parts[1]) !== null;
    const text = isBase64 ? require('buffer').Buffer.from(parts[2], 'base64').toString() : decodeURIComponent(parts[2]);
    return { __proto__: null, text, base };
  }
  const url = new URL(mapUrl, base);
  if (url.protocol !== 'file:') return null;
  return { __proto__: null, text: ops.op_module_read_source(fileURLToPath(url)), base: url.href };
}

// What follows the last line's end counts as a line too.
function lineLengthsOf(content) {
  return ArrayPrototypeMap(RegExpPrototypeSymbolSplit(/[\n\u2028\u2029]/, content), (line) => line.length);
}

function loadMap({ url, mapUrl, content }) {
  const { URL } = require('internal/url');
  let data;
  try {
    const found = readMap(mapUrl, url);
    if (found === null) return null;
    data = JSONParse(found.text);
    const root = data.sourceRoot || '';
    const absolute = (source) => new URL(`${root}${source}`, found.base).href;
    if (data.sources) data.sources = ArrayPrototypeMap(data.sources, absolute);
    data.sourceRoot = '';
    const { SourceMap } = require('internal/modules/source_map_api');
    return new SourceMap(data, { __proto__: null, lineLengths: lineLengthsOf(content) });
  } catch {
    // A map that is broken or not there is as none.
    return null;
  }
}

// The map of a file by its path or URL.
function findSourceMap(name) {
  if (typeof name !== 'string' || name === '') return undefined;
  const module = owners.get(toUrl(name))?.deref();
  if (module === undefined) return undefined;
  const entry = entries.get(module);
  if (entry.map === undefined) {
    entry.map = loadMap(entry);
    entry.lineLengths = lineLengthsOf(entry.content);
    entry.content = undefined;
  }
  return entry.map ?? undefined;
}

// How stacks show a source: files by their path.
function showSource(source) {
  return StringPrototypeStartsWith(source, 'file://') ? require('internal/url').fileURLToPath(source) : source;
}

// A line (from 0) of an original file: from the map, or from disk.
function getSourceLine(map, source, line) {
  const { payload } = map;
  let text;
  for (let i = 0; i < payload.sources?.length; i++) {
    if (payload.sources[i] === source) text = payload.sourcesContent?.[i];
  }
  if (typeof text !== 'string') {
    try {
      text = ops.op_module_read_source(showSource(source));
    } catch {
      return undefined;
    }
  }
  const found = StringPrototypeSplit(text, '\n', line + 1)[line];
  return found?.[found.length - 1] === '\r' ? StringPrototypeSlice(found, 0, -1) : found;
}

// The place of an exception in the original file: [file, line, source line, column], the line from 1.
function mapPlace(file, line, column) {
  const map = findSourceMap(file);
  if (map === undefined) return undefined;
  const { originalSource, originalLine, originalColumn } = map.findEntry(line - 1, column);
  if (originalSource === undefined) return undefined;
  const text = getSourceLine(map, originalSource, originalLine);
  return text === undefined ? undefined : [showSource(originalSource), originalLine + 1, text, originalColumn];
}

module.exports = {
  enableForCoverage,
  sourceMapCacheToObject,
  enableFromCommandLine,
  findSourceMap,
  getSourceLine,
  getSourceMapsSupport,
  mapPlace,
  setSourceMapsSupport,
  showSource,
};
