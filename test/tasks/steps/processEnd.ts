// What must not outlive this process: other processes and temporary folders.

type End = () => Promise<void>;

const ends = new Set<End>();
let isListening = false;
let ending: Promise<never> | null = null;
let firstSignalMs: number | null = null;
const impatientAfterMs = 1_000;

/** Calls `end` when the process ends, also through Ctrl-C. Returns a function that does so earlier; it works once. */
export function atProcessEnd(end: End): End {
  listen();
  let ended: Promise<void> | null = null;
  const endOnce = (): Promise<void> => {
    ended ??= end().finally(() => ends.delete(endOnce));
    return ended;
  };
  ends.add(endOnce);
  return endOnce;
}

/** Ends everything, newest first, and then the process. The first call decides the exit code. */
export function endProcess(code: number): Promise<never> {
  ending ??= endAll(code);
  return ending;
}

/** Whether the process is cleaning up: whatever fails now fails because of that. */
export function isEnding(): boolean {
  return ending !== null;
}

async function endAll(code: number): Promise<never> {
  for (const end of [...ends].reverse()) {
    await end().catch((error: unknown) => console.error('While cleaning up:', error));
  }
  process.exit(code);
}

/**
 * Signals, an error that nobody caught, and the end of the process that started this one end everything. A second Ctrl-C
 * does not wait for it.
 */
export function listen(): void {
  if (isListening) return;
  isListening = true;
  const onSignal = (): void => {
    if (firstSignalMs !== null && Date.now() - firstSignalMs > impatientAfterMs) process.exit(130);
    if (firstSignalMs !== null) return;
    firstSignalMs = Date.now();
    void endProcess(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  process.on('disconnect', onSignal);
  process.on('uncaughtException', (error) => {
    if (ending === null) console.error(error);
    void endProcess(1);
  });
  process.channel?.unref();
}
