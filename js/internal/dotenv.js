// .env files (ops/process/dotenv.rs). https://nodejs.org/docs/latest-v26.x/api/environment_variables.html#dotenv
'use strict';

function parseEnv(content) {
  const row = ops.op_process_parse_env(content);
  const result = { __proto__: null };
  for (let i = 0; i < row.length; i += 2) result[row[i]] = row[i + 1];
  return result;
}

module.exports = { parseEnv };
