import type { StreamPart } from '../../../src/core/parts.ts';
import { answerText } from '../../product.ts';
import { type Answer, outcome, type RawTurns, type RawTurnsOptions, rawTurns } from './rawTurns.ts';
import { openHead } from './responsesEvents.ts';

/** What a person sees of an answer, what the log has of its odd events, and how often it was asked for. */
export interface Said {
  readonly text: string;
  readonly outcome: unknown;
  readonly odd: readonly string[];
  readonly requests: number;
}

export const finished = { kind: 'complete', reason: 'stop' };

/** An answer without odd events that was asked for once. */
export function once(text: string, end: unknown): Said {
  return { text, outcome: end, odd: [], requests: 1 };
}

/** The same with odd events; `counts` tells how many of each kind. */
export function oddOnce(text: string, end: unknown, counts: Readonly<Record<string, number>>): Said {
  return { ...once(text, end), odd: [JSON.stringify(counts)] };
}

/** Asks, and tells what was said. */
export async function said(turns: RawTurns): Promise<Said> {
  return whatWasSaid(turns, await turns.ask());
}

/** The line of the log has the account, the model and the counts, and nothing else. */
export function whatWasSaid({ product, account, requests }: RawTurns, parts: readonly StreamPart[]): Said {
  const model = product.request(account).model.id;
  const start = `odd events in an answer {"account":${JSON.stringify(account.id)},"model":${JSON.stringify(model)},`;
  const lines = product.log.lines.filter((line) => line.startsWith('odd events'));
  return {
    text: answerText(parts),
    outcome: outcome(parts),
    odd: lines.map((line) => line.replace(start, '{')),
    requests,
  };
}

/** For the suite around: {@link rawTurns}, and what is made of bytes as the body of an event stream. */
export function rawStreams(): {
  readonly start: (answer: Answer, options?: RawTurnsOptions) => Promise<RawTurns>;
  readonly read: (...bytes: readonly (string | Uint8Array)[]) => Promise<Said>;
} {
  const start = rawTurns();
  const read = async (...bytes: readonly (string | Uint8Array)[]): Promise<Said> => {
    const turns = await start(({ socket }) => {
      socket.write(openHead);
      for (const some of bytes) socket.write(some);
      socket.end();
    });
    return said(turns);
  };
  return { start, read };
}
