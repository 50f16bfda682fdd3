// How many colors a terminal has, by the environment alone.
'use strict';

const assert = require('assert');
const { WriteStream, isatty } = require('tty');

const { getColorDepth, hasColors } = WriteStream.prototype;

const cases = [
  [{}, 1],
  [{ TERM: 'dumb', COLORTERM: 'truecolor' }, 1],
  [{ TERM: 'xterm' }, 4],
  [{ TERM: 'xterm-256color' }, 8],
  [{ TERM: 'xterm-kitty' }, 24],
  [{ TERM: 'screen' }, 4],
  [{ TERM: 'mosh' }, 24],
  [{ TERM: 'unknown' }, 1],
  [{ COLORTERM: 'truecolor' }, 24],
  [{ COLORTERM: '1' }, 4],
  [{ TMUX: '1' }, 24],
  [{ NO_COLOR: '1', COLORTERM: 'truecolor' }, 1],
  [{ NO_COLOR: '', COLORTERM: 'truecolor' }, 24],
  [{ FORCE_COLOR: '' }, 4],
  [{ FORCE_COLOR: '2' }, 8],
  [{ FORCE_COLOR: '3' }, 24],
  [{ FORCE_COLOR: '0' }, 1],
  [{ CI: '1' }, 1],
  [{ CI: '1', GITHUB_ACTIONS: '' }, 24],
  [{ CI: '1', CI_NAME: 'codeship' }, 8],
  [{ TEAMCITY_VERSION: '9.1.0 (build 32523)' }, 4],
  [{ TEAMCITY_VERSION: '8.0' }, 1],
  [{ TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.0.10' }, 24],
  [{ TERM_PROGRAM: 'iTerm.app' }, 8],
  [{ TERM_PROGRAM: 'Apple_Terminal' }, 8],
  [{ TF_BUILD: 'True', AGENT_NAME: 'x' }, 4],
];
for (const [env, depth] of cases) {
  assert.strictEqual(getColorDepth(env), depth, JSON.stringify(env));
  assert.strictEqual(hasColors.call({ getColorDepth }, env), depth >= 4);
}
assert.throws(() => hasColors.call({ getColorDepth }, 1), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => hasColors.call({ getColorDepth }, 'x'), { code: 'ERR_INVALID_ARG_TYPE' });

for (const fd of [-1, 1.5, '0', null, {}, 2 ** 31]) assert.strictEqual(isatty(fd), false);
assert.throws(() => new WriteStream(-1), { code: 'ERR_INVALID_FD' });
