// What `new URL()` throws. https://nodejs.org/api/errors.html#err_invalid_url
'use strict';

const { ReflectConstruct, TypeError, TypeErrorPrototype } = primordials;

// Native code makes this error in Node, and so it is a plain TypeError with properties. V8 leaves the frames up to the
// new.target out of its stack.
function InvalidURL(input, base) {
  const error = ReflectConstruct(TypeError, ['Invalid URL'], InvalidURL);
  error.code = 'ERR_INVALID_URL';
  error.input = input;
  if (base !== undefined) error.base = base;
  return error;
}
InvalidURL.prototype = TypeErrorPrototype;

module.exports = { InvalidURL };
