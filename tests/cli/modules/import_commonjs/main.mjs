import dep, { one, two } from './dep.cjs';
import * as ns from './dep.cjs';
console.log(dep, one, two);
console.log(Object.keys(ns));
