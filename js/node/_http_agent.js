// node:_http_agent: http.Agent and the agent that requests use by default.
// https://nodejs.org/docs/latest-v26.x/api/http.html#class-httpagent
'use strict';

const { Agent } = require('internal/http/agent');
const { getGlobalAgent } = require('internal/http');
const { getOptionValue } = require('internal/options');

let globalAgent;

module.exports = {
  Agent,
  // Made when it is first asked for: a server has no use for it.
  get globalAgent() {
    return globalAgent ??=
      getGlobalAgent(getOptionValue('--use-env-proxy') ? require('process').env : undefined, Agent);
  },
  set globalAgent(value) { globalAgent = value; },
};
