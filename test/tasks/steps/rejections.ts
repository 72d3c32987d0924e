// For mocha's `--require`: a rejection that nobody handles fails the test in which it comes, as an exception that nobody
// catches does. Mocha by itself passes over it.
process.on('unhandledRejection', (reason) => {
  throw reason;
});
