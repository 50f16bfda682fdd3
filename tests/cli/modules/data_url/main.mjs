const ns = await import('data:text/javascript,export default 6 * 7');
console.log(ns.default);
