import type { StreamPart } from '../parts.ts';
import type { Clock } from '../ports.ts';

/**
 * Passes a turn's batches on, and says `waiting` each time when nothing has come for `silenceMs` (faults 5.2, ST-17,
 * ST-18). The turn goes on all the while: whether to wait is for the person to decide.
 */
export async function* watched(
  batches: AsyncGenerator<readonly StreamPart[], void>,
  clock: Clock,
  silenceMs: number,
): AsyncGenerator<readonly StreamPart[], void> {
  const done = new AbortController();
  let lastMs: number = clock.now();
  let tellSilence: () => void = () => undefined;
  const tick = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(lastMs + silenceMs - clock.now(), done.signal);
      if (clock.now() - lastMs < silenceMs) continue;
      lastMs = clock.now();
      tellSilence();
    }
  };
  tick().catch(() => undefined);
  try {
    let next = batches.next();
    for (;;) {
      const result = await new Promise<Awaited<typeof next> | null>((resolve, reject) => {
        tellSilence = () => resolve(null);
        next.then(resolve, reject);
      });
      if (result === null) {
        yield [{ kind: 'waiting', seconds: silenceMs / 1_000 }];
        continue;
      }
      if (result.done === true) return;
      lastMs = clock.now();
      yield result.value;
      next = batches.next();
    }
  } finally {
    done.abort();
    // A turn that is left in the middle ends, too; what it waits for is ended by whoever leaves.
    batches.return(undefined).catch(() => undefined);
  }
}
