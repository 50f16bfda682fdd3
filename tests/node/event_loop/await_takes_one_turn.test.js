'use strict';
// `await` of a native promise takes one turn, of a thenable three, of a plain value one.
const turn = async (label, count) => {
  for (let i = 1; i <= count; i++) {
    await null;
    console.log(`turn ${i}`);
  }
  console.log(label);
};
turn('clock done', 6);
(async () => { await Promise.resolve(); console.log('native'); })();
(async () => { await { then(f) { f(); } }; console.log('thenable'); })();
(async () => { await 1; console.log('value'); })();
(async () => { await (async () => Promise.resolve())(); console.log('returned promise'); })();
