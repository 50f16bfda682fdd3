// The `exports` and `imports` fields of packages: PACKAGE_EXPORTS_RESOLVE and PACKAGE_IMPORTS_RESOLVE.
// https://nodejs.org/docs/latest-v26.x/api/esm.html#resolution-algorithm-specification
'use strict';

const {
  ArrayIsArray,
  JSONStringify,
  ObjectGetOwnPropertyNames,
  ObjectHasOwn,
  RegExpPrototypeExec,
  RegExpPrototypeSymbolReplace,
  String,
  StringPrototypeEndsWith,
  StringPrototypeIncludes,
  StringPrototypeIndexOf,
  StringPrototypeLastIndexOf,
  StringPrototypeSlice,
  StringPrototypeStartsWith,
} = primordials;

const {
  codes: {
    ERR_INVALID_MODULE_SPECIFIER,
    ERR_INVALID_PACKAGE_CONFIG,
    ERR_INVALID_PACKAGE_TARGET,
    ERR_PACKAGE_IMPORT_NOT_DEFINED,
    ERR_PACKAGE_PATH_NOT_EXPORTED,
  },
} = require('internal/errors');

// A segment that leaves the package or goes into node_modules, also when it is percent-encoded.
const invalidSegment =
  /(^|\\|\/)((\.|%2e)(\.|%2e)?|(n|%6e|%4e)(o|%6f|%4f)(d|%64|%44)(e|%65|%45)(_|%5f)(m|%6d|%4d)(o|%6f|%4f)(d|%64|%44)(u|%75|%55)(l|%6c|%4c)(e|%65|%45)(s|%73|%53))?(\\|\/|$)/i;
const deprecatedSegment =
  /(^|\\|\/)((\.|%2e)(\.|%2e)?|(n|%6e|%4e)(o|%6f|%4f)(d|%64|%44)(e|%65|%45)(_|%5f)(m|%6d|%4d)(o|%6f|%4f)(d|%64|%44)(u|%75|%55)(l|%6c|%4c)(e|%65|%45)(s|%73|%53))(\\|\/|$)/i;
const star = /\*/g;

const lazyUrl = () => require('internal/url');
const folderOf = (packageJSONUrl) => lazyUrl().fileURLToPath(new (lazyUrl().URL)('.', packageJSONUrl));
const pathOf = (base) => (base ? lazyUrl().fileURLToPath(base) : undefined);

function isArrayIndex(key) {
  const number = +key;
  return `${number}` === key && number >= 0 && number < 0xFFFF_FFFF;
}

// PACKAGE_TARGET_RESOLVE. A file URL, null for an explicit no, undefined when nothing matches.
function resolveTarget(packageJSONUrl, target, subpath, key, base, pattern, internal, conditions) {
  if (typeof target === 'string') {
    return resolveTargetString(target, subpath, key, packageJSONUrl, base, pattern, internal, conditions);
  }
  if (ArrayIsArray(target)) {
    if (target.length === 0) return null;
    let last;
    for (let i = 0; i < target.length; i++) {
      let resolved;
      try {
        resolved = resolveTarget(packageJSONUrl, target[i], subpath, key, base, pattern, internal, conditions);
      } catch (error) {
        last = error;
        if (error.code !== 'ERR_INVALID_PACKAGE_TARGET') throw error;
        continue;
      }
      if (resolved === undefined) continue;
      if (resolved === null) {
        last = null;
        continue;
      }
      return resolved;
    }
    if (last === undefined || last === null) return last;
    throw last;
  }
  if (typeof target === 'object' && target !== null) {
    const keys = ObjectGetOwnPropertyNames(target);
    for (let i = 0; i < keys.length; i++) {
      if (isArrayIndex(keys[i])) {
        throw new ERR_INVALID_PACKAGE_CONFIG(lazyUrl().fileURLToPath(packageJSONUrl), base,
                                             '"exports" cannot contain numeric property keys.');
      }
    }
    for (let i = 0; i < keys.length; i++) {
      const condition = keys[i];
      if (condition !== 'default' && !conditions.has(condition)) continue;
      const resolved =
        resolveTarget(packageJSONUrl, target[condition], subpath, key, base, pattern, internal, conditions);
      if (resolved !== undefined) return resolved;
    }
    return undefined;
  }
  if (target === null) return null;
  throw invalidTarget(key, target, packageJSONUrl, internal, base);
}

function invalidTarget(key, target, packageJSONUrl, internal, base) {
  if (typeof target === 'object' && target !== null) target = JSONStringify(target, null, '');
  else target = `${target}`;
  return new ERR_INVALID_PACKAGE_TARGET(folderOf(packageJSONUrl), key, target, internal, pathOf(base));
}

function invalidSubpath(request, match, packageJSONUrl, internal, base) {
  const reason = `request is not a valid match in pattern "${match}" for the "${internal ? 'imports' : 'exports'}" ` +
    `resolution of ${lazyUrl().fileURLToPath(packageJSONUrl)}`;
  return new ERR_INVALID_MODULE_SPECIFIER(request, reason, pathOf(base));
}

function resolveTargetString(target, subpath, match, packageJSONUrl, base, pattern, internal, conditions) {
  if (subpath !== '' && !pattern && target[target.length - 1] !== '/') {
    throw invalidTarget(match, target, packageJSONUrl, internal, base);
  }
  const { URL } = lazyUrl();
  if (!StringPrototypeStartsWith(target, './')) {
    if (internal && !StringPrototypeStartsWith(target, '../') && !StringPrototypeStartsWith(target, '/')) {
      // An import may be mapped to another package or to a URL.
      if (URL.canParse(target)) throw invalidTarget(match, target, packageJSONUrl, internal, base);
      const request = pattern ? RegExpPrototypeSymbolReplace(star, target, () => subpath) : target + subpath;
      return require('internal/modules/esm/resolve').packageResolve(request, packageJSONUrl, conditions);
    }
    throw invalidTarget(match, target, packageJSONUrl, internal, base);
  }
  if (RegExpPrototypeExec(invalidSegment, StringPrototypeSlice(target, 2)) !== null) {
    const hard = RegExpPrototypeExec(deprecatedSegment, StringPrototypeSlice(target, 2)) !== null;
    if (hard) throw invalidTarget(match, target, packageJSONUrl, internal, base);
    doubleSlash(target, pattern ? RegExpPrototypeSymbolReplace(star, match, () => subpath) : match + subpath,
                match, packageJSONUrl, internal, base, true);
  }
  const resolved = new URL(target, packageJSONUrl);
  const { pathname } = resolved;
  if (!StringPrototypeStartsWith(pathname, new URL('.', packageJSONUrl).pathname)) {
    throw invalidTarget(match, target, packageJSONUrl, internal, base);
  }
  if (subpath === '') return resolved;
  const request = pattern ? RegExpPrototypeSymbolReplace(star, match, () => subpath) : match + subpath;
  if (RegExpPrototypeExec(invalidSegment, subpath) !== null) {
    if (RegExpPrototypeExec(deprecatedSegment, subpath) !== null) {
      throw invalidSubpath(request, match, packageJSONUrl, internal, base);
    }
    doubleSlash(target, request, match, packageJSONUrl, internal, base, false);
  }
  if (pattern) return new URL(RegExpPrototypeSymbolReplace(star, resolved.href, () => subpath));
  return new URL(subpath, resolved);
}

const warned = { __proto__: null };

// DEP0166: an empty segment is still let through.
function doubleSlash(target, request, match, packageJSONUrl, internal, base, isTarget) {
  const key = `${request}|${match}`;
  if (warned[key]) return;
  warned[key] = true;
  const double = RegExpPrototypeExec(/\/\/|\\/, isTarget ? target : request) !== null;
  require('process').emitWarning(
    `Use of deprecated ${double ? 'double slash' : 'leading or trailing slash matching'} resolving "${target}" for ` +
    `module request "${request}" ${request !== match ? `matched to "${match}" ` : ''}in the ` +
    `"${internal ? 'imports' : 'exports'}" field module resolution of the package at ` +
    `${lazyUrl().fileURLToPath(packageJSONUrl)}${base ? ` imported from ${pathOf(base)}` : ''}.`,
    'DeprecationWarning', 'DEP0166');
}

// Whether `exports` is the target of '.' itself, not a map of subpaths.
function isMainSugar(exports, packageJSONUrl, base) {
  if (typeof exports === 'string' || ArrayIsArray(exports)) return true;
  if (typeof exports !== 'object' || exports === null) return false;
  const keys = ObjectGetOwnPropertyNames(exports);
  let sugar = false;
  for (let i = 0; i < keys.length; i++) {
    const bare = keys[i] === '' || keys[i][0] !== '.';
    if (i === 0) {
      sugar = bare;
    } else if (sugar !== bare) {
      throw new ERR_INVALID_PACKAGE_CONFIG(
        lazyUrl().fileURLToPath(packageJSONUrl), base,
        '"exports" cannot contain some keys starting with \'.\' and some not. The exports object must either be an ' +
        'object of package subpath keys or an object of main entry condition name keys only.');
    }
  }
  return sugar;
}

// PATTERN_KEY_COMPARE: the longer part before the star goes first.
function patternKeyCompare(a, b) {
  const starA = StringPrototypeIndexOf(a, '*');
  const starB = StringPrototypeIndexOf(b, '*');
  const lengthA = starA === -1 ? a.length : starA + 1;
  const lengthB = starB === -1 ? b.length : starB + 1;
  if (lengthA > lengthB) return -1;
  if (lengthB > lengthA) return 1;
  if (starA === -1) return 1;
  if (starB === -1) return -1;
  if (a.length > b.length) return -1;
  return b.length > a.length ? 1 : 0;
}

// The best pattern key of `map` for `request` and what its star stands for.
function bestPattern(map, request, isExports, packageJSONUrl, base) {
  let best = '';
  let text;
  const keys = ObjectGetOwnPropertyNames(map);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const at = StringPrototypeIndexOf(key, '*');
    if (at === -1 || !StringPrototypeStartsWith(request, StringPrototypeSlice(key, 0, at))) continue;
    if (isExports && StringPrototypeEndsWith(request, '/')) {
      require('process').emitWarning(
        `Use of deprecated trailing slash pattern mapping "${request}" in the "exports" field module resolution of ` +
        `the package at ${lazyUrl().fileURLToPath(packageJSONUrl)}` +
        `${base ? ` imported from ${pathOf(base)}` : ''}. Mapping specifiers ending in "/" is no longer supported.`,
        'DeprecationWarning', 'DEP0155');
    }
    const tail = StringPrototypeSlice(key, at + 1);
    if (request.length > key.length - 1 && StringPrototypeEndsWith(request, tail) &&
        patternKeyCompare(best, key) === 1 && StringPrototypeLastIndexOf(key, '*') === at) {
      best = key;
      text = StringPrototypeSlice(request, at, request.length - tail.length);
    }
  }
  return best === '' ? undefined : { __proto__: null, key: best, text };
}

function packageExportsResolve(packageJSONUrl, packageSubpath, packageConfig, base, conditions) {
  let { exports } = packageConfig;
  if (isMainSugar(exports, packageJSONUrl, base)) exports = { '.': exports };
  const fail = () => new ERR_PACKAGE_PATH_NOT_EXPORTED(folderOf(packageJSONUrl), packageSubpath, pathOf(base));
  const isObject = typeof exports === 'object' && exports !== null;
  if (isObject && ObjectHasOwn(exports, packageSubpath) && !StringPrototypeIncludes(packageSubpath, '*') &&
      !StringPrototypeEndsWith(packageSubpath, '/')) {
    const target = exports[packageSubpath];
    const resolved = resolveTarget(packageJSONUrl, target, '', packageSubpath, base, false, false, conditions);
    if (resolved === null || resolved === undefined) throw fail();
    return resolved;
  }
  const match = isObject ? bestPattern(exports, packageSubpath, true, packageJSONUrl, base) : undefined;
  if (match !== undefined) {
    const target = exports[match.key];
    const resolved = resolveTarget(packageJSONUrl, target, match.text, match.key, base, true, false, conditions);
    if (resolved === null || resolved === undefined) throw fail();
    return resolved;
  }
  throw fail();
}

function packageImportsResolve(name, base, conditions) {
  if (name === '#' || StringPrototypeEndsWith(name, '/')) {
    throw new ERR_INVALID_MODULE_SPECIFIER(name, 'is not a valid internal imports specifier name', pathOf(base));
  }
  const config = require('internal/modules/package_json_reader').getPackageScopeConfig(base);
  let packageJSONUrl;
  if (config.exists) {
    packageJSONUrl = lazyUrl().pathToFileURL(config.pjsonPath);
    const { imports } = config;
    if (imports) {
      if (ObjectHasOwn(imports, name) && !StringPrototypeIncludes(name, '*')) {
        const resolved = resolveTarget(packageJSONUrl, imports[name], '', name, base, false, true, conditions);
        if (resolved !== null && resolved !== undefined) return resolved;
      } else {
        const match = bestPattern(imports, name, false, packageJSONUrl, base);
        if (match !== undefined) {
          const target = imports[match.key];
          const resolved = resolveTarget(packageJSONUrl, target, match.text, match.key, base, true, true, conditions);
          if (resolved !== null && resolved !== undefined) return resolved;
        }
      }
    }
  }
  throw new ERR_PACKAGE_IMPORT_NOT_DEFINED(name, packageJSONUrl && folderOf(packageJSONUrl), String(pathOf(base)));
}

module.exports = { packageExportsResolve, packageImportsResolve };
