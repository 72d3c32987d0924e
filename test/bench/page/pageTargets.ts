import type { Target } from '../targets.ts';
import type { Chat } from './chats.ts';
import { type Drawing, usualLength } from './drawing.ts';
import type { MeasuredPanel } from './measurePage.ts';

/** Most that drawing with highlighting may cost, as a multiple of text nodes in blocks. */
const mostToFloor = 2.6;
/** How much dearer the end of an answer may be than its beginning. */
const mostGrowth = 1.2;
/** Longest for which a reader is not answered, in ms; a machine on which text nodes take longer is no measure. */
const longestGapMs = 50;
/** Most that an answer may cost in a chat, as a multiple of an empty one. */
const mostInChat = 1.3;

/** What the page has to reach, and what it reaches. */
export function pageTargets({ drawings, chats, flood, readyMs }: MeasuredPanel): readonly Target[] {
  const usual = drawings.filter(({ length }) => length === usualLength);
  const [floor, own] = ['floor', 'Maestro'].map((name) => usual.find(({ contender }) => contender === name));
  const [empty, ...others] = chats;
  if (floor === undefined || own === undefined || empty === undefined) throw new Error('The page was not measured.');
  const gapMs = Math.max(longestGapMs, floor.worstGapMs);
  return [
    ...drawingTargets(own, floor, gapMs),
    ...others.flatMap((chat) => chatTargets(chat, empty)),
    { what: 'page: 8 MB that arrive, heap', measured: flood.heapBytes / 1e6, atMost: 300, unit: 'MB' },
    { what: 'page: script ready', measured: readyMs, atMost: 300, unit: 'ms' },
  ];
}

function drawingTargets(own: Drawing, floor: Drawing, gapMs: number): readonly Target[] {
  const what = 'page: drawing an answer of 60 KB';
  return [
    { what: `${what}, to text nodes`, measured: own.workedMs / floor.workedMs, atMost: mostToFloor, unit: 'times' },
    { what: `${what}, last tenths to early ones`, measured: own.growth, atMost: mostGrowth, unit: 'times' },
    { what: `${what}, longest gap between frames`, measured: own.worstGapMs, atMost: gapMs, unit: 'ms' },
  ];
}

function chatTargets(chat: Chat, empty: Chat): readonly Target[] {
  const { name, openMs, workedMs, messages, heapBytes } = chat;
  return [
    { what: `page: ${name}, opened`, measured: openMs, atMost: name.endsWith('8 MB') ? 1_000 : 500, unit: 'ms' },
    {
      what: `page: ${name}, the next answer to one in an empty chat`,
      measured: workedMs / empty.workedMs,
      atMost: mostInChat,
      unit: 'times',
    },
    { what: `page: ${name}, messages in the page`, measured: messages, atMost: 500, unit: 'messages' },
    { what: `page: ${name}, heap`, measured: heapBytes / 1e6, atMost: 150, unit: 'MB' },
  ];
}
