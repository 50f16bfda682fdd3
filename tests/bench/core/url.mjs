// new URL, its getters, URLSearchParams, querystring and URL.canParse.
import querystring from 'node:querystring';
import { each } from './common.mjs';

const SHORT = 'http://example.com/';
const LONG = 'https://user:secret@sub.example.com:8443/a/long/path/with/many/segments/index.html' +
  '?first=1&second=two&third=three%20three&fourth=&fifth=5#a-fragment';
const QUERY = 'first=1&second=two+words&third=%C3%A4%20b&fourth=&fifth=5&first=again';
let sink = 0;

each('new URL, short', () => { sink += new URL(SHORT).href.length; });
each('new URL, long', () => { sink += new URL(LONG).href.length; });
each('new URL, with a base', () => {
  sink += new URL('../other/file.js?x=1', 'https://example.com/a/b/c.js').href.length;
});
each('new URL, unicode host', () => { sink += new URL('https://m\u00fcnchen.example/stra\u00dfe').href.length; });
each('new URL, invalid', () => {
  try {
    new URL('not a url');
  } catch {
    sink++;
  }
});
each('URL.canParse, valid', () => { sink += URL.canParse(LONG); });
each('URL.canParse, invalid', () => { sink += URL.canParse('not a url'); });

const url = new URL(LONG);
each('URL, all getters', () => {
  sink += url.protocol.length + url.username.length + url.password.length + url.host.length +
    url.hostname.length + url.port.length + url.pathname.length + url.search.length + url.hash.length +
    url.origin.length;
});
each('new URL and three getters', () => {
  const made = new URL(LONG);
  sink += made.pathname.length + made.hostname.length + made.search.length;
});
each('URL, set pathname and search', () => {
  const made = new URL(SHORT);
  made.pathname = '/a/b';
  made.search = '?c=d';
  sink += made.href.length;
});
each('new URL and searchParams.get', () => { sink += new URL(LONG).searchParams.get('second').length; });

each('URLSearchParams, parse', () => { sink += new URLSearchParams(QUERY).size; });
const params = new URLSearchParams(QUERY);
each('URLSearchParams, iterate', () => {
  for (const [name, value] of params) sink += name.length + value.length;
});
each('URLSearchParams, get and has', () => { sink += params.get('fifth').length + params.has('nothing'); });
each('URLSearchParams, append and toString', () => {
  const built = new URLSearchParams();
  built.append('name', 'a value');
  built.append('other', 'v&w');
  built.append('third', '3');
  sink += built.toString().length;
});
each('URLSearchParams, of an object', () => { sink += new URLSearchParams({ a: '1', b: 'two', c: 'x y' }).size; });

const parsed = querystring.parse(QUERY);
each('querystring.parse', () => { sink += querystring.parse(QUERY).fifth.length; });
each('querystring.stringify', () => { sink += querystring.stringify(parsed).length; });
if (sink === 0) throw new Error('nothing was done');
