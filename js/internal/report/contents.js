// What a diagnostic report says. https://nodejs.org/docs/latest-v26.x/api/report.html
'use strict';

const process = require('process');

const kReportVersion = 5;

function read(path) {
  try {
    return require('fs').readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

// 2026-01-31T12:00:00Z: the local clock, in spite of the letter.
function localTime(date) {
  const two = (number) => `${number}`.padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T` +
    `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}Z`;
}

function networkInterfaces() {
  const list = [];
  for (const { 0: name, 1: addresses } of Object.entries(require('os').networkInterfaces())) {
    for (const { internal, mac, address, netmask, family, scopeid } of addresses) {
      list.push({ name, internal, mac, address, netmask, family, scopeid });
    }
  }
  return list;
}

function header({ event, trigger, filename, excludeNetwork }) {
  const os = require('os');
  const now = new Date();
  const { node, ...others } = process.versions;
  return {
    reportVersion: kReportVersion,
    event,
    trigger,
    filename,
    dumpEventTime: localTime(now),
    dumpEventTimeStamp: `${now.getTime()}`,
    processId: process.pid,
    threadId: require('internal/worker/current').threadId,
    cwd: process.cwd(),
    commandLine: [process.argv0, ...process.execArgv, ...process.argv.slice(1)],
    nodejsVersion: process.version,
    wordSize: 64,
    arch: process.arch,
    platform: process.platform,
    componentVersions: Object.fromEntries(Object.entries({ node, ...others }).sort(([a], [b]) => (a < b ? -1 : 1))),
    release: { ...process.release },
    osName: os.type(),
    osRelease: os.release(),
    osVersion: os.version(),
    osMachine: os.machine(),
    cpus: os.cpus().map(({ model, speed, times: { user, nice, sys, idle, irq } }) => {
      return { model, speed, user, nice, sys, idle, irq };
    }),
    networkInterfaces: excludeNetwork ? undefined : networkInterfaces(),
    host: os.hostname(),
  };
}

function javascriptStack(error) {
  if (typeof error !== 'object' || error === null) {
    return { message: `${String(error)}`, stack: ['Unavailable.'], errorProperties: {} };
  }
  const errorProperties = {};
  for (const key of Object.keys(error)) {
    if (key !== 'stack' && key !== 'message') errorProperties[key] = `${String(error[key])}`;
  }
  const text = typeof error.stack === 'string' ? error.stack : '';
  const lines = text.split('\n').map((line) => line.trim());
  const first = lines.findIndex((line) => line.startsWith('at '));
  if (first === -1) return { message: text || `${String(error)}`, stack: ['Unavailable.'], errorProperties };
  return { message: lines.slice(0, first).join('\n'), stack: lines.slice(first), errorProperties };
}

function javascriptHeap() {
  const { getHeapSpaceStatistics, getHeapStatistics } = require('v8');
  const heap = getHeapStatistics();
  const heapSpaces = {};
  for (const space of getHeapSpaceStatistics()) {
    heapSpaces[space.space_name] = {
      memorySize: space.space_size,
      committedMemory: space.physical_space_size,
      capacity: space.space_used_size + space.space_available_size,
      used: space.space_used_size,
      available: space.space_available_size,
    };
  }
  return {
    totalMemory: heap.total_heap_size,
    executableMemory: heap.total_heap_size_executable,
    totalCommittedMemory: heap.total_physical_size,
    availableMemory: heap.total_available_size,
    totalGlobalHandlesMemory: heap.total_global_handles_size,
    usedGlobalHandlesMemory: heap.used_global_handles_size,
    usedMemory: heap.used_heap_size,
    memoryLimit: heap.heap_size_limit,
    mallocedMemory: heap.malloced_memory,
    externalMemory: heap.external_memory,
    peakMallocedMemory: heap.peak_malloced_memory,
    nativeContextCount: heap.number_of_native_contexts,
    detachedContextCount: heap.number_of_detached_contexts,
    doesZapGarbage: heap.does_zap_garbage,
    heapSpaces,
  };
}

function cpuUse({ user, system }) {
  const seconds = process.uptime() || 1;
  const percent = (microseconds) => microseconds / 1e6 / seconds * 100;
  return {
    userCpuSeconds: user / 1e6,
    kernelCpuSeconds: system / 1e6,
    cpuConsumptionPercent: percent(user + system),
    userCpuConsumptionPercent: percent(user),
    kernelCpuConsumptionPercent: percent(system),
  };
}

function resourceUsage() {
  const os = require('os');
  const usage = process.resourceUsage();
  return {
    free_memory: os.freemem(),
    total_memory: os.totalmem(),
    rss: process.memoryUsage.rss(),
    constrained_memory: process.constrainedMemory(),
    available_memory: process.availableMemory(),
    ...cpuUse({ user: usage.userCPUTime, system: usage.systemCPUTime }),
    maxRss: usage.maxRSS * 1024,
    pageFaults: { IORequired: usage.majorPageFault, IONotRequired: usage.minorPageFault },
    fsActivity: { reads: usage.fsRead, writes: usage.fsWrite },
  };
}

function endpoint(host, port, excludeNetwork) {
  if (host === undefined) return undefined;
  return excludeNetwork ? { port } : { host, ip4: host.includes(':') ? undefined : host, port };
}

// A number that stays with the object, in the form of an address: where it lies is not for JavaScript to know.
const numbers = new WeakMap();
let last = 0;
function addressOf(object) {
  if (!numbers.has(object)) numbers.set(object, ++last);
  return `0x${numbers.get(object).toString(16).padStart(16, '0')}`;
}

// Sockets and servers that are open, and the timers as one entry.
function handles(excludeNetwork) {
  const net = require('net');
  const list = [];
  for (const object of process._getActiveHandles()) {
    const handle = object._handle;
    const common = { is_active: true, is_referenced: handle?.hasRef?.() ?? true, address: addressOf(object) };
    const isServer = object instanceof net.Server;
    if (!isServer && !(object instanceof net.Socket)) {
      const name = object?.constructor?.name ?? 'unknown';
      list.push({ type: name === 'ChildProcess' ? 'process' : name.toLowerCase(), ...common });
      continue;
    }
    const address = object.address() ?? {};
    const isPipe = typeof address === 'string' || handle?.constructor?.name === 'Pipe';
    list.push({
      type: isPipe ? 'pipe' : 'tcp',
      ...common,
      localEndpoint: isPipe ? address : endpoint(address.address, address.port, excludeNetwork),
      remoteEndpoint: isPipe || isServer ? undefined : endpoint(object.remoteAddress, object.remotePort, excludeNetwork),
      fd: handle?.fd,
      writeQueueSize: handle?.writeQueueSize ?? 0,
      readable: !isServer && object.readable,
      writable: !isServer && object.writable,
    });
  }
  for (const type of process.getActiveResourcesInfo()) {
    if (type === 'Timeout' || type === 'Immediate') {
      list.push({ type: type === 'Timeout' ? 'timer' : 'check', is_active: true, is_referenced: true, address: addressOf({}) });
    }
  }
  list.push({ type: 'loop', is_active: list.length > 0, address: addressOf(process) });
  return list;
}

// The kernel's names of the limits, in the order of the report, and the unit that the report counts in.
const limits = [
  ['core_file_size_blocks', 'Max core file size', 512],
  ['data_seg_size_bytes', 'Max data size', 1],
  ['file_size_blocks', 'Max file size', 512],
  ['max_locked_memory_bytes', 'Max locked memory', 1],
  ['max_memory_size_bytes', 'Max resident set', 1],
  ['open_files', 'Max open files', 1],
  ['stack_size_bytes', 'Max stack size', 1],
  ['cpu_time_seconds', 'Max cpu time', 1],
  ['max_user_processes', 'Max processes', 1],
  ['virtual_memory_bytes', 'Max address space', 1],
];

function userLimits() {
  const text = read('/proc/self/limits');
  const result = {};
  for (const { 0: name, 1: label, 2: unit } of limits) {
    const line = text.split('\n').find((line) => line.startsWith(label));
    if (line === undefined) continue;
    const { 0: soft, 1: hard } = line.slice(26).trim().split(/\s+/)
      .map((value) => (value === 'unlimited' ? value : Number(value) / unit));
    result[name] = { soft, hard };
  }
  return result;
}

function sharedObjects() {
  const found = new Set();
  for (const { 1: path } of read('/proc/self/maps').matchAll(/(\S+\.so[.\d]*|\[vdso\])$/gm)) found.add(path);
  return [...found];
}

// There is no walker of native frames: `nativeStack` is empty.
function makeReport({ event, trigger, filename = null, error, excludeEnv, excludeNetwork }) {
  const report = {
    header: header({ event, trigger, filename, excludeNetwork }),
    javascriptStack: javascriptStack(error),
    javascriptHeap: javascriptHeap(),
    nativeStack: [],
    resourceUsage: resourceUsage(),
    uvthreadResourceUsage: { ...cpuUse(process.threadCpuUsage()), fsActivity: { reads: 0, writes: 0 } },
    libuv: handles(excludeNetwork),
    workers: [],
  };
  if (!excludeEnv) report.environmentVariables = { ...process.env };
  report.userLimits = userLimits();
  report.sharedObjects = sharedObjects();
  return report;
}

module.exports = { makeReport };
