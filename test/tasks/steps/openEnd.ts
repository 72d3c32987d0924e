// For mocha's `--require`: a process that something keeps alive after its last test is ended, and says what that is.
const patienceMs = 20_000;

export const mochaHooks = {
  afterAll(): void {
    const end = (): void => {
      console.error(`Still open after the last test: ${process.getActiveResourcesInfo().join(', ')}`);
      // Mocha sets the code as the process ends, from its tests alone.
      process.on('exit', () => {
        process.exitCode = 1;
      });
      process.exit();
    };
    setTimeout(end, patienceMs).unref();
  },
};
