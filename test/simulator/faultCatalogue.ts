import type { AnswerFault, Cut, StreamFault, TokensFault } from './faults.ts';

export type ReadyMade = AnswerFault | StreamFault | TokensFault;

/** Ready-made faults by name. `nowSeconds` is the time of the answer, in seconds since 1970. */
export type FaultCatalogue = Readonly<Record<string, (nowSeconds: number) => ReadyMade>>;

/** A fault that comes in mid-stream. */
export function cutting(cut: Cut): StreamFault {
  return { cut };
}
