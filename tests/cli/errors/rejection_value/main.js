Promise.reject('reason');
