// node:inspector. https://nodejs.org/docs/latest-v26.x/api/inspector.html
'use strict';

const { shared } = require('internal/inspector/api');
const { Session } = require('internal/inspector/session');

module.exports = { ...shared, Session };
