'use strict';
// A BroadcastChannel delivers to the others, not to itself, in the order of posting.
const a = new BroadcastChannel('loom');
const b = new BroadcastChannel('loom');
a.onmessage = () => console.log('must not run');
b.onmessage = ({ data }) => {
  console.log('b got', data);
  if (data === 2) {
    a.close();
    b.close();
  }
};
a.postMessage(1);
a.postMessage(2);
console.log('main');
