// URLPattern, MIMEType and URL.canParse as routers and servers use them.
'use strict';

const { MIMEType, MIMEParams } = require('util');

const show = (name, act) => { try { console.log(name, JSON.stringify(act())); } catch (error) { console.log(name, error.name, error.code, error.message.slice(0, 100)); } };

show('groups', () => new URLPattern({ pathname: '/books/:id(\\d+)/*' }).exec('https://x.org/books/12/a/b').pathname);
show('string', () => new URLPattern('https://*.example.com/:a/:b?').exec('https://www.example.com/1')?.hostname);
show('optional', () => ['/1', '/1/2', '/1/2/3'].map((p) => new URLPattern({ pathname: '/:a{/:b}?' }).test({ pathname: p })));
show('repeat', () => new URLPattern({ pathname: '/:path+' }).exec({ pathname: '/a/b/c' }).pathname.groups);
show('zero', () => new URLPattern({ pathname: '/x/:path*' }).test({ pathname: '/x' }));
show('base', () => new URLPattern('/foo?q=:v', 'https://h.org').exec('https://h.org/foo?q=1').search.groups);
show('ignoreCase', () => new URLPattern({ pathname: '/Foo' }, { ignoreCase: true }).test('http://h/fOO'));
show('parts', () => { const p = new URLPattern('http://u:p@h:81/p?s#h'); return [p.protocol, p.username, p.password, p.hostname, p.port, p.pathname, p.search, p.hash, p.hasRegExpGroups]; });
show('default port', () => new URLPattern({ protocol: 'https', port: '443' }).port);
show('unnamed', () => new URLPattern({ pathname: '/(a|b)/*' }).exec({ pathname: '/b/z' }).pathname.groups);
show('encoded', () => new URLPattern({ pathname: '/caf\u00e9' }).pathname);
show('inputs', () => new URLPattern({ pathname: '/a' }).exec('/a', 'http://h').inputs);
show('no match', () => new URLPattern({ pathname: '/a' }).exec('http://h/b'));
show('bad group', () => new URLPattern({ pathname: '/:a/:a' }));
show('bad regexp', () => new URLPattern({ pathname: '/(\\p)' }));
show('unbalanced', () => new URLPattern({ pathname: '/{a' }));
show('relative', () => new URLPattern('/a'));
show('base and init', () => new URLPattern({ pathname: '/a' }).test({ pathname: '/a' }, 'http://h'));

show('mime', () => { const m = new MIMEType('Text/HTML; charset="utf-8"; q=1;bad; =x; a=" b "'); return [m.type, m.subtype, m.essence, `${m}`, [...m.params]]; });
show('mime set', () => { const m = new MIMEType('a/b;x=1'); m.type = 'image'; m.subtype = 'PNG'; m.params.set('x', 'two words'); m.params.set('y', ''); m.params.delete('none'); return `${m}`; });
show('mime json', () => [new MIMEType('a/b')]);
show('mime params', () => { const p = new MIMEParams(); p.set('k', '"q\\'); return [`${p}`, p.has('k'), p.get('z'), [...p.keys()], [...p.values()]]; });
for (const bad of ['', 'a', 'a/', '/b', 'a/b c', 'a b/c', '\u00e9/x']) show(`mime ${JSON.stringify(bad)}`, () => `${new MIMEType(bad)}`);
show('mime bad type', () => { new MIMEType('a/b').type = '\u00e9'; });
show('mime bad param', () => new MIMEParams().set('a b', '1'));
show('mime no arg', () => `${new MIMEType()}`);
show('canParse', () => [URL.canParse('a:b'), URL.canParse('x'), URL.canParse('x', 'http://h'), URL.canParse('http://[::1')]);
show('parse', () => [URL.parse('x', 'http://h')?.href, URL.parse('x')]);
show('canParse no arg', () => URL.canParse());
