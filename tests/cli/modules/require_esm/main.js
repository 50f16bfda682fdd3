const ns = require('./dep.mjs');
console.log(ns, ns.default(2));
