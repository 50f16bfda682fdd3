// The CommonJS loader.
// https://nodejs.org/docs/latest-v26.x/api/modules.html
'use strict';

const realm = require('internal/realm');
const path = require('path');
// A plain first loader.

const publicIds = new Set(ops.op_builtins_public());

function canBeRequired(id) {
  const bare = id.startsWith('node:') ? id.slice(5) : id;
  return publicIds.has(bare) ? bare : undefined;
}

function Module(id = '', parent) {
  this.id = id;
  this.path = path.dirname(id);
  this.exports = {};
  this.filename = null;
  this.loaded = false;
  this.children = [];
  parent?.children.push(this);
}
Module._cache = { __proto__: null };
Module._extensions = { __proto__: null };
Module.Module = Module;
Module._extensions['.js'] = (module, filename) => module._compile(ops.op_module_read_source(filename), filename);
Module._extensions['.json'] = (module, filename) => {
  module.exports = JSON.parse(ops.op_module_read_source(filename));
};

function tryFile(file) {
  return ops.op_module_stat(file) === 0 ? file : undefined;
}
function tryExtensions(file) {
  return tryFile(`${file}.js`) ?? tryFile(`${file}.json`);
}
function tryPath(file) {
  if (ops.op_module_stat(file) === 1) {
    const pkg = path.join(file, 'package.json');
    if (ops.op_module_stat(pkg) === 0) {
      const main = JSON.parse(ops.op_module_read_source(pkg)).main;
      if (main) {
        const at = path.resolve(file, main);
        const found = tryFile(at) ?? tryExtensions(at) ?? tryExtensions(path.join(at, 'index'));
        if (found) return found;
      }
    }
    return tryExtensions(path.join(file, 'index'));
  }
  return tryFile(file) ?? tryExtensions(file);
}

Module._resolveFilename = function(request, parent) {
  if (canBeRequired(request)) return request;
  const tried = [];
  if (path.isAbsolute(request) || /^\.\.?(\/|$)/.test(request)) {
    const found = tryPath(path.resolve(parent?.path ?? ops.op_process_cwd(), request));
    if (found) return found;
  } else {
    for (let dir = parent?.path ?? '/'; ; dir = path.dirname(dir)) {
      const found = tryPath(path.join(dir, 'node_modules', request));
      if (found) return found;
      if (dir === '/') break;
    }
  }
  const error = new Error(`Cannot find module '${request}'\nRequire stack:\n- ${parent?.filename}`);
  error.code = 'MODULE_NOT_FOUND';
  error.requireStack = tried;
  throw error;
};

Module._load = function(request, parent, isMain) {
  const id = canBeRequired(request);
  if (id) return realm.require(id);
  const filename = Module._resolveFilename(request, parent);
  const cached = Module._cache[filename];
  if (cached) return cached.exports;
  const module = new Module(filename, parent);
  if (isMain) {
    require('process').mainModule = module;
    module.id = '.';
  }
  Module._cache[filename] = module;
  let done = false;
  try {
    module.load(filename);
    done = true;
  } finally {
    if (!done) delete Module._cache[filename];
  }
  return module.exports;
};

Module.prototype.load = function(filename) {
  this.filename = filename;
  const extension = Module._extensions[path.extname(filename)] ?? Module._extensions['.js'];
  extension(this, filename);
  this.loaded = true;
};

Module.prototype.require = function(id) {
  return Module._load(id, this, false);
};

Module.prototype._compile = function(content, filename) {
  if (content.startsWith('#!')) content = `//${content}`;
  const compiled = ops.op_module_compile_cjs(filename, content);
  const require = (id) => this.require(id);
  require.resolve = (id) => Module._resolveFilename(id, this);
  require.cache = Module._cache;
  require.main = realm.require('process').mainModule;
  require.extensions = Module._extensions;
  return Reflect.apply(compiled, this.exports, [this.exports, require, this, filename, path.dirname(filename)]);
};

Module.builtinModules = [...publicIds];
Module.isBuiltin = (id) => canBeRequired(id) !== undefined;
Module.createRequire = (file) => {
  const module = new Module(file);
  module.filename = file;
  module.path = path.dirname(file);
  return (id) => module.require(id);
};

module.exports = { Module };
