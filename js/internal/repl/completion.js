// What the tab key offers: commands, globals, members, modules and files. Nothing that is looked at runs code.
// https://nodejs.org/docs/latest-v26.x/api/repl.html#commands-and-special-keys
'use strict';

const keywords = [
  'async', 'await', 'break', 'case', 'catch', 'const', 'continue', 'debugger', 'default', 'delete', 'do', 'else',
  'export', 'false', 'finally', 'for', 'function', 'if', 'import', 'in', 'instanceof', 'let', 'new', 'null', 'return',
  'switch', 'this', 'throw', 'true', 'try', 'typeof', 'var', 'void', 'while', 'with', 'yield',
];

const expressionPattern = /(?:[a-zA-Z_$](?:\w|\$)*\??\.)*[a-zA-Z_$](?:\w|\$)*\??\.?$/;
const requirePattern = /\b(?:require|import)\s*\(\s*['"`]((?:[\w@./:-]+\/)?(?:[\w@./:-]*))(?![^'"`])$/;
const fsPattern = /\bfs(?:\.promises)?\.\w+\(\s*['"]([^'"]*)$/;

function isName(key) {
  return /^[a-zA-Z_$][\w$]*$/.test(key);
}

function ownNames(object) {
  if (ops.op_is_proxy(object)) return [];
  return ops.op_get_non_index_property_names(object, 16)?.filter(isName) ?? [];
}

// The value of a data property on the prototype chain; what a getter would answer is not known.
function valueOf(object, key) {
  for (let o = Object(object); o !== null; o = Object.getPrototypeOf(o)) {
    if (ops.op_is_proxy(o)) return undefined;
    const descriptor = Object.getOwnPropertyDescriptor(o, key);
    if (descriptor === undefined) continue;
    if ('value' in descriptor) return descriptor.value;
    // Builtin modules are behind getters that only load them.
    const { canBeRequiredByUsers } = require('internal/bootstrap/realm').BuiltinModule;
    return o === globalThis && canBeRequiredByUsers.call(undefined, key) ? o[key] : undefined;
  }
  return undefined;
}

function lookUp(repl, parts) {
  let value;
  const { 0: first } = parts;
  if (first === 'this' || first === 'globalThis') {
    value = repl.context;
  } else {
    value = valueOf(repl.context, first);
    // A plain name may be a let or const, which is no property.
    if (value === undefined && isName(first)) value = evaluateName(repl, first);
  }
  for (let i = 1; i < parts.length; i++) {
    if (value === undefined || value === null) return undefined;
    value = valueOf(value, parts[i]);
  }
  return value;
}

function evaluateName(repl, name) {
  if (name in repl.context || keywords.includes(name)) return undefined;
  try {
    if (repl.useGlobal || repl.context === globalThis) return ops.op_module_run_script('REPL', name, Symbol('REPL'));
    return require('vm').runInContext(name, repl.context);
  } catch {
    return undefined;
  }
}

function memberGroups(value) {
  const groups = [];
  if (value === undefined || value === null) return groups;
  let object = Object(value);
  for (let i = 0; object !== null && i < 5; i++) {
    groups.push(ownNames(object));
    object = ops.op_is_proxy(object) ? null : Object.getPrototypeOf(object);
  }
  return groups;
}

function builtinNames() {
  const { BuiltinModule } = require('internal/bootstrap/realm');
  const names = BuiltinModule.getCanBeRequiredByUsersWithoutSchemeList().filter((name) => name[0] !== '_');
  return [...names, ...BuiltinModule.getAllBuiltinModuleIds().map((name) =>
    (name.startsWith('node:') ? name : `node:${name}`)).filter((name) => !name.startsWith('node:_'))];
}

function files(partial, extensions) {
  const path = require('path');
  const dir = partial.endsWith('/') ? partial : path.dirname(partial);
  const prefix = partial === '' || partial.endsWith('/') ? partial : partial.slice(0, partial.lastIndexOf('/') + 1);
  let entries;
  try {
    entries = require('fs').readdirSync(partial === '' ? '.' : dir, { withFileTypes: true });
  } catch {
    return [];
  }
  const list = [];
  for (const entry of entries) {
    if (entry.isDirectory()) list.push(`${prefix}${entry.name}/`);
    else if (extensions === undefined) list.push(prefix + entry.name);
    else if (extensions.includes(path.extname(entry.name))) {
      list.push(prefix + path.basename(entry.name, path.extname(entry.name)));
    }
  }
  return list;
}

function pick(groups, filter) {
  const seen = new Set(['']);
  const result = [];
  const wanted = filter.toLowerCase();
  // The own names of the innermost object come last, next to the prompt.
  for (const group of groups) {
    const fresh = group.filter((name) => name.toLowerCase().startsWith(wanted) && !seen.has(name)).sort();
    const exact = fresh.filter((name) => name.startsWith(filter));
    const kept = exact.length > 0 || filter === '' ? exact : fresh;
    if (kept.length === 0) continue;
    for (const name of kept) seen.add(name);
    if (result.length > 0) result.unshift('');
    result.unshift(...kept);
  }
  return result;
}

function globalGroups(repl) {
  const groups = memberGroups(repl.context);
  const builtin = Object.getOwnPropertyNames(globalThis).filter(isName);
  return [[...new Set([...groups.flat(), ...builtin])], keywords];
}

function completeExpression(repl, match) {
  const dot = Math.max(match.lastIndexOf('.'), -1);
  if (dot === -1) return [pick(globalGroups(repl), match), match];
  const filter = match.slice(dot + 1);
  const head = match.slice(0, dot + 1);
  const parts = head.replace(/\??\.$/, '').split(/\??\./);
  const names = pick(memberGroups(lookUp(repl, parts)), filter);
  return [names.map((name) => (name === '' ? '' : head + name)), match];
}

// [completions, what they complete].
function complete(repl, line) {
  const text = line.trimStart();
  let match = /^\s*\.(\w*)$/.exec(text);
  if (match !== null) {
    const list = pick([Object.keys(repl.commands)], match[1]);
    return [list.length > 1 || list[0] !== match[1] ? list : [], match[1]];
  }
  match = requirePattern.exec(text);
  if (match !== null) {
    const { 1: name } = match;
    const local = name[0] === '.' || name[0] === '/';
    const list = local ? files(name, ['.js', '.json', '.node', '.cjs', '.mjs']) : builtinNames();
    return [pick([list], name), name];
  }
  match = fsPattern.exec(text);
  if (match !== null) return [pick([files(match[1])], match[1]), match[1]];

  if (text.length > 0 && !/\w|[.$]/.test(text[text.length - 1])) return [[], undefined];
  match = expressionPattern.exec(text);
  if (match === null) return text.length === 0 ? completeExpression(repl, '') : [[], ''];
  const before = text[match.index - 1];
  // A member of something that is no plain name is not known.
  if (before === '.' || before === ')' || before === ']' || before === '\'' || before === '"') return [[], match[0]];
  return completeExpression(repl, match[0]);
}

module.exports = { complete };
