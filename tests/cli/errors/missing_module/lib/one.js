require("./two.js");
