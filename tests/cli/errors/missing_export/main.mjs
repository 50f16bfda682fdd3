import { none } from './dep.mjs';
console.log(none);
