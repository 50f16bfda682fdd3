// util.types: https://nodejs.org/docs/latest-v26.x/api/util.html#utiltypes
'use strict';

const getTypedArrayTag = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
const { call } = Function.prototype;
const tagOf = call.bind(getTypedArrayTag);

const types = {
  isArgumentsObject(value) { return ops.op_is_arguments_object(value); },
  isArrayBuffer(value) { return ops.op_is_array_buffer(value); },
  isAsyncFunction(value) { return ops.op_is_async_function(value); },
  isBigIntObject(value) { return ops.op_is_big_int_object(value); },
  isBooleanObject(value) { return ops.op_is_boolean_object(value); },
  isDate(value) { return ops.op_is_date(value); },
  isExternal(value) { return ops.op_util_is_external(value); },
  isGeneratorFunction(value) { return ops.op_is_generator_function(value); },
  isGeneratorObject(value) { return ops.op_is_generator_object(value); },
  isMap(value) { return ops.op_is_map(value); },
  isMapIterator(value) { return ops.op_is_map_iterator(value); },
  isModuleNamespaceObject(value) { return ops.op_is_module_namespace_object(value); },
  isNativeError(value) { return ops.op_is_native_error(value); },
  isNumberObject(value) { return ops.op_is_number_object(value); },
  isPromise(value) { return ops.op_is_promise(value); },
  isProxy(value) { return ops.op_is_proxy(value); },
  isRegExp(value) { return ops.op_is_reg_exp(value); },
  isSet(value) { return ops.op_is_set(value); },
  isSetIterator(value) { return ops.op_is_set_iterator(value); },
  isSharedArrayBuffer(value) { return ops.op_is_shared_array_buffer(value); },
  isStringObject(value) { return ops.op_is_string_object(value); },
  isSymbolObject(value) { return ops.op_is_symbol_object(value); },
  isWeakMap(value) { return ops.op_is_weak_map(value); },
  isWeakSet(value) { return ops.op_is_weak_set(value); },
  isAnyArrayBuffer(value) { return ops.op_is_any_array_buffer(value); },
  isBoxedPrimitive(value) { return ops.op_is_boxed_primitive(value); },
};

// In Node these are native functions, which have neither a name nor parameters.
for (const key of Object.keys(types)) {
  Object.defineProperty(types[key], 'name', { __proto__: null, value: '', configurable: true });
  Object.defineProperty(types[key], 'length', { __proto__: null, value: 0, configurable: true });
}

Object.assign(types, {
  isArrayBufferView: ArrayBuffer.isView,
  isDataView(value) { return ArrayBuffer.isView(value) && tagOf(value) === undefined; },
  isTypedArray(value) { return tagOf(value) !== undefined; },
  isUint8Array(value) { return tagOf(value) === 'Uint8Array'; },
  isUint8ClampedArray(value) { return tagOf(value) === 'Uint8ClampedArray'; },
  isUint16Array(value) { return tagOf(value) === 'Uint16Array'; },
  isUint32Array(value) { return tagOf(value) === 'Uint32Array'; },
  isInt8Array(value) { return tagOf(value) === 'Int8Array'; },
  isInt16Array(value) { return tagOf(value) === 'Int16Array'; },
  isInt32Array(value) { return tagOf(value) === 'Int32Array'; },
  isFloat16Array(value) { return tagOf(value) === 'Float16Array'; },
  isFloat32Array(value) { return tagOf(value) === 'Float32Array'; },
  isFloat64Array(value) { return tagOf(value) === 'Float64Array'; },
  isBigInt64Array(value) { return tagOf(value) === 'BigInt64Array'; },
  isBigUint64Array(value) { return tagOf(value) === 'BigUint64Array'; },
});

// An object cannot be a key before the module that makes keys was loaded.
const kCryptoKeys = 'internal/crypto/keys';

function cryptoKeys() {
  return require('internal/realm').map.get(kCryptoKeys)?.exports;
}

Object.defineProperties(types, {
  isKeyObject: {
    __proto__: null,
    enumerable: true,
    value: function isKeyObject(obj) { return cryptoKeys()?.isKeyObject?.(obj) ?? false; },
  },
  isCryptoKey: {
    __proto__: null,
    enumerable: true,
    value: function isCryptoKey(obj) { return cryptoKeys()?.isCryptoKey?.(obj) ?? false; },
  },
});

module.exports = types;
