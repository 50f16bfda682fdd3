// console.table, group, count, dir, assert and the like, on streams of the program's own.
'use strict';

const { Console } = require('console');
const { Writable } = require('stream');

const sink = (name) => new Writable({
  write(chunk, encoding, done) { for (const line of String(chunk).split('\n')) if (line) process.stdout.write(`${name}|${line}\n`); done(); },
});
const c = new Console({ stdout: sink('out'), stderr: sink('err'), groupIndentation: 3, inspectOptions: { depth: 0 } });

c.table([{ a: 1, b: 'two' }, { a: 3n, c: Symbol('s') }]);
c.table([[1, 2], [3, [4]]]);
c.table(new Map([['k', { v: 1 }], [{ o: 1 }, 'x']]));
c.table(new Set(['only', null]));
c.table([1, 'two', { three: 3 }]);
c.table({ first: { x: 1.5 }, second: { y: -0 } }, ['y']);
c.table([{ wide: '\u6f22\u5b57', emoji: '\ud83d\udc4d' }]);
c.table([]);
c.table(5);
c.table(new Map([['a', 1]]).entries());
c.table([{ a: 1 }], ['missing']);
try { c.table([], 'no'); } catch (error) { c.log(error.code, error.message); }
c.group('one', { deep: { er: 1 } });
c.log('inside\ntwo lines');
c.groupCollapsed();
c.warn('deeper');
c.groupEnd();
c.groupEnd();
c.groupEnd();
c.log('outside');
c.count();
c.count('x');
c.count('x');
c.countReset('x');
c.count('x');
c.countReset('none');
c.assert(true, 'not seen');
c.assert(false);
c.assert(false, 'with %s', 'format', { a: { b: 1 } });
c.assert(0, { an: 'object' });
c.dir({ a: { b: { c: {} } } }, { depth: 1 });
c.dirxml({ a: 1 }, [2]);
c.log('%s is %d years and %i, %f, %j %o %O %c%%', 'Bob', '42.5', '42.5', '1.5', { a: 1 }, [1], { b: 2 }, 'css', 'rest');
c.info();
c.debug('');
c.error(new RangeError('shown').message);
c.timeEnd('nothing');
c.timeLog('nothing');
const shape = (text) => text.replace(/[\d.]+(ms|s)\b.*/, 'TIME');
const t = new Console(new Writable({ write(chunk, encoding, done) { process.stdout.write(shape(String(chunk))); done(); } }));
t.time('t');
t.timeLog('t', 'and', { more: 1 });
t.timeEnd('t');
t.time();
t.timeEnd();
try { new Console({}); } catch (error) { console.log(error.code); }
try { new Console(process.stdout, process.stderr, 1, 2); console.log('made'); } catch (error) { console.log(error.code); }
try { new Console({ stdout: process.stdout, colorMode: 'x' }); } catch (error) { console.log(error.code, error.message); }
try { new Console({ stdout: process.stdout, groupIndentation: 1001 }); } catch (error) { console.log(error.code, error.message); }
console.log(Object.keys(c).sort().join());
console.log(new Console(process.stdout) instanceof Console, Console.length, Object.prototype.toString.call(console));
