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
  const lines = StringPrototypeSplit(error.stack, '\n');
  error.message = `Named export '${name}' not found. The requested module '${specifier}' is a CommonJS module, which ` +
    'may not support all module.exports as named exports.\nCommonJS modules can always be imported via the default ' +
    `export, for example using:\n\nimport pkg from '${specifier}';\n${destructured(parent, specifier)}`;
  lines[0] = `SyntaxError: ${error.message}`;
  error.stack = lines.join('\n');
}

function ownerOf(job, specifier, seen) {
  if (seen.includes(job)) return undefined;
  seen.push(job);
  for (let i = 0; i < job.requests.length; i++) {
    if (job.specifiers[i] === specifier && job.requests[i].format === 'commonjs') {
      return { __proto__: null, parent: job, child: job.requests[i] };
    }
    const found = ownerOf(job.requests[i], specifier, seen);
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
    if (found === null) return '';
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
  error.stack = `${error.name}: ${error.message}`;
  require('internal/errors').setArrowMessage(error, `${file}:${line}\n${source}\n${marker}`);
}

const commonJSNames = ['require', 'exports', 'module', '__filename', '__dirname'];

// A variable of CommonJS in an ES module: say why it is none.
function explainCommonJSName(error, url) {
  if (!ops.op_is_native_error(error) || error.name !== 'ReferenceError') return;
  const { 1: name } = RegExpPrototypeExec(/^(\w+) is not defined$/, error.message) ?? [];
  if (!commonJSNames.includes(name)) return;
  error.message += ' in ES module scope';
  if (name === 'require') error.message += ', you can use import instead';
  if (!url.startsWith('file:') || !url.endsWith('.js')) return;
  const { getPackageScopeConfig } = require('internal/modules/package_json_reader');
  const config = getPackageScopeConfig(url);
  if (config.type !== 'module') return;
  error.message += '\nThis file is being treated as an ES module because it has a \'.js\' file extension and ' +
    `'${config.pjsonPath}' contains "type": "module". To treat it as a CommonJS script, rename it to use the '.cjs' ` +
    'file extension.';
}

module.exports = { decorate, explainCommonJSName };
