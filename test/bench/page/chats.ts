import type { ShownMessage } from '../../../src/webview/bridge.ts';
import { lowerQuartile } from '../rounds.ts';
import { inPieces, lastWords, markdownAnswer } from './answer.ts';
import type { PageBench } from './pageBench.ts';
import type { PagePlan } from './plan.ts';

/** A chat that is opened, and another turn in it; lower quartiles over the rounds. */
export interface Chat {
  readonly name: string;
  /** Until its end is painted, by the clock. */
  readonly openMs: number;
  /** What the page works for that; the rest is other programs' and the browser's. */
  readonly openWorkedMs: number;
  /** What drawing the next answer costs. */
  readonly workedMs: number;
  readonly worstGapMs: number;
  /** Messages in the page, at most. */
  readonly messages: number;
  readonly heapBytes: number;
}

type Run = Omit<Chat, 'name'>;

const outcome = { kind: 'complete', note: null } as const;
const end = 'The end.';
const perSecond = 1_000;

/** The chats by name; every other one is compared with the first. */
export const chatNames = ['an empty chat', '10,000 messages', 'an answer of 1 MB', 'an answer of 8 MB'] as const;
type ChatName = (typeof chatNames)[number];

export async function measureChats(bench: PageBench, seed: number, { rounds }: PagePlan): Promise<readonly Chat[]> {
  const pieces = inPieces(markdownAnswer(20_000, seed), seed);
  const runs = new Map<ChatName, Run[]>(chatNames.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of chatNames) runs.get(name)?.push(await visit(bench, messagesOf(name, seed), pieces));
  }
  return [...runs].map(([name, all]) => ({
    name,
    openMs: lowerQuartile(all.map((run) => run.openMs)),
    openWorkedMs: lowerQuartile(all.map((run) => run.openWorkedMs)),
    workedMs: lowerQuartile(all.map((run) => run.workedMs)),
    worstGapMs: lowerQuartile(all.map((run) => run.worstGapMs)),
    messages: Math.max(...all.map((run) => run.messages)),
    heapBytes: lowerQuartile(all.map((run) => run.heapBytes)),
  }));
}

async function visit(bench: PageBench, chat: readonly ShownMessage[], pieces: readonly string[]): Promise<Run> {
  await using page = await bench.open('Maestro');
  const opening = await page.open(chat, end);
  await page.settled();
  const opened = await page.messages();
  await page.begin(false);
  const before = await page.workedMs();
  const gapsMs = await page.stream(pieces, perSecond);
  await page.shows(lastWords);
  const workedMs = (await page.workedMs()) - before;
  const messages = Math.max(opened, await page.messages());
  return {
    ...opening,
    workedMs,
    worstGapMs: Math.max(...gapsMs),
    messages,
    heapBytes: await page.heapBytes(),
  };
}

function messagesOf(name: ChatName, seed: number): readonly ShownMessage[] {
  switch (name) {
    case 'an empty chat':
      return [answer(end)];
    case '10,000 messages':
      return Array.from({ length: 5_000 }, (_, turn): readonly ShownMessage[] => [
        { role: 'user', text: `Question ${turn}` },
        answer(`${markdownAnswer(1_000 + (turn % 7) * 500, seed + turn)}\n\n${end}`),
      ]).flat();
    case 'an answer of 1 MB':
      return [answer(`${markdownAnswer(1_000_000, seed)}\n\n${end}`)];
    case 'an answer of 8 MB':
      return [answer(`${markdownAnswer(8_000_000, seed)}\n\n${end}`)];
    default:
      return name satisfies never;
  }
}

function answer(text: string): ShownMessage {
  return { role: 'assistant', by: 'Work', parts: [{ kind: 'text', text }], outcome };
}
