// Which tests run: --test-only and the name patterns. https://nodejs.org/docs/latest-v26.x/api/test.html#filtering-tests-by-name
'use strict';

function matches(test, patterns) {
  return patterns.some((pattern) => test.name.search(pattern) !== -1 || test.nameWithAncestors.search(pattern) !== -1);
}

function matchesOrParent(test, patterns) {
  for (let at = test; at !== null && at.parent !== null; at = at.parent) {
    if (matches(at, patterns)) return true;
  }
  return false;
}

// Called when a test is made. True: the test's function must not run.
function join(test, parent, only) {
  const { testNamePatterns, testSkipPatterns, only: onlyMode } = test.config;
  if (testNamePatterns !== null || testSkipPatterns !== null) {
    test.filteredByName = (testNamePatterns !== null && !matchesOrParent(test, testNamePatterns)) ||
      (testSkipPatterns !== null && matches(test, testSkipPatterns));
    // A suite runs when one of its tests does.
    if (!test.filteredByName) {
      for (let at = parent; at !== null && at.filteredByName; at = at.parent) at.filteredByName = false;
    }
  }
  if (test.config.findsOnly) {
    if (!only) return false;
    test.root.hasOnly = test.isMarked = true;
    for (let at = parent; at !== null; at = at.parent) at.hasMarked = true;
    return false;
  }
  if (!onlyMode) {
    if (only || parent.runOnlySubtests) {
      test.diagnostic("'only' and 'runOnly' require the --test-only command-line option.");
    }
    return false;
  }
  if (test.only) {
    // Where a suite has such tests, it runs only them.
    parent.runOnlySubtests = true;
    if (parent === test.root || parent.startTime === null) {
      for (let at = parent; at !== null && !at.only; at = at.parent) at.only = true;
    }
    return false;
  }
  return test.only === false;
}

// Where all files are loaded before the first test starts, one with `only` anywhere is enough.
function isLeftOut(test) {
  const { root } = test;
  if (!root.hasOnly && !test.config.only) return false;
  if (test.isMarked || test.hasMarked) return false;
  for (let at = test.parent; at !== null; at = at.parent) {
    if (at.isMarked) return at.hasMarked === true;
  }
  return true;
}

// Called when a test's turn to start comes.
function apply(test) {
  if (test.error !== null) return;
  if (test.filteredByName) {
    test.filtered = true;
  } else if (test.config.findsOnly) {
    test.filtered = isLeftOut(test);
  } else if (test.config.only && !test.only && (test.parent.runOnlySubtests || test.only === false)) {
    test.filtered = true;
  }
}

module.exports = { apply, join };
