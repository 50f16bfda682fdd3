// Private properties of CommonJS modules that more than one file needs.
'use strict';

const { Symbol } = primordials;

module.exports = {
  // Module -> its exports when it had been loaded; the ES module loader sets it when it begins.
  exportsAtLoad: { __proto__: null, map: undefined },
  kModuleParent: Symbol('kModuleParent'),
  kIsMainSymbol: Symbol('kIsMainSymbol'),
  kIsExecuting: Symbol('kIsExecuting'),
  kModuleSource: Symbol('kModuleSource'),
  kFormat: Symbol('kFormat'),
  kURL: Symbol('kURL'),
  kIsCachedByESMLoader: Symbol('kIsCachedByESMLoader'),
  kModuleCircularVisited: Symbol('kModuleCircularVisited'),
  kModuleExportNames: Symbol('kModuleExportNames'),
  kRequiredModule: Symbol('kRequiredModule'),
};
