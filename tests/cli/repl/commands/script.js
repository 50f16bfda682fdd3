const two = 2;
function f() {
  return two;
}
f();
