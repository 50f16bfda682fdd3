await null;
console.log("a");
