// The process in which one contender is measured: `node --expose-gc runner.ts <protocol> <contender>`. Its parent sends jobs.
import { inspect } from 'node:util';
import { type Job, type Outcome, readJob } from './job.ts';
import { contenders, protocolOf } from './protocols.ts';

const [protocolName = '', contenderName = ''] = process.argv.slice(2);
const protocol = protocolOf(protocolName);
const contender = protocol === null ? undefined : contenders(protocol).find(({ name }) => name === contenderName);
if (contender === undefined) throw new Error(`Nobody called ${contenderName} reads ${protocolName}.`);
/** Where in an answer the heap is looked at. */
const watchedParts = [0.1, 0.99];
const client = await contender.load();

process.on('disconnect', () => process.exit());
process.on('message', (message) => {
  run(readJob(message)).then(
    (outcome) => process.send?.(outcome),
    (error: unknown) => process.send?.({ error: inspect(error) }),
  );
});
process.send?.({ ready: true });

async function run({ baseUrl, spendMs, watchedAmount }: Job): Promise<Outcome> {
  const firstMs: number[] = [];
  const heap: number[] = [];
  let amount = 0;
  const before = process.cpuUsage();
  let spentMs = 0;
  do {
    amount = 0;
    const startedMs = performance.now();
    await client(baseUrl, (piece) => {
      if (amount === 0) firstMs.push(performance.now() - startedMs);
      amount += piece;
      const part = watchedParts[heap.length];
      if (watchedAmount !== null && part !== undefined && amount >= watchedAmount * part) heap.push(heapUsed());
    });
    const { user, system } = process.cpuUsage(before);
    spentMs = (user + system) / 1_000;
  } while (spentMs < spendMs);
  const [early = 0, late = early] = heap;
  return { amount, cpuMs: spentMs / firstMs.length, firstMs, heapGrowth: late - early };
}

function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
