// What kind of request a string is.
'use strict';

const { StringPrototypeCharCodeAt } = primordials;

const kDot = 46;
const kSlash = 47;

// `.`, `..`, `./x`, `../x`.
function isRelative(request) {
  if (StringPrototypeCharCodeAt(request, 0) !== kDot) return false;
  if (request.length === 1) return true;
  const second = StringPrototypeCharCodeAt(request, 1);
  if (second === kSlash) return true;
  return second === kDot && (request.length === 2 || StringPrototypeCharCodeAt(request, 2) === kSlash);
}

function isAbsoluteOrRelative(request) {
  return StringPrototypeCharCodeAt(request, 0) === kSlash || isRelative(request);
}

module.exports = { isAbsoluteOrRelative, isRelative };
