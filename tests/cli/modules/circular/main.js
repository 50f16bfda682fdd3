exports.early = 1;
const dep = require('./dep');
exports.late = 2;
console.log(dep.seen, dep.main());
