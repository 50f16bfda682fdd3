// What the parts of the REPL share. https://nodejs.org/docs/latest-v26.x/api/repl.html
'use strict';

module.exports = {
  REPL_MODE_SLOPPY: Symbol('repl-sloppy'),
  REPL_MODE_STRICT: Symbol('repl-strict'),
  kBufferedCommand: Symbol('bufferedCommand'),
  // Set while .load feeds the lines of a file.
  kLoading: Symbol('kLoading'),
  // What the server does with its input while a line awaits.
  kPause: Symbol('kPause'),
  kResume: Symbol('kResume'),
  // An option: the process is nothing but this prompt.
  kStandalone: Symbol('kStandalone'),
};
