process.emitWarning('careful');
