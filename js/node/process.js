// The process object. bootstrap/node fills it; programs see it as a global and as node:process.
// https://nodejs.org/docs/latest-v26.x/api/process.html
'use strict';

const { ObjectCreate, ObjectDefineProperty, SymbolToStringTag } = primordials;

// Node's chain is process -> process.prototype (constructor named process) -> EventEmitter.prototype.
function makeProcess() {
  const EventEmitter = require('events');
  const constructor = function process() {};
  const prototype = ObjectCreate(EventEmitter.prototype);
  ObjectDefineProperty(prototype, 'constructor', {
    __proto__: null,
    value: constructor,
    configurable: true,
    enumerable: false,
    writable: true,
  });
  constructor.prototype = prototype;
  const process = ObjectCreate(prototype);
  ObjectDefineProperty(process, SymbolToStringTag, {
    __proto__: null,
    value: 'process',
    configurable: false,
    enumerable: false,
    writable: true,
  });
  return process;
}

module.exports = makeProcess();
