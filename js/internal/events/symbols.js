// Symbols shared by the parts of node:events. https://nodejs.org/api/events.html
'use strict';

module.exports = {
  // Tells events.on() that a listener wants the first argument, not the array of arguments.
  kFirstEventParam: Symbol('kFirstEventParam'),
  // State of the async iterator of events.on(), read by readline and by tests.
  kWatermarkData: Symbol.for('nodejs.watermarkData'),
  kRejection: Symbol.for('nodejs.rejection'),
};
