// How many colors the terminal shows, guessed from the environment.
// https://nodejs.org/docs/latest-v26.x/api/tty.html#writestreamgetcolordepthenv
'use strict';

const { validateInteger } = require('internal/validators');

const COLORS_2 = 1;
const COLORS_16 = 4;
const COLORS_256 = 8;
const COLORS_16m = 24;

// Terminals by the whole name.
const depthOfTerminal = {
  '__proto__': null,
  'eterm': COLORS_16,
  'cons25': COLORS_16,
  'console': COLORS_16,
  'cygwin': COLORS_16,
  'dtterm': COLORS_16,
  'gnome': COLORS_16,
  'hurd': COLORS_16,
  'jfbterm': COLORS_16,
  'konsole': COLORS_16,
  'kterm': COLORS_16,
  'mlterm': COLORS_16,
  'mosh': COLORS_16m,
  'putty': COLORS_16,
  'st': COLORS_16,
  'rxvt-unicode-24bit': COLORS_16m,
  'terminator': COLORS_16m,
  'xterm-kitty': COLORS_16m,
};

// Build services, in the order in which they are looked for.
const depthOfService = [
  ['APPVEYOR', COLORS_256],
  ['BUILDKITE', COLORS_256],
  ['CIRCLECI', COLORS_16m],
  ['DRONE', COLORS_256],
  ['GITEA_ACTIONS', COLORS_16m],
  ['GITHUB_ACTIONS', COLORS_16m],
  ['GITLAB_CI', COLORS_256],
  ['TRAVIS', COLORS_256],
];

const colorTerminal = /ansi|color|linux|direct|^con[0-9]*x[0-9]|^rxvt|^screen|^xterm|^vt100|^vt220/;

const isSet = (value) => value !== undefined && value !== '';

let warned = false;
function warnOnDeactivatedColors(env) {
  if (warned) return;
  let name = '';
  if (isSet(env.NODE_DISABLE_COLORS)) name = 'NODE_DISABLE_COLORS';
  if (isSet(env.NO_COLOR)) {
    if (name !== '') name += "' and '";
    name += 'NO_COLOR';
  }
  if (name === '') return;
  require('process').emitWarning(
    `The '${name}' env is ignored due to the 'FORCE_COLOR' env being set.`, 'Warning');
  warned = true;
}

function forcedDepth(env) {
  switch (env.FORCE_COLOR) {
    case '':
    case '1':
    case 'true':
      warnOnDeactivatedColors(env);
      return COLORS_16;
    case '2':
      warnOnDeactivatedColors(env);
      return COLORS_256;
    case '3':
      warnOnDeactivatedColors(env);
      return COLORS_16m;
    default:
      return COLORS_2;
  }
}

function depthOfBuild(env) {
  if (Object.hasOwn(env, 'TF_BUILD') && Object.hasOwn(env, 'AGENT_NAME')) return COLORS_16;
  if (Object.hasOwn(env, 'CI')) {
    for (const [name, depth] of depthOfService) {
      if (Object.hasOwn(env, name)) return depth;
    }
    return env.CI_NAME === 'codeship' ? COLORS_256 : COLORS_2;
  }
  if ('TEAMCITY_VERSION' in env) {
    return /^(9\.(0*[1-9]\d*)\.|\d{2,}\.)/.test(env.TEAMCITY_VERSION) ? COLORS_16 : COLORS_2;
  }
  return undefined;
}

function depthOfProgram(env) {
  switch (env.TERM_PROGRAM) {
    case 'iTerm.app':
      return !env.TERM_PROGRAM_VERSION || /^[0-2]\./.test(env.TERM_PROGRAM_VERSION) ? COLORS_256 : COLORS_16m;
    case 'HyperTerm':
    case 'MacTerm':
      return COLORS_16m;
    case 'Apple_Terminal':
      return COLORS_256;
    default:
      return undefined;
  }
}

function depthOfName(name) {
  if (name.includes('truecolor')) return COLORS_16m;
  if (name.startsWith('xterm-256')) return COLORS_256;
  const lower = name.toLowerCase();
  return depthOfTerminal[lower] ?? (colorTerminal.test(lower) ? COLORS_16 : undefined);
}

function getColorDepth(env = require('process').env) {
  if (env.FORCE_COLOR !== undefined) return forcedDepth(env);
  if (isSet(env.NODE_DISABLE_COLORS) || isSet(env.NO_COLOR) || env.TERM === 'dumb') return COLORS_2;
  if (env.TMUX) return COLORS_16m;
  const depth = depthOfBuild(env) ?? depthOfProgram(env);
  if (depth !== undefined) return depth;
  if (env.COLORTERM === 'truecolor' || env.COLORTERM === '24bit') return COLORS_16m;
  const named = env.TERM ? depthOfName(env.TERM) : undefined;
  if (named !== undefined) return named;
  return env.COLORTERM ? COLORS_16 : COLORS_2;
}

function hasColors(count, env) {
  if (env === undefined && (count === undefined || (typeof count === 'object' && count !== null))) {
    env = count;
    count = 16;
  } else {
    validateInteger(count, 'count', 2);
  }
  return count <= 2 ** getColorDepth(env);
}

module.exports = { getColorDepth, hasColors };
