// Code coverage of tests: V8 writes what ran to a folder, for each process; here it becomes a summary of the files.
// https://nodejs.org/docs/latest-v26.x/api/test.html#collecting-code-coverage
'use strict';

const process = require('process');

const kFile = /^coverage-\d+-\d{13}-\d+\.json$/;

let current;

// Called before what is to be seen runs.
function begin() {
  if (current !== undefined) return;
  const { tmpdir } = require('os');
  const { join } = require('path');
  const original = process.env.NODE_V8_COVERAGE;
  const folder = require('fs').mkdtempSync(join(tmpdir(), 'node-coverage-'));
  // The processes of the files write there too.
  process.env.NODE_V8_COVERAGE = folder;
  current = { folder, original: original ? require('path').resolve(original) : undefined };
}

function percent(covered, total) {
  return total === 0 ? 100 : covered / total * 100;
}

// Which files the report is about: not packages, and not the tests themselves unless the patterns say so.
function makeFilter({ cwd, exclude, include }) {
  const { matchesGlob, relative } = require('path');
  const { defaultPattern } = require('internal/test_runner/file_list');
  const { fileURLToPath } = require('internal/url');
  const left = exclude.length > 0 ? exclude : [defaultPattern()];
  const fits = (file, patterns) => patterns.some((pattern) => {
    return matchesGlob(relative(cwd, file), pattern) || matchesGlob(file, pattern);
  });
  return (url) => {
    if (!url.startsWith('file:') || url.includes('/node_modules/')) return false;
    const file = fileURLToPath(url);
    return !fits(file, left) && (include.length === 0 || fits(file, include));
  };
}

// The scripts of all processes by URL. With `originals`, files that were generated become those they were made of.
function readScripts(folder, wanted, originals) {
  const fs = require('fs');
  const { mergeScripts } = require('internal/test_runner/coverage/merge');
  const scripts = new Map();
  for (const name of fs.readdirSync(folder)) {
    if (!kFile.test(name)) continue;
    const coverage = JSON.parse(fs.readFileSync(require('path').join(folder, name), 'utf8'));
    let { result } = coverage;
    const maps = coverage['source-map-cache'];
    if (originals !== undefined && maps) {
      const { mapScripts } = require('internal/test_runner/coverage/originals');
      result = mapScripts(result, maps, wanted, originals);
    }
    for (const script of result) {
      if (!wanted(script.url)) continue;
      const known = scripts.get(script.url);
      if (known === undefined) scripts.set(script.url, script);
      else mergeScripts(known, script);
    }
  }
  return scripts;
}

function describeFile(path, lines, functions) {
  const { applyRange } = require('internal/test_runner/coverage/lines');
  const branchReports = [];
  const functionReports = [];
  let coveredBranchCount = 0;
  let coveredFunctionCount = 0;
  functions.forEach(({ functionName, isBlockCoverage, ranges }, i) => {
    let most = 0;
    let first;
    for (const range of ranges) {
      const { touched, ignored } = applyRange(range, lines);
      const covered = range.count !== 0 || ignored === touched.length;
      const line = touched[0]?.line;
      first ??= { covered, line };
      most = Math.max(most, range.count);
      if (!isBlockCoverage) continue;
      branchReports.push({ __proto__: null, line, count: range.count });
      if (covered) coveredBranchCount++;
    }
    // The first one is the file as a whole.
    if (i === 0 || first === undefined) return;
    functionReports.push({ __proto__: null, name: functionName, count: most, line: first.line });
    if (first.covered) coveredFunctionCount++;
  });
  const coveredLineCount = lines.filter(({ count, ignore }) => count > 0 || ignore).length;
  return {
    __proto__: null,
    path,
    totalLineCount: lines.length,
    totalBranchCount: branchReports.length,
    totalFunctionCount: functionReports.length,
    coveredLineCount,
    coveredBranchCount,
    coveredFunctionCount,
    coveredLinePercent: percent(coveredLineCount, lines.length),
    coveredBranchPercent: percent(coveredBranchCount, branchReports.length),
    coveredFunctionPercent: percent(coveredFunctionCount, functionReports.length),
    functions: functionReports,
    branches: branchReports,
    lines: lines.filter(({ ignore }) => !ignore).map(({ count, line }) => ({ __proto__: null, line, count })),
  };
}

const kTotals = [
  'totalLineCount', 'totalBranchCount', 'totalFunctionCount', 'coveredLineCount', 'coveredBranchCount',
  'coveredFunctionCount',
];

function summarize({ cwd, exclude, include, thresholds }) {
  const { folder } = current;
  const { Originals } = require('internal/test_runner/coverage/originals');
  const originals = new Originals();
  const isMapped = require('internal/options').getOptionValue('--enable-source-maps');
  const scripts = readScripts(folder, makeFilter({ cwd, exclude, include }), isMapped ? originals : undefined);
  const files = [];
  for (const { functions, url } of scripts.values()) {
    const lines = originals.linesOf(url);
    // A file that is gone has no lines to report.
    if (lines === undefined) continue;
    files.push(describeFile(require('internal/url').fileURLToPath(url), lines, functions));
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const totals = { __proto__: null };
  for (const key of kTotals) totals[key] = files.reduce((sum, file) => sum + file[key], 0);
  totals.coveredLinePercent = percent(totals.coveredLineCount, totals.totalLineCount);
  totals.coveredBranchPercent = percent(totals.coveredBranchCount, totals.totalBranchCount);
  totals.coveredFunctionPercent = percent(totals.coveredFunctionCount, totals.totalFunctionCount);
  return { __proto__: null, workingDirectory: cwd, files, totals, thresholds };
}

// The summary of this process and those that it started; throws what is wrong with a source map. The folder is gone after it; a
// folder that the environment named gets its files.
function collect(options) {
  if (current === undefined) return undefined;
  const fs = require('fs');
  const { folder, original } = current;
  require('internal/process/recording').tellMaps();
  require('v8').takeCoverage();
  let summary;
  let error;
  try {
    summary = summarize(options);
  } catch (failure) {
    error = failure;
  }
  require('v8').stopCoverage();
  if (original === undefined) {
    delete process.env.NODE_V8_COVERAGE;
  } else {
    process.env.NODE_V8_COVERAGE = original;
    fs.mkdirSync(original, { __proto__: null, recursive: true });
    const { join } = require('path');
    for (const name of fs.readdirSync(folder)) fs.copyFileSync(join(folder, name), join(original, name));
  }
  fs.rmSync(folder, { __proto__: null, recursive: true, force: true });
  current = undefined;
  if (error !== undefined) throw error;
  return summary;
}

module.exports = { begin, collect };
