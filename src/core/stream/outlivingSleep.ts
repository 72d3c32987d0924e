import { MaestroError } from '../failure.ts';
import type { Clock, Http } from '../ports.ts';

/** How often the clock is looked at, in ms. */
const lookMs = 2_500;
/** How much further the clock must have gone than was waited: timers stand still while a computer sleeps, clocks do not. */
const sleptMs = 30_000;
/** How long a connection then has to show that it outlived the sleep, in ms. */
const proofMs = 2_500;

/**
 * Gives up, as `interrupted`, a request whose connection brings nothing after the computer has slept: nobody tells that it is
 * dead (faults ST-66). Watches until `over` is aborted.
 */
export function outlivingSleep(http: Http, clock: Clock, over: AbortSignal): Http {
  return {
    async send(request, signal) {
      const lost = new AbortController();
      let arrived = 0;
      const watch = async (): Promise<void> => {
        for (;;) {
          const lookedMs = clock.now();
          await clock.sleep(lookMs, over);
          if (clock.now() - lookedMs < lookMs + sleptMs) continue;
          const before = arrived;
          await clock.sleep(proofMs, over);
          if (arrived === before) return lost.abort(new MaestroError({ code: 'interrupted' }));
        }
      };
      watch().catch(() => undefined);
      const response = await http.send(request, AbortSignal.any([signal, lost.signal]));
      arrived++;
      return {
        status: response.status,
        header: (name) => response.header(name),
        body: counted(response.body, () => arrived++),
        discard: () => response.discard(),
      };
    },
  };
}

/** The same body; `count` is called whenever a chunk has come. A generator would cost each chunk more than all else here. */
function counted(body: AsyncIterable<Uint8Array>, count: () => void): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const chunks = body[Symbol.asyncIterator]();
      return {
        next() {
          const next = chunks.next();
          next.then(count, () => undefined);
          return next;
        },
        // Leaving early closes the socket.
        return: async () => (await chunks.return?.()) ?? { done: true, value: undefined },
      };
    },
  };
}
