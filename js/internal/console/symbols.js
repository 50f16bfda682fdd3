// The keys of what a console keeps for itself.
'use strict';

module.exports = {
  kBindProperties: Symbol('kBindProperties'),
  kBindStreamsEager: Symbol('kBindStreamsEager'),
  kBindStreamsLazy: Symbol('kBindStreamsLazy'),
  kCanWriteDirectly: Symbol('kCanWriteDirectly'),
  kColorMode: Symbol('kColorMode'),
  kCounts: Symbol('counts'),
  kFormatForStderr: Symbol('kFormatForStderr'),
  kFormatForStdout: Symbol('kFormatForStdout'),
  kGetInspectOptions: Symbol('kGetInspectOptions'),
  kGroupIndentationString: Symbol('kGroupIndentationString'),
  kGroupIndentationWidth: Symbol('kGroupIndentWidth'),
  kIsConsole: Symbol('kIsConsole'),
  kUseStderr: Symbol('kUseStderr'),
  kUseStdout: Symbol('kUseStdout'),
  kWriteToConsole: Symbol('kWriteToConsole'),
};
