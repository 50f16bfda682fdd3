// node:trace_events. https://nodejs.org/api/tracing.html
'use strict';

const { codes: { ERR_TRACE_EVENTS_UNAVAILABLE } } = require('internal/errors');

// One file is written for the process, and what it holds is decided in the main thread.
if (!ops.op_worker_is_main_thread()) throw new ERR_TRACE_EVENTS_UNAVAILABLE();

const { createTracing } = require('internal/trace_events/tracing');
const { getEnabledCategories } = require('internal/trace_events/state');

module.exports = { createTracing, getEnabledCategories };
