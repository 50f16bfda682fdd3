// util.getCallSites: https://nodejs.org/docs/latest-v26.x/api/util.html#utilgetcallsitesframecount-options
'use strict';

const { getOptionValue } = require('internal/options');
const { validateBoolean, validateInteger, validateObject } = require('internal/validators');

// readFrames, getCallSites and util.getCallSites, which the answer does not contain.
const kOwnFrames = 3;
const kFields = 5;

function readFrames(count) {
  const flat = ops.op_util_get_call_sites(count + kOwnFrames);
  const frames = [];
  for (let i = kOwnFrames * kFields; i < flat.length; i += kFields) {
    frames.push({
      __proto__: null,
      functionName: flat[i],
      scriptId: flat[i + 1],
      scriptName: flat[i + 2],
      lineNumber: flat[i + 3],
      columnNumber: flat[i + 4],
      // The older name of columnNumber.
      column: flat[i + 4],
    });
  }
  return frames;
}

// Where the source map of the frame's script says it was written.
function originalSite(site) {
  const { findSourceMap } = require('internal/source_map/source_map_cache');
  const entry = findSourceMap(site.scriptName)?.findEntry(site.lineNumber - 1, site.columnNumber - 1);
  if (!entry?.originalSource) return site;
  const columnNumber = entry.originalColumn + 1;
  return {
    __proto__: null,
    functionName: entry.name || site.functionName,
    scriptName: entry.originalSource,
    lineNumber: entry.originalLine + 1,
    column: columnNumber,
    columnNumber,
  };
}

function getCallSites(frameCount = 10, options) {
  if (options === undefined && typeof frameCount === 'object') {
    options = frameCount;
    frameCount = 10;
  } else {
    options ??= {};
  }
  validateObject(options, 'options');
  if (options.sourceMap !== undefined) validateBoolean(options.sourceMap, 'options.sourceMap');
  validateInteger(frameCount, 'frameCount', 1, 200);
  const sites = readFrames(frameCount);
  const mapped = options.sourceMap === true ||
    (options.sourceMap !== false && getOptionValue('--enable-source-maps'));
  return mapped ? sites.map(originalSite) : sites;
}

module.exports = { getCallSites };
