// fs: FileHandle methods, directories as iterators, links, times, modes, errors of each call in its three forms.
'use strict';

const fs = require('fs');
const path = require('path');
const { open, constants } = require('fs/promises');

const show = async (name, act) => { try { console.log(name, await act()); } catch (error) { console.log(name, 'failed', error.name, error.code, error.syscall, error.path && path.basename(error.path), error.dest && path.basename(error.dest), error.message.replaceAll(process.cwd(), 'CWD')); } };

async function main() {
  fs.writeFileSync('a.txt', 'line one\nline two\r\nline three');
  await show('read', async () => { await using h = await open('a.txt'); const { bytesRead, buffer } = await h.read({ buffer: Buffer.alloc(4), position: 5 }); return [bytesRead, String(buffer)]; });
  await show('lines', async () => { const h = await open('a.txt'); const all = []; for await (const line of h.readLines()) all.push(line); return all; });
  await show('readv', async () => { const h = await open('a.txt'); const buffers = [Buffer.alloc(4), Buffer.alloc(5)]; const { bytesRead } = await h.readv(buffers, 0); await h.close(); return [bytesRead, buffers.map(String)]; });
  await show('write', async () => { const h = await open('b.txt', 'w+'); const w = [(await h.write('text')).bytesWritten, (await h.write(Buffer.from('-more-'), 1, 4)).bytesWritten, (await h.writev([Buffer.from('x'), Buffer.from('yz')])).bytesWritten]; await h.appendFile('!'); await h.truncate(9); const { size } = await h.stat(); await h.close(); return [w, size, fs.readFileSync('b.txt', 'latin1')]; });
  await show('closed', async () => { const h = await open('a.txt'); await h.close(); await h.close().catch((error) => console.log(error.code)); return h.fd; });
  await show('streams', async () => { const h = await open('a.txt'); let all = ''; for await (const chunk of h.createReadStream({ start: 2, end: 6, encoding: 'utf8' })) all += chunk; return [all, h.fd]; });
  await show('web stream', async () => { const h = await open('a.txt'); let n = 0; for await (const chunk of h.readableWebStream()) n += chunk.byteLength; await h.close(); return n; });
  await show('exclusive', () => open('a.txt', 'wx'));
  await show('missing', () => open('none/a.txt'));
  await show('bad flag', () => open('a.txt', 'q'));
  await show('bad path', () => open('a\u0000b'));
  await show('bad mode', () => open('a.txt', 'r', 'xyz'));
  await show('bad read', async () => { const h = await open('a.txt'); try { await h.read(Buffer.alloc(1), 0, 5); } finally { await h.close(); } });
  await show('directory read', () => fs.readFileSync('.'));

  fs.mkdirSync('d/e/f', { recursive: true });
  fs.writeFileSync('d/one', '1');
  fs.symlinkSync('one', 'd/link');
  await show('mkdir twice', () => fs.mkdirSync('d'));
  await show('mkdir result', () => [fs.mkdirSync('d/e', { recursive: true }), path.basename(fs.mkdirSync('d/x/y', { recursive: true }))]);
  await show('readdir', () => fs.readdirSync('d').sort());
  await show('types', () => fs.readdirSync('d', { withFileTypes: true }).map((e) => [e.name, e.isFile(), e.isDirectory(), e.isSymbolicLink(), path.basename(e.parentPath)]).sort());
  await show('recursive', () => fs.readdirSync('d', { recursive: true }).sort());
  await show('buffers', () => fs.readdirSync('d', 'buffer').map(String).sort());
  await show('opendir', async () => { const names = []; for await (const entry of await fs.promises.opendir('d')) names.push(entry.name); return names.sort(); });
  await show('dir twice', () => { const d = fs.opendirSync('d'); d.closeSync(); d.closeSync(); });
  await show('dir read', () => { const d = fs.opendirSync('d/e'); const all = [d.readSync().name, d.readSync(), path.basename(d.path)]; d.closeSync(); return all; });
  await show('rmdir full', () => fs.rmdirSync('d'));
  await show('rm folder', () => fs.rmSync('d'));
  await show('unlink folder', () => fs.unlinkSync('d'));
  await show('rm forced', () => fs.rmSync('none', { force: true }));
  await show('readlink', () => [fs.readlinkSync('d/link'), path.basename(fs.realpathSync('d/link')), fs.lstatSync('d/link').isSymbolicLink(), fs.statSync('d/link').isFile()]);
  await show('loop', () => { fs.symlinkSync('loop', 'loop'); return fs.statSync('loop'); });
  await show('exists', () => [fs.existsSync('d'), fs.existsSync('none'), fs.existsSync(5), fs.existsSync('loop')]);
  await show('no throw', () => fs.statSync('none', { throwIfNoEntry: false }));
  await show('bigint', () => { const s = fs.statSync('a.txt', { bigint: true }); return [typeof s.size, typeof s.mtimeNs, s.size]; });
  await show('times', () => { fs.utimesSync('a.txt', 1, new Date(2500)); const s = fs.statSync('a.txt'); return [s.atimeMs, s.mtimeMs, s.mtime.toISOString()]; });
  await show('mode', () => { fs.chmodSync('a.txt', 0o640); return (fs.statSync('a.txt').mode & 0o777).toString(8); });
  await show('rename', () => fs.renameSync('none', 'other'));
  await show('link', () => { fs.linkSync('a.txt', 'hard'); return fs.statSync('hard').nlink; });
  await show('link exists', () => fs.linkSync('a.txt', 'hard'));
  await show('copy', () => { fs.copyFileSync('a.txt', 'copy'); return fs.readFileSync('copy').length; });
  await show('copy exclusive', () => fs.copyFileSync('a.txt', 'copy', constants.COPYFILE_EXCL));
  await show('access', () => [fs.accessSync('a.txt', constants.R_OK)]);
  await show('access missing', () => fs.promises.access('none'));
  await show('truncate', () => { fs.truncateSync('copy', 3); fs.appendFileSync('copy', '+'); return fs.readFileSync('copy', 'utf8'); });
  await show('mkdtemp', () => path.basename(fs.mkdtempSync('t-')).length);
  await show('dispose temp', () => { const t = fs.mkdtempDisposableSync('t-'); t.remove(); return fs.existsSync(t.path); });
  await show('write forms', () => { fs.writeFileSync('w', new Uint8Array([104, 105])); fs.writeFileSync('w', ' there', { flag: 'a' }); return fs.readFileSync('w', { encoding: 'utf8' }); });
  await show('write bad', () => fs.writeFileSync('w', { a: 1 }));
  await show('abort', () => fs.promises.readFile('a.txt', { signal: AbortSignal.abort() }));
  await show('callback', () => new Promise((resolve, reject) => fs.readFile('none', (error) => reject(error))));
  await show('no callback', () => fs.readFile('a.txt'));
  await show('glob', async () => { const all = []; for await (const name of fs.promises.glob('d/**/*')) all.push(name); return all.sort(); });
  await show('statfs', () => Object.keys(fs.statfsSync('.')).join());
  await show('cp', () => { fs.cpSync('d', 'd2', { recursive: true }); return fs.readdirSync('d2', { recursive: true }).sort(); });
  await show('cp plain', () => fs.cpSync('d', 'd3'));
  await show('watch missing', () => fs.watch('none'));
  await show('stream missing', () => new Promise((resolve, reject) => fs.createReadStream('none').on('error', reject)));
  await show('write stream', () => new Promise((resolve) => { const w = fs.createWriteStream('ws', { flags: 'w', highWaterMark: 3 }); const full = !w.write('abcdef'); w.end('g', () => resolve([full, w.bytesWritten, w.path, w.pending])); }));
}

main();
