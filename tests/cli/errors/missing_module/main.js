require("./lib/one.js");
