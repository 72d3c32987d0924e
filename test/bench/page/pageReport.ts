import type { Sections } from '../report.ts';
import { table } from '../table.ts';
import type { MeasuredPanel } from './measurePage.ts';
import type { Contender } from './pageBench.ts';

const names: Readonly<Record<Contender, string>> = {
  floor: 'text nodes in blocks, the end in sight (floor)',
  pushParser: 'streaming-markdown, without highlighting',
  wholeText: 'markdown-it, whole answer once a frame',
  Maestro: 'Maestro, the whole page with highlighting',
};

/** What was measured of the page. */
export function pageSections({ browser, drawings, chats, flood, readyMs }: MeasuredPanel): Sections {
  return [
    [
      '# The page',
      `- ${browser}, headless, a page of 400 × 800 px; deltas of 6 characters, posted in batches of 16 ms as the host does.`,
      '- ms of work are processor time of the main thread; gaps between frames and opening are by the clock.',
      '- No libraries that draw Markdown with a framework or with a highlighter of several MB.',
    ],
    ...[...new Set(drawings.map(({ length }) => length))].map((length) => [
      `## Drawing an answer of ${length / 1_000} KB`,
      drawingTable(drawings.filter((drawing) => drawing.length === length)),
    ]),
    ['## Opening a chat, and an answer of 20 KB in it', chatTable(chats)],
    [
      '## An answer of 8 MB that arrives within 8 s',
      table(
        ['work ms', 'longest gap ms', 'heap MB'],
        [[flood.workedMs.toFixed(0), flood.worstGapMs.toFixed(0), megabytes(flood.heapBytes)]],
      ),
    ],
    ['## Start', `- The page's script has run ${readyMs.toFixed(0)} ms after loading began.`],
  ];
}

function drawingTable(drawings: MeasuredPanel['drawings']): string {
  const floor = drawings.find(({ contender }) => contender === 'floor')?.workedMs ?? Number.NaN;
  const rows = drawings.map(({ contender, workedMs, growth, worstGapMs, gapsOver50 }) => [
    names[contender],
    ...[workedMs.toFixed(0), (workedMs / floor).toFixed(2), growth.toFixed(2), worstGapMs.toFixed(0)],
    String(gapsOver50),
  ]);
  return table(
    ['page', 'work ms', 'to the floor', 'last tenths to early ones', 'longest gap ms', 'gaps over 50 ms'],
    rows,
  );
}

function chatTable(chats: MeasuredPanel['chats']): string {
  const empty = chats[0]?.workedMs ?? Number.NaN;
  const head = [
    'chat',
    'opened, ms',
    'work ms',
    'next answer, work ms',
    'to an empty chat',
    'messages in page',
    'heap MB',
  ];
  const rows = chats.map(({ name, openMs, openWorkedMs, workedMs, messages, heapBytes }) => [
    name,
    ...[openMs, openWorkedMs, workedMs].map((ms) => ms.toFixed(0)),
    ...[(workedMs / empty).toFixed(2), String(messages), megabytes(heapBytes)],
  ]);
  return table(head, rows);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
