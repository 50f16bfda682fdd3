exports.one = 1;
exports.two = { three: 3 };
