// inspector.Session of the own thread: evaluate, errors, objects and their properties, previews, pauses, coverage, profiles.
'use strict';

const inspector = require('inspector');
const { Session } = require('inspector/promises');

const show = async (name, act) => { try { console.log(name, JSON.stringify(await act())); } catch (error) { console.log(name, 'failed', error.name, error.code, error.message); } };

async function main() {
  const session = new Session();
  await show('before', () => session.post('Runtime.enable'));
  session.connect();
  await show('connect twice', () => session.connect());
  await show('number', () => session.post('Runtime.evaluate', { expression: '6 * 7' }));
  await show('values', async () => { const all = []; for (const expression of ['"t"', '-0', 'NaN', '5n', 'undefined', 'null', 'Symbol("s")', '[1]', '(() => 1)', '/x/', 'new Date(0)', 'new Map([[1, 2]])', 'new Proxy({}, {})', 'Promise.resolve(1)', 'class A {}', 'new Error("e")']) { const { result } = await session.post('Runtime.evaluate', { expression }); delete result.objectId; if (result.description?.includes('\n')) result.description = result.description.split('\n')[0]; all.push(result); } return all; });
  await show('by value', () => session.post('Runtime.evaluate', { expression: '({ a: [1, { b: 2 }] })', returnByValue: true }));
  await show('await', () => session.post('Runtime.evaluate', { expression: 'Promise.resolve({ x: 1 })', awaitPromise: true, returnByValue: true }));
  await show('throws', async () => { const { exceptionDetails } = await session.post('Runtime.evaluate', { expression: 'throw new TypeError("bad")' }); return [exceptionDetails.text, exceptionDetails.lineNumber, exceptionDetails.exception.className, exceptionDetails.exception.description.split('\n')[0]]; });
  await show('syntax', async () => (await session.post('Runtime.evaluate', { expression: 'let let' })).exceptionDetails.exception.className);
  await show('properties', async () => { const { result } = await session.post('Runtime.evaluate', { expression: '({ a: 1, get b() { return 2; }, [Symbol.iterator]: 3 })' }); const { result: list } = await session.post('Runtime.getProperties', { objectId: result.objectId, ownProperties: true }); return list.map((p) => [p.name, p.value?.value, p.enumerable, p.get?.type]); });
  await show('call function', async () => { const { result } = await session.post('Runtime.evaluate', { expression: '({ n: 5 })' }); return (await session.post('Runtime.callFunctionOn', { objectId: result.objectId, functionDeclaration: 'function(k) { return this.n * k; }', arguments: [{ value: 3 }] })).result.value; });
  await show('preview', async () => { const { result } = await session.post('Runtime.evaluate', { expression: '[1, "two", { three: 3 }]', generatePreview: true }); return result.preview.properties.map((p) => [p.name, p.type, p.value]); });
  await show('unknown', () => session.post('Nothing.here'));
  await show('bad parameters', () => session.post('Runtime.evaluate', {}));
  await show('bad method', () => session.post(5));
  await show('compile', async () => { const { scriptId } = await session.post('Runtime.compileScript', { expression: 'globalThis.compiled = 9', sourceURL: 'made.js', persistScript: true }); await session.post('Runtime.runScript', { scriptId }); return globalThis.compiled; });
  const logs = [];
  session.on('Runtime.consoleAPICalled', ({ params }) => logs.push([params.type, params.args.map((a) => a.value ?? a.description)]));
  await session.post('Runtime.enable');
  const write = process.stdout.write;
  process.stdout.write = () => true;
  console.log('logged', 1, { a: 1 });
  console.info('info');
  process.stdout.write = write;
  await session.post('Runtime.disable');
  await show('console', () => logs);

  const paused = [];
  session.on('Debugger.paused', ({ params }) => { paused.push([params.reason, params.callFrames[0].functionName, params.callFrames.length > 1]); });
  await session.post('Debugger.enable');
  (function stops() { debugger; return 1; })();
  await show('paused', () => paused);
  await session.post('Debugger.disable');
  await show('coverage', async () => { await session.post('Profiler.enable'); await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true }); (function counted() {})(); const { result } = await session.post('Profiler.takePreciseCoverage'); await session.post('Profiler.stopPreciseCoverage'); return result.some((script) => script.functions.some((f) => f.functionName === 'counted' && f.ranges[0].count === 1)); });
  await show('profile', async () => { await session.post('Profiler.start'); for (let i = 0; i < 1e5; i++) Math.sqrt(i); const { profile } = await session.post('Profiler.stop'); return Object.keys(profile).sort(); });
  await show('heap', async () => (await session.post('HeapProfiler.getHeapObjectId', { objectId: (await session.post('Runtime.evaluate', { expression: '({})' })).result.objectId })).heapSnapshotObjectId.length > 0);
  await show('schema', async () => (await session.post('Schema.getDomains')).domains.some((d) => d.name === 'Runtime'));
  await show('url', () => inspector.url() ?? 'none');
  session.disconnect();
  await show('after', () => session.post('Runtime.enable'));
  const old = new inspector.Session();
  old.connect();
  old.post('Runtime.evaluate', { expression: '1 + 2' }, (error, { result }) => console.log('callback', error, result.value));
  old.post('Nope.nope', (error) => console.log('callback', error.code, error.message));
  old.disconnect();
  await show('console object', () => typeof inspector.console.log);
}

main();
