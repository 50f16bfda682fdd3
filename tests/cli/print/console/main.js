console.log('out %s %d %j', 'a', 1, { b: 2 });
console.error('err');
console.group('group');
console.info({ a: new Map([[1, { b: new Set([2]) }]]) });
console.groupEnd();
console.table([{ a: 1, b: 2 }, { a: 3 }]);
console.assert(false, 'assert %s', 'failed');
console.count();
console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
