// The domain NodeTracing: trace events for a client. https://nodejs.org/docs/latest-v26.x/api/inspector.html
'use strict';

const { ProtocolError } = require('internal/inspector/domain');

const categories = [
  'node', 'node.async_hooks', 'node.bootstrap', 'node.console', 'node.dns.native', 'node.environment', 'node.fs.async',
  'node.fs.sync', 'node.fs_dir.async', 'node.fs_dir.sync', 'node.http', 'node.net.native', 'node.perf',
  'node.perf.timerify', 'node.perf.usertiming', 'node.promises.rejections', 'node.threadpoolwork.async',
  'node.threadpoolwork.sync', 'node.vm.script', 'v8',
];

const kInvalidRequest = -32600;
const kInvalidParams = -32602;

// One session at a time has its events collected.
let tracer;

function readCategories({ traceConfig }) {
  const list = traceConfig?.includedCategories;
  if (!Array.isArray(list) || list.some((name) => typeof name !== 'string')) {
    throw new ProtocolError(kInvalidParams, 'Invalid parameters');
  }
  if (list.length === 0) throw new ProtocolError(kInvalidRequest, 'At least one category should be enabled');
  return list;
}

function create(notify) {
  const agent = {
    getCategories: () => ({ categories }),

    start(params) {
      if (tracer !== undefined) {
        throw new ProtocolError(kInvalidRequest, 'Call NodeTracing::end to stop tracing before updating the config');
      }
      if (!ops.op_worker_is_main_thread()) {
        throw new ProtocolError(kInvalidRequest, 'Tracing properties can only be changed through main thread sessions');
      }
      const list = readCategories(params);
      tracer = agent;
      require('internal/trace_events/metadata').describeProcess();
      ops.op_trace_events_collect(true);
      require('internal/trace_events/state').setForSession(list);
    },

    stop() {
      if (tracer === agent) {
        const value = agent.end();
        // What there was, and then what is told at the end of each trace.
        notify('NodeTracing.dataCollected', { value });
        notify('NodeTracing.dataCollected', { value: value.filter(({ cat }) => cat === '__metadata') });
      }
      notify('NodeTracing.tracingComplete', {});
    },
  };
  // What a session does that ends is not a command.
  Object.setPrototypeOf(agent, {
    __proto__: null,
    isEnabled: () => tracer === agent,
    end() {
      tracer = undefined;
      require('internal/trace_events/state').setForSession([]);
      return JSON.parse(ops.op_trace_events_collect(false));
    },
    disable() {
      if (tracer === agent) agent.end();
    },
  });
  return agent;
}

module.exports = { create };
