const { url, filename, dirname, resolve, main } = import.meta;
console.log(url, filename, dirname, resolve('./x.js'), resolve('fs'), main);
