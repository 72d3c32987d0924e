// The states in which a reader may find the chat page, each brought about as the host would.
import { callId } from '../../src/core/model.ts';
import type { ShownMessage, ShownSummary } from '../../src/webview/bridge.ts';
import { emptyComposer } from '../../src/webview/composerBridge.ts';
import { account, type ChatPage, conversation } from './chatPage.ts';

const complete = { kind: 'complete', note: null } as const;
const by = 'Work · gpt-5.5';
const answer =
  'A closure is a *function* with the [variables](https://example.com) around it:\n\n```js\nlet a = 1;\n```\n';

/** Two turns, the first question and the second answer with other versions beside them. */
export const messages: readonly ShownMessage[] = [
  { role: 'user', turn: 't1', text: 'What is a closure?', siblings: { index: 1, count: 3 } },
  { role: 'assistant', turn: 't1', by, outcome: complete, parts: [{ kind: 'text', text: answer }] },
  { role: 'user', turn: 't2', text: 'And in Python?' },
  {
    role: 'assistant',
    turn: 't2',
    by,
    siblings: { index: 0, count: 2 },
    outcome: complete,
    parts: [{ kind: 'text', text: 'The same.' }],
  },
];

const hour = 3_600_000;

/** Conversations of today, of yesterday and of before, as seen from `now`; the newest is the one that is shown. */
export function summaries(now: number): readonly ShownSummary[] {
  const noon = new Date(now).setHours(12, 0, 0, 0);
  const summary = (id: string, title: string, usedAt: number): ShownSummary => {
    return { id, title, usedAt, detail: '3 questions', isOpen: id === 'c1', isRunning: id === 'c2' };
  };
  return [
    summary('c1', 'Closures', noon),
    summary('c2', 'Regular expressions for dates', noon - hour),
    summary('c3', 'Rebase or merge', noon - 24 * hour),
    summary('c4', 'שלום', noon - 240 * hour),
  ];
}

export async function openHistory(page: ChatPage): Promise<void> {
  await page.snapshot({ messages });
  await page.locate('history').click();
  await page.post({ kind: 'history', list: summaries(Date.now()), opens: true });
}

async function running(page: ChatPage): Promise<void> {
  await page.snapshot({ messages: messages.slice(0, 2) });
  await page.start('And in Python?', 't1');
}

export const pageStates: Readonly<Record<string, (page: ChatPage) => Promise<void>>> = {
  'signed out': (page) => page.snapshot({ account: null }),
  'signed out in mid-conversation': (page) => page.snapshot({ account: null, messages }),
  empty: (page) => page.snapshot(),
  connecting: running,
  retrying: async (page) => {
    await running(page);
    await page.parts({ kind: 'retrying', attempt: 2, attempts: 3, waitMs: 10 });
  },
  thinking: async (page) => {
    await running(page);
    await page.parts({ kind: 'reasoning', block: 0, delta: 'Closures in Python' });
  },
  writing: async (page) => {
    await running(page);
    await page.parts({ kind: 'reasoning', block: 0, delta: 'Hm', ms: 4_000 });
    await page.text('The same, but', 1);
  },
  'using a tool': async (page) => {
    await running(page);
    const call = callId('call-1');
    await page.parts({ kind: 'tool-call', block: 0, call, tool: 'read_file', input: { path: 'a.py' } });
    await page.raw.locator('summary').last().click();
  },
  'still waiting': async (page) => {
    await running(page);
    await page.text('The same, but');
    await page.parts({ kind: 'waiting', seconds: 90 });
  },
  complete: (page) => page.snapshot({ messages }),
  stopped: async (page) => {
    await running(page);
    await page.text('The same, but');
    await page.post({ kind: 'ended', turn: 't1', outcome: { kind: 'stopped' }, canContinue: true });
  },
  interrupted: async (page) => {
    await running(page);
    await page.text('The same, but');
    const actions = [
      { action: 'retry', label: 'Retry' },
      { action: 'show-log', label: 'Show Log' },
    ] as const;
    const outcome = { kind: 'failed', sentence: 'The answer was interrupted.', actions } as const;
    await page.post({ kind: 'ended', turn: 't1', outcome, canContinue: true });
  },
  'at the limit': async (page) => {
    const sentence = 'The limit of Work is reached. It resets at 18:30.';
    await running(page);
    await page.post({ kind: 'account', account: { ...account, standing: { kind: 'limit-reached', sentence } } });
    await page.text('The same, but');
    const actions = [
      { action: 'switch-account', label: 'Switch Account' },
      { action: 'open-usage', label: 'Manage Usage' },
    ] as const;
    await page.post({ kind: 'ended', turn: 't1', outcome: { kind: 'failed', sentence, actions }, canContinue: true });
  },
  'with what goes with a question': async (page) => {
    const attached = [{ kind: 'selection', label: 'closure.js:3–9' } as const];
    const question = { role: 'user', turn: 't0', text: 'Why is this one empty?', attached } as const;
    await page.snapshot({ messages: [question, ...messages.slice(1)] });
    const one = { kind: 'file', label: 'a.ts', detail: 'src/a.ts', tokens: 12, problem: null } as const;
    const attachments = [
      { ...one, id: '1' },
      { ...one, id: '2', label: 'b.ts', problem: 'It is too large, so it is left out.' },
    ];
    const queue = [{ id: '3', text: 'What then?', attachments: 1 }];
    const composer = { ...emptyComposer, attachments, queue, isHeld: true, tokens: 90_000, window: 100_000 };
    await page.post({ kind: 'composer', composer });
  },
  'choosing a command': async (page) => {
    await page.snapshot({ messages });
    await page.composer.pressSequentially('/');
  },
  'editing a question': async (page) => {
    await page.snapshot({ messages });
    await page.questions.first().locator('button.change').click();
  },
  'read only': (page) => page.snapshot({ messages, conversation: { ...conversation, isReadOnly: true } }),
  'all conversations': openHistory,
  'no conversations': async (page) => {
    await page.snapshot();
    await page.post({ kind: 'history', list: [], opens: true });
  },
  searching: async (page) => {
    await openHistory(page);
    await page.raw.keyboard.type('clos');
    const hit = {
      conversation: 'c2',
      title: 'Regular expressions',
      turn: 't9',
      before: 'who ',
      match: 'clos',
      after: 'es it',
    };
    await page.post({ kind: 'hits', text: 'clos', list: [hit], done: true });
  },
  renaming: async (page) => {
    await openHistory(page);
    await page.raw.keyboard.press('F2');
  },
  deleted: async (page) => {
    await page.snapshot({ messages });
    await page.post({ kind: 'deleted', conversation: 'c3', title: 'Rebase or merge' });
  },
};
