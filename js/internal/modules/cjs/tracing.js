// The diagnostics channels of `require` and `import()`.
// https://nodejs.org/docs/latest-v26.x/api/diagnostics_channel.html#modules
'use strict';

const { tracingChannelInUse } = require('internal/diagnostics_channel/if_loaded');

const onRequire = () => tracingChannelInUse('module.require');
const onImport = () => tracingChannelInUse('module.import');

module.exports = { onImport, onRequire };
