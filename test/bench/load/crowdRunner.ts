// The process in which many turns at once are measured: `node crowdRunner.ts <origin> <deltas> <rounds> <paced origin>`.
import { inspect } from 'node:util';
import { isContent } from '../../../src/core/parts.ts';
import { userMessage } from '../../testMessages.ts';
import { questionTo } from '../question.ts';
import { lowerQuartile } from '../rounds.ts';
import { crowdSize } from './crowdSize.ts';
import { type LoadedProduct, loadedProduct } from './loadedProduct.ts';

/** For so long whoever answers may take to see that a socket is closed. */
const closeMs = 1_000;

const [origin = '', deltas, rounds, pacedOrigin = ''] = process.argv.slice(2);

process.on('disconnect', () => process.exit());
try {
  process.send?.({ ...(await together()), cancelledAtMs: await cancelled() });
} catch (error) {
  process.send?.({ error: inspect(error) });
}

/** What is worked until a turn is done that is alone, and until the first and the last of many that begin at once; lower quartiles. */
async function together() {
  const loaded = await loadedProduct(origin, Number(deltas));
  const runs: (readonly [aloneMs: number, firstMs: number, lastMs: number])[] = [];
  for (let round = -1; round < Number(rounds); round++) {
    const [aloneMs = Number.NaN] = await endsMs(loaded, 1);
    const all = await endsMs(loaded, crowdSize);
    // The first round is the compiler's.
    if (round >= 0) runs.push([aloneMs, Math.min(...all), Math.max(...all)]);
  }
  const [aloneMs, firstMs, lastMs] = ([0, 1, 2] as const).map((index) => lowerQuartile(runs.map((run) => run[index])));
  return { aloneMs, firstMs, lastMs };
}

/** What this process has worked, in ms, when each of so many turns has ended that begin now. */
async function endsMs(loaded: LoadedProduct, count: number): Promise<readonly number[]> {
  const before = process.cpuUsage();
  const turns = Array.from({ length: count }, async (_, number) => {
    await ask(loaded, number, new AbortController().signal, () => undefined);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return await Promise.all(turns);
}

/** Cancels many turns one after the other, while those that are left go on. When each was, in ms since 1970. */
async function cancelled(): Promise<readonly number[]> {
  const loaded = await loadedProduct(pacedOrigin, 0);
  const turns = Array.from({ length: crowdSize }, (_, number) => {
    const stop = new AbortController();
    const begun = Promise.withResolvers<void>();
    return { stop, begun: begun.promise, ended: ask(loaded, number, stop.signal, begun.resolve) };
  });
  await Promise.all(turns.map(({ begun }) => begun));
  const atMs: number[] = [];
  for (const { stop, ended } of turns) {
    atMs.push(Date.now());
    stop.abort();
    await ended;
  }
  await new Promise((resolve) => setTimeout(resolve, closeMs));
  return atMs;
}

/** Asks the account that speaks Chat Completions, and reads to the end. Throws if there was no content. */
async function ask({ product, accounts }: LoadedProduct, number: number, signal: AbortSignal, onContent: () => void) {
  const account = accounts.at(-1);
  if (account === undefined) throw new Error('There is no account.');
  let hasContent = false;
  const request = questionTo(account, [userMessage(`Question ${number}`)]);
  for await (const batch of product.maestro.runTurn(account, request, signal)) {
    if (hasContent || !batch.some(isContent)) continue;
    hasContent = true;
    onContent();
  }
  if (!hasContent) throw new Error(`Question ${number} has no answer.`);
}
