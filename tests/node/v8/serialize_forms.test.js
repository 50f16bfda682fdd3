// v8.serialize round trips: every kind of value, bytes of older versions, classes of one's own, startup and heap functions.
'use strict';

const v8 = require('v8');
const { inspect } = require('util');

const show = (name, act) => { try { console.log(name, act()); } catch (error) { console.log(name, 'failed', error.name, error.code, error.message); } };
const trip = (value) => v8.deserialize(v8.serialize(value));
const values = {
  primitives: [undefined, null, true, -0, NaN, 2 ** 40, 'text', '\u6f22\ud800', 2n ** 70n, -1n],
  holes: [1, , 3], named: Object.assign([1], { x: 1 }), object: { a: { b: [new Date(0), /x/gi] } }, boxed: [Object(1), Object('s'), Object(true), Object(3n)],
  map: new Map([[{ k: 1 }, new Set([1, 'a'])]]), errors: [new TypeError('t'), new Error('c', { cause: { a: 1 } })].map((e) => { e.stack = 'stack'; return e; }),
  views: [new Uint8Array([1, 2]), new Float64Array([1.5]), new DataView(new ArrayBuffer(2)), new BigInt64Array(1), Buffer.from('buf'), new Uint16Array([1, 2, 3]).subarray(1)],
  arrayBuffer: new Uint8Array([9]).buffer, resizable: new ArrayBuffer(1, { maxByteLength: 4 }), nullProto: Object.create(null), getter: { get a() { return 1; } }, invalidDate: new Date(NaN),
};
for (const [name, value] of Object.entries(values)) show(name, () => inspect(trip(value), { depth: 5 }));
const cycle = { name: 'c' }; cycle.self = cycle; cycle.list = [cycle];
show('cycle', () => inspect(trip(cycle)));
show('same', () => { const o = {}; const [a, b] = trip([o, o]); return a === b; });
for (const [name, value] of Object.entries({ function: () => {}, symbol: Symbol('s'), weak: new WeakMap(), promise: Promise.resolve(), proxy: new Proxy({}, {}), throwing: { get x() { throw new Error('getter'); } } })) show(name, () => trip(value));
for (const text of ['ff0d6f22016149027b01', 'ff0f22036162', 'ff0e6f2201614902', '', 'ff', '00', 'ff0f5c01', 'ff0f6f2201', 'ff0f5a0a00', 'ff0d4d490249047b', 'ff0c4902', '4902']) show(text || 'empty', () => inspect(v8.deserialize(Buffer.from(text, 'hex'))));
show('hex', () => v8.serialize({ a: [1, 'b', 2.5, null] }).toString('hex'));
class Own extends v8.DefaultSerializer { _writeHostObject(object) { this.writeUint32(1234); this.writeDouble(object.byteLength + 0.5); this.writeUint64(1, 2); this.writeRawBytes(Buffer.from('raw')); } }
class Read extends v8.DefaultDeserializer { _readHostObject() { return { number: this.readUint32(), double: this.readDouble(), big: this.readUint64(), raw: String(this.readRawBytes(3)), version: this.getWireFormatVersion() > 12 }; } }
show('own', () => { const s = new Own(); s.writeHeader(); s.writeValue({ v: new Uint8Array(3) }); const d = new Read(s.releaseBuffer()); return [d.readHeader(), inspect(d.readValue())]; });
show('transfer id', () => { const s = new v8.Serializer(); const b = new ArrayBuffer(2); s.transferArrayBuffer(7, b); s.writeHeader(); s.writeValue(b); const d = new v8.Deserializer(s.releaseBuffer()); const other = new ArrayBuffer(5); d.transferArrayBuffer(7, other); d.readHeader(); return d.readValue() === other; });
show('clone error', () => { class E extends v8.Serializer { get _getDataCloneError() { return RangeError; } } const s = new E(); s.writeHeader(); s.writeValue(() => {}); });
show('plain view', () => { const s = new v8.Serializer(); s.writeHeader(); s.writeValue(new Uint8Array(1)); });
show('no new', () => v8.Serializer());
show('bad buffer', () => new v8.Deserializer('x'));
show('deserialize bad', () => v8.deserialize({}));
show('read past end', () => new v8.Deserializer(Buffer.from([1])).readDouble());
show('raw past end', () => new v8.Deserializer(Buffer.from([1])).readRawBytes(5));
show('flags', () => v8.setFlagsFromString(5));
show('statistics', () => [Object.keys(v8.getHeapStatistics()).length, v8.getHeapSpaceStatistics().every((s) => typeof s.space_size === 'number'), Object.keys(v8.getHeapCodeStatistics())]);
show('cached data', () => typeof v8.cachedDataVersionTag());
show('isStringOneByte', () => [v8.isStringOneByteRepresentation('a'), v8.isStringOneByteRepresentation('\u6f22')]);
show('snapshot', () => v8.startupSnapshot.isBuildingSnapshot());
show('snapshot outside', () => v8.startupSnapshot.addSerializeCallback(() => {}));
