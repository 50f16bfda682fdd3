const main = require('./main');
exports.seen = Object.keys(main);
exports.main = () => Object.keys(main);
