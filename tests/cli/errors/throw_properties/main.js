const cause = new RangeError('too far');
const err = new Error('it broke', { cause });
err.code = 'ERR_LOOM';
err.detail = { a: [1, 2] };
throw err;
