// The ES module of each builtin: `default` is what require() gives, and each of its properties is an export.
// https://nodejs.org/docs/latest-v26.x/api/esm.html#builtin-modules
//
// A property with a getter is mostly a part that the builtin loads when somebody asks for it. Its export gets a value when
// a module is linked that can see it; all others have theirs from the start.
'use strict';

const {
  ArrayPrototypeForEach,
  ArrayPrototypeIncludes,
  ArrayPrototypePush,
  ObjectGetOwnPropertyDescriptor,
  ObjectKeys,
  RegExpPrototypeExec,
  SafeMap,
  StringPrototypeIncludes,
  StringPrototypeIndexOf,
  StringPrototypeSlice,
  StringPrototypeSplit,
  StringPrototypeTrim,
} = primordials;

const { BuiltinModule } = require('internal/bootstrap/realm');
const { codes: { ERR_UNKNOWN_BUILTIN_MODULE } } = require('internal/errors');

// Faces by URL.
const faces = new SafeMap();

// The ModuleWrap of the builtin that `url` names.
function builtin(url) {
  const id = BuiltinModule.normalizeRequirableId(url);
  if (id === undefined) throw new ERR_UNKNOWN_BUILTIN_MODULE(url);
  const own = `node:${id}`;
  const kept = faces.get(own);
  if (kept !== undefined) return kept.wrap;
  const exports = BuiltinModule.load(id);
  const names = exportNames(exports);
  // `shown`: the names that have values; `late`: those that nobody has asked for.
  const face = { __proto__: null, exports, shown: [], late: [], filled: false, wrap: undefined };
  for (let i = 0; i < names.length; i++) {
    const { get } = ObjectGetOwnPropertyDescriptor(exports, names[i]);
    ArrayPrototypePush(get === undefined ? face.shown : face.late, names[i]);
  }
  face.wrap = ops.op_module_wrap_synthetic(own, ['default', ...names], () => fill(face));
  faces.set(own, face);
  return face.wrap;
}

function exportNames(exports) {
  if (exports === null || (typeof exports !== 'object' && typeof exports !== 'function')) return [];
  const names = [];
  ArrayPrototypeForEach(ObjectKeys(exports), (name) => {
    if (name !== 'default') ArrayPrototypePush(names, name);
  });
  return names;
}

function fill(face) {
  face.filled = true;
  face.wrap.setExport('default', face.exports);
  for (let i = 0; i < face.shown.length; i++) setExport(face, face.shown[i]);
}

function setExport({ wrap, exports }, name) {
  let value;
  try {
    value = exports[name];
  } catch {
    // A getter that throws: the export is undefined, as in Node.
  }
  wrap.setExport(name, value);
}

// Gives the late exports of the builtin at `url` their values: those that `text`, a module that asks for it by `specifier`,
// names; all of them when that cannot be told or without a text.
function show(url, specifier, text) {
  const face = faces.get(url);
  if (face === undefined || face.late.length === 0) return;
  const named = text === undefined ? undefined : namedImports(text, specifier);
  const still = [];
  for (let i = 0; i < face.late.length; i++) {
    const name = face.late[i];
    if (named !== undefined && !ArrayPrototypeIncludes(named, name)) {
      ArrayPrototypePush(still, name);
      continue;
    }
    ArrayPrototypePush(face.shown, name);
    if (face.filled) setExport(face, name);
  }
  face.late = still;
}

// The largest text that is searched, in characters.
const kLongest = 262144;

// How far back from a specifier its declaration may begin, in characters.
const kDeclaration = 2048;

const declaration =
  /[\n;][ \t]*import\s*(?:\s[\w$]+\s*(?:,\s*\{([\w$\s,]*)\}\s*)?|\{([\w$\s,]*)\}\s*)from\s*$/;
const bareDeclaration = /[\n;][ \t]*import\s*$/;
const escapedSpecifier = /(?:from|import)\s*['"][^'"\n]*\\/;

// The names that the module `text` imports from `specifier`; undefined where a form of import is not one of the plain ones
// (`import a, { b as c } from 'specifier'`).
function namedImports(text, specifier) {
  if (text.length > kLongest) return undefined;
  if (StringPrototypeIncludes(text, '\\') && RegExpPrototypeExec(escapedSpecifier, text) !== null) return undefined;
  const names = [];
  let found = false;
  let at = -1;
  while ((at = StringPrototypeIndexOf(text, specifier, at + 1)) !== -1) {
    const quote = text[at - 1];
    if ((quote !== '"' && quote !== "'") || text[at + specifier.length] !== quote) continue;
    const before = at - 1 > kDeclaration ?
      StringPrototypeSlice(text, at - 1 - kDeclaration, at - 1) :
      `\n${StringPrototypeSlice(text, 0, at - 1)}`;
    const match = RegExpPrototypeExec(declaration, before);
    if (match === null && RegExpPrototypeExec(bareDeclaration, before) === null) return undefined;
    found = true;
    const list = match?.[1] ?? match?.[2] ?? '';
    const parts = StringPrototypeSplit(list, ',');
    for (let i = 0; i < parts.length; i++) {
      ArrayPrototypePush(names, RegExpPrototypeExec(/^[\w$]*/, StringPrototypeTrim(parts[i]))[0]);
    }
  }
  return found ? names : undefined;
}

function syncBuiltinESMExports() {
  for (const { 1: face } of faces) if (face.filled) fill(face);
}

module.exports = { builtin, exportNames, show, syncBuiltinESMExports };
