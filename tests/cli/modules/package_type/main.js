console.log(typeof require, import.meta.filename.endsWith('main.js'), import.meta.main);
require('fs');
