console.log("b", require.main === undefined);
