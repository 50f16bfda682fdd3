// fs.glob. https://nodejs.org/api/fs.html#fsglobpattern-options-callback
'use strict';

const path = require('path');
const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { GLOBSTAR, compile, matchGlobPattern, matchesSegment } = require('internal/path/match_glob');
const { kEmptyObject } = require('internal/util');
const { validateBoolean, validateFunction, validateObject, validateString, validateStringArray } =
  require('internal/validators');
const { DirentFromStats } = require('internal/fs/dirent');
const { toPath } = require('internal/fs/utils');

// Whether a path, or an entry when entries are wanted, is to be left out, with all that is in it.
function makeExclude(exclude, root) {
  if (exclude === undefined) return () => false;
  if (typeof exclude === 'function') return (relative, entry) => exclude(entry ?? relative);
  if (!Array.isArray(exclude)) {
    throw new ERR_INVALID_ARG_TYPE('options.exclude', ['function', 'string[]'], exclude);
  }
  validateStringArray(exclude, 'options.exclude');
  const patterns = exclude.map((pattern) => (path.isAbsolute(pattern) ? pattern : path.join(root, pattern)));
  return (relative) => {
    const full = path.resolve(root, relative);
    return patterns.some((pattern) => matchGlobPattern(full, pattern));
  };
}

class Glob {
  #root;
  #exclude;
  #withFileTypes;
  #followSymlinks;
  #patterns;
  #seen = new Set();

  constructor(pattern, options = kEmptyObject) {
    validateObject(options, 'options');
    const { cwd, exclude, followSymlinks = false, withFileTypes } = options;
    if (exclude !== undefined && typeof exclude !== 'function' && !Array.isArray(exclude)) {
      validateFunction(exclude, 'options.exclude');
    }
    validateBoolean(followSymlinks, 'options.followSymlinks');
    this.#root = toPath(cwd) ?? '.';
    this.#exclude = makeExclude(exclude, path.resolve(this.#root));
    this.#withFileTypes = Boolean(withFileTypes);
    this.#followSymlinks = followSymlinks;
    let patterns;
    if (Array.isArray(pattern)) {
      validateStringArray(pattern, 'patterns');
      patterns = pattern;
    } else {
      validateString(pattern, 'patterns');
      patterns = [pattern];
    }
    this.#patterns = patterns.flatMap((one) => compile(one, false));
  }

  // Each yield asks for ['readdir' | 'lstat' | 'stat', path], and gets null for what is not there; `{ found }` is a
  // result.
  * #walk() {
    for (const segments of this.#patterns) {
      const absolute = segments[0]?.text === '' && segments.length > 1;
      yield* this.#step(absolute ? '/' : '', segments, absolute ? 1 : 0, undefined);
    }
  }

  #full(relative) {
    return path.resolve(this.#root, relative);
  }

  * #found(relative, entry, slash) {
    const shown = slash && relative !== '/' ? `${relative}/` : relative;
    if (shown === '' || this.#seen.has(shown)) return;
    this.#seen.add(shown);
    if (!this.#withFileTypes) {
      yield { found: shown };
      return;
    }
    if (entry === undefined) {
      const full = this.#full(relative);
      const stats = yield ['lstat', full];
      if (stats === null) return;
      entry = new DirentFromStats(path.basename(full), stats, path.dirname(full));
    }
    yield { found: entry };
  }

  // Matches `segments` from `index` on, below the folder `at`.
  * #step(at, segments, index, entry) {
    if (index === segments.length) {
      yield* this.#found(at === '' ? '.' : at, entry, false);
      return;
    }
    const segment = segments[index];
    const last = index === segments.length - 1;
    if (segment.text !== undefined) {
      yield* this.#literal(at, segments, index, segment.text, last, entry);
      return;
    }
    if (segment === GLOBSTAR) {
      yield* this.#star(at, segments, index, last, entry);
      return;
    }
    for (const child of yield* this.#children(at)) {
      if (!matchesSegment(segment, child.name)) continue;
      const inner = path.join(at, child.name);
      if (this.#leftOut(inner, child)) continue;
      if (last) yield* this.#found(inner, child, false);
      else if (yield* this.#isFolder(inner, child, true)) yield* this.#step(inner, segments, index + 1, child);
    }
  }

  * #literal(at, segments, index, text, last, entry) {
    if (text === '' && last) {
      // A pattern that ends in a slash means folders.
      if (yield* this.#isFolder(at, entry, true)) yield* this.#found(at, entry, true);
      return;
    }
    const inner = text === '.' ? (at || '.') : path.join(at, text);
    if (this.#leftOut(inner, undefined)) return;
    if (!last) {
      yield* this.#step(inner, segments, index + 1, undefined);
      return;
    }
    if ((yield ['lstat', this.#full(inner)]) !== null) yield* this.#found(inner, undefined, false);
  }

  * #star(at, segments, index, last, entry) {
    // No folder at all; a final '**' means what is here, too.
    if (last) yield* this.#found(at === '' ? '.' : at, entry, false);
    else yield* this.#step(at, segments, index + 1, entry);
    for (const child of yield* this.#children(at)) {
      if (child.name[0] === '.') continue;
      const inner = path.join(at, child.name);
      if (this.#leftOut(inner, child)) continue;
      // Links are followed only when the program wants it: they may lead in circles.
      if (yield* this.#isFolder(inner, child, this.#followSymlinks && !this.#circular(inner))) {
        yield* this.#star(inner, segments, index, last, child);
      } else if (last) {
        yield* this.#found(inner, child, false);
      }
    }
  }

  // A path as long as this has gone through the same link again and again.
  #circular(relative) {
    return relative.split('/').length > 40;
  }

  #leftOut(relative, entry) {
    if (!this.#withFileTypes) return this.#exclude(relative);
    if (entry === undefined) return false;
    return this.#exclude(relative, entry);
  }

  * #children(at) {
    return (yield ['readdir', this.#full(at)]) ?? [];
  }

  * #isFolder(relative, entry, follow) {
    if (entry?.isDirectory()) return true;
    if (entry !== undefined && !entry.isSymbolicLink()) return false;
    if (!follow) return false;
    const stats = yield ['stat', this.#full(relative || '.')];
    return stats !== null && stats.isDirectory();
  }

  globSync() {
    const fs = require('fs');
    const results = [];
    const run = this.#walk();
    let step = run.next();
    while (!step.done) {
      const { value } = step;
      if (!Array.isArray(value)) {
        results.push(value.found);
        step = run.next();
        continue;
      }
      let result = null;
      try {
        result = value[0] === 'readdir' ? fs.readdirSync(value[1], { withFileTypes: true }) : fs[`${value[0]}Sync`](value[1]);
      } catch {
        // What cannot be read has nothing that matches.
      }
      step = run.next(result);
    }
    return results;
  }

  async* glob() {
    const fs = require('internal/fs/promises').exports;
    const run = this.#walk();
    let step = run.next();
    while (!step.done) {
      const { value } = step;
      if (!Array.isArray(value)) {
        yield value.found;
        step = run.next();
        continue;
      }
      let result = null;
      try {
        result = await (value[0] === 'readdir' ? fs.readdir(value[1], { withFileTypes: true }) : fs[value[0]](value[1]));
      } catch {
        // What cannot be read has nothing that matches.
      }
      step = run.next(result);
    }
  }
}

module.exports = { Glob };
