// REPLServer on streams: values, errors, its own eval and writer, commands, modes, the end.
'use strict';

const assert = require('node:assert');
const repl = require('node:repl');
const { PassThrough, Writable } = require('node:stream');

function start(options) {
  const input = new PassThrough();
  let text = '';
  const output = new Writable({
    write(chunk, encoding, done) {
      text += chunk;
      done();
    },
  });
  const server = repl.start({ input, output, prompt: '', useGlobal: true, ...options });
  const type = (line) => {
    text = '';
    server.write(`${line}\n`);
    return text;
  };
  return { server, type, input };
}

assert.deepStrictEqual(Object.keys(repl),
                       ['start', 'writer', 'REPLServer', 'REPL_MODE_SLOPPY', 'REPL_MODE_STRICT', 'Recoverable',
                        'isValidSyntax']);
assert.strictEqual(typeof repl.REPL_MODE_SLOPPY, 'symbol');
assert.ok(new repl.Recoverable(new Error()) instanceof SyntaxError);
assert.ok(repl.builtinModules.includes('fs'));
assert.ok(repl.isValidSyntax('await 1'));
assert.ok(!repl.isValidSyntax('await await'));
assert.strictEqual(repl.writer.options.showProxy, true);

{
  const { server, type } = start();
  assert.ok(server instanceof repl.REPLServer);
  assert.strictEqual(server.terminal, false);
  assert.strictEqual(type('1 + 1'), '2\n');
  assert.strictEqual(server.last, 2);
  assert.strictEqual(type('_ * 2'), '4\n');
  assert.strictEqual(type('throw new Error("x")'), 'Uncaught Error: x\n');
  assert.strictEqual(server.lastError.message, 'x');
  assert.strictEqual(type('_error.message'), "'x'\n");
  assert.strictEqual(type('({a: 1'), '| ');
  assert.strictEqual(type('})'), '{ a: 1 }\n');
  assert.strictEqual(type('.nothing'), 'Invalid REPL keyword\n');
  server.defineCommand('say', {
    help: 'Says it',
    action(text) {
      this.output.write(`say ${text}\n`);
      this.displayPrompt();
    },
  });
  assert.strictEqual(type('.say hello you'), 'say hello you\n');
  assert.match(type('.help'), /^\.say {5}Says it$/m);
  assert.throws(() => server.defineCommand('bad', {}), { code: 'ERR_INVALID_ARG_TYPE' });
  server.setPrompt('? ');
  assert.strictEqual(type('1'), '1\n? ');
  assert.strictEqual(server.getPrompt(), '? ');
  server.close();
}

{
  const { server, type } = start({ ignoreUndefined: true, writer: (value) => `<${typeof value}>` });
  assert.strictEqual(type('undefined'), '');
  assert.strictEqual(type('5'), '<number>\n');
  server.close();
}

{
  const { server, type } = start({ replMode: repl.REPL_MODE_STRICT });
  assert.match(type('notDeclared = 1'), /^Uncaught ReferenceError: notDeclared is not defined\n/);
  server.close();
}

{
  const seen = [];
  const { server, type } = start({
    eval(code, context, file, cb) {
      seen.push(code);
      if (code === 'more\n') cb(new repl.Recoverable(new SyntaxError('more')));
      else if (code === 'bad\n') cb(new Error('bad'));
      else cb(null, code.toUpperCase());
    },
  });
  assert.strictEqual(type('abc'), "'ABC\\n'\n");
  assert.strictEqual(type('more'), '| ');
  assert.strictEqual(type('end'), "'MORE\\nEND\\n'\n");
  assert.match(type('bad'), /^Uncaught Error: bad\n/);
  assert.deepStrictEqual(seen, ['abc\n', 'more\n', 'more\nend\n', 'bad\n']);
  server.close();
}

assert.throws(() => repl.start({ breakEvalOnSigint: true, eval() {} }), { code: 'ERR_INVALID_REPL_EVAL_CONFIG' });

{
  // A rejection and an exception of a timer come back to the server whose line began them.
  const { server, type } = start();
  let text = '';
  server.output.write = (chunk) => {
    text += chunk;
    return true;
  };
  type('setTimeout(() => { throw new Error("later") }, 1); Promise.reject(new Error("rejected")); 0');
  setTimeout(() => {
    assert.match(text, /Uncaught Error: rejected/);
    assert.match(text, /Uncaught Error: later/);
    server.close();
  }, 30);
}

{
  const { server, input } = start();
  let exits = 0;
  server.on('exit', () => exits++);
  input.end('.exit\n');
  process.on('exit', () => assert.strictEqual(exits, 1));
}
