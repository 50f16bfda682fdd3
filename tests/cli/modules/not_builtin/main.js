require('node:none');
