'use strict';
// Every public module of Node 26 is here with every name that it exports, to require() and to import, and with the
// members of its classes; so are the globals. exports.json is the record, made with Node 26:
//     node tests/node/module/exports.test.js --record
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const { builtinModules } = require('module');

// What is not there, and why: whole modules, or single names.
const explained = {
  'wasi': 'not written yet',
  'node:ffi': 'experimental in Node, not written yet',
  'node:sea': 'programs in one file are not made here',
  // A slip in the code that Node took over: a word of an interface definition as a property.
  'globals': ['Request.prototype.attribute'],
  // What Node's own deserializer looks for.
  'net': ['_TransferredBoundSocket'],
  // Archives are experimental in Node, not written yet.
  'zlib': ['ZipBuffer', 'ZipEntry', 'ZipFile', 'createZipArchive', 'createZipArchiveSync', 'getMaxZipContentSize',
           'setMaxZipContentSize', 'zipFiles'],
};

const names = (object) => Object.getOwnPropertyNames(object).filter((name) => !/^\d+$/.test(name)).sort();

function classes(object) {
  const found = {};
  for (const name of names(object)) {
    // Some are getters that load their class.
    const value = object[name];
    if (typeof value === 'function' && value.prototype && names(value.prototype).length > 1) {
      found[name] = names(value.prototype);
    }
  }
  return found;
}

async function describe(id) {
  const exported = id === 'globals' ? globalThis : require(id);
  const description = { names: names(exported), classes: classes(exported) };
  if (id !== 'globals') {
    const ofImport = Object.keys(await import(id));
    // Mostly those of require() and `default`.
    description.imports = ofImport.filter((name) => !description.names.includes(name)).sort();
    description.requireOnly = description.names.filter((name) => !ofImport.includes(name));
  }
  return description;
}

async function describeAll(ids) {
  const all = {};
  for (const id of ids) {
    try {
      all[id] = await describe(id);
    } catch (error) {
      all[id] = { error: error.code };
    }
  }
  return all;
}

function missing(id, wanted, found) {
  if (found.error) return [`${id}: ${found.error}`];
  const excused = (name) => Array.isArray(explained[id]) && explained[id].includes(name);
  const lacking = [];
  const compare = (what, list, have, prefix = '') => {
    for (const name of list) if (!have.includes(name) && !excused(prefix + name)) lacking.push(`${what}.${name}`);
  };
  compare(id, wanted.names, found.names);
  const imported = (description) => [
    ...description.names.filter((name) => !description.requireOnly?.includes(name)), ...description.imports ?? [],
  ];
  compare(`import ${id}`, imported(wanted), imported(found));
  for (const name in wanted.classes) {
    const members = `${name}.prototype`;
    if (!excused(name)) compare(`${id}.${members}`, wanted.classes[name], found.classes[name] ?? [], `${members}.`);
  }
  return lacking;
}

async function main() {
  process.removeAllListeners('warning');
  const file = path.join(__dirname, 'exports.json');
  if (process.argv[2] === '--record') {
    const all = await describeAll([...builtinModules, 'globals']);
    const lines = Object.entries(all).map(([id, description]) => `"${id}": ${JSON.stringify(description)}`);
    fs.writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`);
    return;
  }
  const wanted = JSON.parse(fs.readFileSync(file, 'utf8'));
  const expected = Object.keys(wanted).filter((id) => typeof explained[id] !== 'string');
  const found = await describeAll(expected);
  const lacking = expected.flatMap((id) => missing(id, wanted[id], found[id]));
  const unlisted = expected.filter((id) => id !== 'globals' && !builtinModules.includes(id));
  assert.deepStrictEqual([...lacking, ...unlisted.map((id) => `builtinModules: ${id}`)], []);
}

main();
