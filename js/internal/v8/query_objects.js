// v8.queryObjects(): the objects of a constructor that are alive.
// https://nodejs.org/api/v8.html#v8queryobjectsctor-options
'use strict';

const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { emitExperimentalWarning, kEmptyObject } = require('internal/util');
const { validateFunction, validateObject } = require('internal/validators');

const kName = '__nodeV8QueryObjects';
// The number of the program's own context: the first that the inspector has been told of.
const contextId = 1;

// V8's inspector is the one who can search the heap; it and this code meet at a name of the global object.
function find(prototype) {
  if ((typeof prototype !== 'object' && typeof prototype !== 'function') || prototype === null) return [];
  const { Session } = require('internal/v8/session');
  const session = new Session();
  const meeting = { prototype, found: [] };
  Object.defineProperty(globalThis, kName, { __proto__: null, configurable: true, value: meeting });
  try {
    const { result: holder } = session.post('Runtime.evaluate', { contextId, expression: kName });
    const { result: wanted } = session.post('Runtime.evaluate', { contextId, expression: `${kName}.prototype` });
    const { objects } = session.post('Runtime.queryObjects', { prototypeObjectId: wanted.objectId });
    session.post('Runtime.callFunctionOn', {
      functionDeclaration: 'function(objects) { this.found = objects; }',
      objectId: holder.objectId,
      arguments: [{ objectId: objects.objectId }],
    });
  } finally {
    delete globalThis[kName];
    session.close();
  }
  return meeting.found;
}

function queryObjects(ctor, options = kEmptyObject) {
  validateFunction(ctor, 'constructor');
  if (options !== kEmptyObject) validateObject(options, 'options');
  const format = options.format || 'count';
  if (format !== 'count' && format !== 'summary') throw new ERR_INVALID_ARG_VALUE('options.format', format);
  emitExperimentalWarning('v8.queryObjects()');
  const objects = find(ctor.prototype);
  if (format === 'count') return objects.length;
  const { inspect } = require('internal/util/inspect');
  return Array.from(objects, (object) => inspect(object, { __proto__: null, depth: 0 }));
}

module.exports = { queryObjects };
