// What kind of buffer a value is, without a call into native code where V8's own accessors can tell.
'use strict';

const TypedArray = Object.getPrototypeOf(Uint8Array);
const tagOf = Object.getOwnPropertyDescriptor(TypedArray.prototype, Symbol.toStringTag).get;
const call = Function.prototype.call.bind(Function.prototype.call);

// The name of the class, `Uint8Array` for example; undefined for anything that is not a typed array.
const typedArrayName = (value) => call(tagOf, value);
const isUint8Array = (value) => call(tagOf, value) === 'Uint8Array';
const isTypedArray = (value) => call(tagOf, value) !== undefined;
const isAnyArrayBuffer = (value) => ops.op_is_any_array_buffer(value);
const isArrayBufferView = ArrayBuffer.isView;

module.exports = { call, isAnyArrayBuffer, isArrayBufferView, isTypedArray, isUint8Array, typedArrayName };
