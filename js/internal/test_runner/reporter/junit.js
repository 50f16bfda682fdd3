// The JUnit reporter: the whole run as XML, at its end. https://nodejs.org/docs/latest-v26.x/api/test.html#test-reporters
'use strict';

function escapeText(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function escapeAttribute(text) {
  return escapeText(text.replaceAll('\n', '').replaceAll('"', '&quot;').replaceAll('&quot;', '"'))
    .replaceAll('"', '&quot;');
}

function escapeComment(text) {
  return text.replaceAll('--', '&#45;&#45;');
}

function toXML(node) {
  if (typeof node === 'string') return `${escapeText(node)}\n`;
  const { attrs, children, comment, nesting, tag } = node;
  const indent = '\t'.repeat(nesting + 1);
  if (comment !== undefined) return `${indent}<!-- ${escapeComment(comment)} -->\n`;
  const attributes = Object.entries(attrs).map(({ 0: key, 1: value }) => `${key}="${escapeAttribute(String(value))}"`);
  const head = `${indent}<${tag} ${attributes.join(' ')}`;
  if (children.length === 0) return `${head}/>\n`;
  return `${head}>\n${children.map(toXML).join('')}${indent}</${tag}>\n`;
}

function isFailure(node) {
  return node.children?.some((child) => child.tag === 'failure') || node.attrs?.failures > 0;
}

function isSkipped(node) {
  return node.children?.some((child) => child.tag === 'skipped') || node.attrs?.skipped > 0;
}

function finishSuite(node, children) {
  node.tag = 'testsuite';
  Object.assign(node.attrs, {
    disabled: 0,
    errors: 0,
    tests: children.length,
    failures: children.filter(isFailure).length,
    skipped: children.filter(isSkipped).length,
    timestamp: new Date().toISOString(),
    hostname: require('os').hostname(),
  });
}

function finishCase(node, type, data) {
  const { inspectSafely } = require('internal/test_runner/reporter/format');
  const nesting = data.nesting + 1;
  node.tag = 'testcase';
  node.attrs.classname = data.classname ?? 'test';
  if (data.file) node.attrs.file = data.file;
  for (const kind of ['skip', 'todo']) {
    if (data[kind] === undefined) continue;
    const attrs = { __proto__: null, type: kind === 'skip' ? 'skipped' : 'todo', message: data[kind] };
    node.children.push({ __proto__: null, nesting, tag: 'skipped', attrs, children: [] });
  }
  if (type !== 'test:fail') return;
  const error = data.details?.error;
  const message = error?.message ?? '';
  node.children.push({
    __proto__: null,
    nesting,
    tag: 'failure',
    attrs: { __proto__: null, type: error?.failureType || error?.code, message },
    children: [inspectSafely(error, { colors: false, breakLength: Infinity })],
  });
  node.attrs.failure = message;
}

module.exports = async function* junit(source) {
  yield '<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n';
  const roots = [];
  let suite = null;
  const open = ({ name, nesting }) => {
    const node = { __proto__: null, attrs: { __proto__: null, name }, nesting, parent: suite, children: [] };
    (suite?.children ?? roots).push(node);
    suite = node;
  };
  for await (const { type, data } of source) {
    switch (type) {
      case 'test:start':
        open(data);
        break;
      case 'test:pass':
      case 'test:fail': {
        if (suite === null) open({ name: 'root', nesting: 0 });
        if (suite.attrs.name !== data.name || suite.nesting !== data.nesting) open(data);
        const node = suite;
        suite = node.parent;
        node.attrs.time = (data.details.duration_ms / 1000).toFixed(6);
        const children = node.children.filter((child) => child.comment === undefined);
        if (children.length > 0) finishSuite(node, children);
        else finishCase(node, type, data);
        break;
      }
      case 'test:log':
      case 'test:diagnostic':
        (suite?.children ?? roots).push({ __proto__: null, nesting: data.nesting, comment: String(data.message) });
        break;
    }
  }
  for (const node of roots) yield toXML(node);
  yield '</testsuites>\n';
};
