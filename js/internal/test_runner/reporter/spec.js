// The spec reporter: a tree with marks, then the failures again with their errors.
// https://nodejs.org/docs/latest-v26.x/api/test.html#test-reporters
'use strict';

const { Transform } = require('stream');
const { colors, formatResult, indent, symbols } = require('internal/test_runner/reporter/format');
const { kinds } = require('internal/test_runner/failure');

class SpecReporter extends Transform {
  // Tests that have begun, the latest first, of which nothing is printed yet.
  #begun = [];
  #failed = [];
  #cwd = require('process').cwd();

  constructor() {
    super({ __proto__: null, writableObjectMode: true });
    colors.refresh();
  }

  #result(passed, data) {
    this.#begun.shift();
    let prefix = '';
    while (this.#begun.length > 0) {
      const parent = this.#begun.pop();
      prefix += `${indent(parent.nesting)}${symbols.open}${parent.name}\n`;
    }
    return `${formatResult(passed, data, false, prefix, indent(data.nesting))}\n`;
  }

  #failures() {
    if (this.#failed.length === 0) return '';
    const lines = [`\n${colors.red}${symbols.fail}failing tests:${colors.white}\n`];
    for (const data of this.#failed) {
      if (data.file) {
        const path = require('path').relative(this.#cwd, data.file);
        lines.push(`test at ${path}:${data.line}:${data.column}`);
      }
      lines.push(formatResult(false, data, true));
    }
    this.#failed = [];
    return lines.join('\n');
  }

  #text(type, data) {
    switch (type) {
      case 'test:fail':
        if (data.details?.error?.failureType !== kinds.subtestsFailed) this.#failed.push(data);
        return this.#result(false, data);
      case 'test:pass':
        return this.#result(true, data);
      case 'test:start':
        this.#begun.unshift(data);
        return undefined;
      case 'test:stderr':
      case 'test:stdout':
        return data.message;
      case 'test:log':
      case 'test:diagnostic': {
        const levels = { __proto__: null, warn: colors.yellow, error: colors.red };
        const color = levels[data.level] ?? colors.blue;
        return `${color}${indent(data.nesting)}${symbols.info}${data.message}${colors.white}\n`;
      }
      case 'test:summary':
        return data.file === undefined ? this.#failures() : undefined;
      case 'test:coverage': {
        const { coverageTable } = require('internal/test_runner/reporter/coverage_table');
        return coverageTable(data.summary, indent(data.nesting), symbols.info, colors.hasColors ? colors : undefined);
      }
      case 'test:interrupted': {
        const { relative } = require('path');
        const lines = data.tests.map(({ column, file, line, name }) => {
          const place = file ? ` (${relative(this.#cwd, file)}:${line}:${column})` : '';
          return `${symbols.warning}${name}${place}\n`;
        });
        return `\n${colors.yellow}Interrupted while running:${colors.white}\n\n${lines.join('')}`;
      }
      case 'test:watch:restarted':
        return `\nRestarted at ${new Date().toLocaleString()}\n`;
      default:
        return undefined;
    }
  }

  _transform({ type, data }, encoding, callback) {
    callback(null, this.#text(type, data));
  }

  _flush(callback) {
    callback(null, this.#failures());
  }
}

module.exports = SpecReporter;
