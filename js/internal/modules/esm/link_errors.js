// V8's words for a missing export, with what Node adds for CommonJS.
'use strict';

const { RegExpPrototypeExec, SyntaxError, StringPrototypeSplit } = primordials;

// `import { x } from './cjs.js'` where x is not seen: say how to get it.
function decorate(error, job) {
  if (!(error instanceof SyntaxError)) return;
  showPlace(error);
  const match = RegExpPrototypeExec(/^The requested module '(.+)' does not provide an export named '(.+)'$/,
                                    error.message);
  if (match === null) return;
  const { 1: specifier, 2: name } = match;
  const owner = ownerOf(job, specifier, []);
  if (owner === undefined) return;
  const { parent, child } = owner;
  if (child.format !== 'commonjs') return;
  const frames = StringPrototypeSplit(error.stack, '\n');
  frames.shift();
  error.message = `Named export '${name}' not found. The requested module '${specifier}' is a CommonJS module, which ` +
    'may not support all module.exports as named exports.\nCommonJS modules can always be imported via the default ' +
    `export, for example using:\n\nimport pkg from '${specifier}';\n${destructured(parent, specifier)}`;
  error.stack = [`SyntaxError: ${error.message}`, ...frames].join('\n');
}

function ownerOf(job, specifier, seen) {
  if (seen.includes(job)) return undefined;
  seen.push(job);
  for (let i = 0; i < job.linked.length; i++) {
    if (job.specifiers[i] === specifier && job.linked[i].format === 'commonjs') {
      return { __proto__: null, parent: job, child: job.linked[i] };
    }
    const found = ownerOf(job.linked[i], specifier, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

// `const { a, b: c } = pkg;` for the import statement in the source.
function destructured(parent, specifier) {
  try {
    const { fileURLToPath } = require('internal/url');
    const source = ops.op_module_read_source(fileURLToPath(parent.url));
    const quoted = specifier.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const found = RegExpPrototypeExec(new RegExp(`import\\s*(\\{[^}]*\\})\\s*from\\s*['"]${quoted}['"]`), source);
    // An import over several lines is not shown.
    if (found === null || found[1].includes('\n')) return '';
    const names = found[1].replace(/\s+/g, ' ').replace(/ as /g, ': ');
    return `const ${names} = pkg;\n`;
  } catch {
    return '';
  }
}

// The line of the import stands before the message; frames of the loader say nothing to the program.
function showPlace(error) {
  const place = ops.op_process_exception_message(error);
  if (place === null) return;
  const { 0: file, 1: line, 2: source, 3: start, 4: end } = place;
  const marker = `${' '.repeat(start)}${'^'.repeat(end - start)}`;
  require('internal/errors').setArrowMessage(error, `${file}:${line}\n${source}\n${marker}`);
}

const commonJSNames = ['require', 'exports', 'module', '__filename', '__dirname'];

// A variable of CommonJS in an ES module: say why it is none.
function explainCommonJSName(error, url, wrap) {
  if (!ops.op_is_native_error(error) || error.name !== 'ReferenceError') return;
  const { 1: name } = RegExpPrototypeExec(/^(\w+) is not defined$/, error.message) ?? [];
  if (!commonJSNames.includes(name)) return;
  if (wrap?.isGraphAsync() && (name === 'module' || name === 'exports' || name === 'require' ||
      name === '__filename' || name === '__dirname')) {
    error.message = `Cannot determine intended module format because both '${name}' and top-level await are present. ` +
      'If the code is intended to be CommonJS, wrap await in an async function. If the code is intended to be an ES ' +
      `module, ${replacementOf(name)}.`;
    error.code = 'ERR_AMBIGUOUS_MODULE_SYNTAX';
    return;
  }
  error.message += ' in ES module scope';
  if (name === 'require') error.message += ', you can use import instead';
  if (!url.startsWith('file:') || !/\.js(?:$|[?#])/.test(url)) return;
  const { getPackageScopeConfig } = require('internal/modules/package_json_reader');
  const config = getPackageScopeConfig(url);
  if (config.type !== 'module') return;
  error.message += '\nThis file is being treated as an ES module because it has a \'.js\' file extension and ' +
    `'${config.pjsonPath}' contains "type": "module". To treat it as a CommonJS script, rename it to use the '.cjs' ` +
    'file extension.';
}

function replacementOf(name) {
  switch (name) {
    case 'require':
      return 'replace require() with import';
    case 'module':
    case 'exports':
      return 'use export instead of module.exports/exports';
    default:
      return `use import.meta.${name === '__filename' ? 'filename' : 'dirname'} instead`;
  }
}

module.exports = { decorate, explainCommonJSName };
