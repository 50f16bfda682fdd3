async function work() {
  throw new TypeError('refused');
}
work();
