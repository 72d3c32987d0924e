// The process in which many turns are counted: `node manyTurnsRunner.ts <way>`. Nothing else lives in it.
import { getEventListeners } from 'node:events';
import { until } from '../../accountWindows.ts';
import { countLive, settledLive } from '../../bench/load/live.ts';
import { answerText, ending } from '../../product.ts';
import { RawTurns } from './rawTurns.ts';
import { begun, openHead, whole } from './responsesEvents.ts';

const warmUps = 50;
const turnsInARow = 200;

/** What a person does with a turn, whose answer ends by itself only where it is waited for; `caller` outlives all turns. */
type Way = (turns: RawTurns, caller: AbortSignal) => Promise<void>;

const waitedFor: Way = async (turns, caller) => {
  const how = ending(await turns.ask(caller));
  if (how !== 'complete') throw new Error(how);
};

const stopped: Way = async (turns, caller) => {
  const stop = new AbortController();
  for await (const batch of turns.stream(AbortSignal.any([caller, stop.signal]))) {
    if (answerText(batch) !== '') stop.abort();
  }
};

const left: Way = async (turns, caller) => {
  for await (const batch of turns.stream(caller)) if (answerText(batch) !== '') break;
};

const way = { stopped, left }[process.argv[2] ?? ''] ?? waitedFor;
const caller = new AbortController();
const turns = await RawTurns.start(({ socket }) => {
  socket.write(openHead + (way === waitedFor ? whole : begun));
  if (way === waitedFor) socket.end();
});
await run(warmUps);
const before = await countLive();
await run(turnsInARow);
const after = await settledLive(before.sockets);
console.log(JSON.stringify({ before, after, listeners: getEventListeners(caller.signal, 'abort').length }));
await turns.close();

async function run(times: number): Promise<void> {
  for (let n = 0; n < times; n++) await way(turns, caller.signal);
  await until(() => turns.server.openSockets === 0);
  // What is kept of them here.
  turns.server.exchanges.length = 0;
  turns.product.log.lines.length = 0;
}
