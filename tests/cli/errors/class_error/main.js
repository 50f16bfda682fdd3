class LoomError extends Error {
  get name() { return 'LoomError'; }
}
throw new LoomError('tangled');
