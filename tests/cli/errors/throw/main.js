'use strict';

function inner() {
  throw new Error('it broke');
}
inner();
