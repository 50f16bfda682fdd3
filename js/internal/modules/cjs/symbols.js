// Private properties of CommonJS modules that more than one file needs.
'use strict';

const { Symbol } = primordials;

module.exports = {
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
