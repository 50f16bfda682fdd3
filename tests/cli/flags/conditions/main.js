console.log(require("dep"));
