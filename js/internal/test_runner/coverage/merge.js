// What several processes saw of one file, as one.
'use strict';

function same(a, b) {
  return a.startOffset === b.startOffset && a.endOffset === b.endOffset;
}

function contains(outer, inner) {
  return outer.startOffset <= inner.startOffset && outer.endOffset >= inner.endOffset;
}

// Counts of the same range add up. What ran in neither process is where their unused ranges meet.
function mergeRanges(known, added) {
  const merged = new Set(known.filter(({ count }) => count > 0));
  for (const range of added) {
    const equal = known.find((other) => same(range, other));
    for (const other of known) {
      if (other === equal) break;
      if (range.count > 0 || other.count > 0) continue;
      if (contains(other, range)) merged.add(range);
      else if (contains(range, other)) merged.add(other);
    }
    if (equal !== undefined) {
      equal.count += range.count;
      merged.add(equal);
    } else if (range.count > 0) {
      merged.add(range);
    }
  }
  return [...merged];
}

function mergeScripts(known, added) {
  for (const fn of added.functions) {
    const old = known.functions.find((other) => {
      return other.functionName === fn.functionName && other.ranges.length > 0 && fn.ranges.length > 0 &&
        same(other.ranges[0], fn.ranges[0]);
    });
    if (old === undefined) {
      known.functions.push(fn);
    } else if (fn.isBlockCoverage && old.isBlockCoverage) {
      old.ranges = mergeRanges(old.ranges, fn.ranges);
    } else if (fn.isBlockCoverage) {
      // The one that knows blocks knows more.
      fn.ranges[0].count += old.ranges[0].count;
      Object.assign(old, fn);
    } else {
      old.ranges[0].count += fn.ranges[0].count;
    }
  }
}

module.exports = { mergeScripts };
