import assert from 'node:assert/strict';
import fc from 'fast-check';
import { exportJson } from '../../../../src/core/chat/exportJson.ts';
import { exportMarkdown } from '../../../../src/core/chat/exportMarkdown.ts';
import { Library } from '../../../../src/core/chat/library.ts';
import { MapTexts } from '../../../accountWindows.ts';
import { HandClock } from '../../../handClock.ts';
import { MemoryJournals } from '../../../memoryJournals.ts';
import { said, talk } from '../../../testChat.ts';

const words = { question: 'You', answer: 'Answer', attached: 'With', sources: 'Sources' };
/** Ids of turns and runs, the good ones more often than not. */
const id = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('A'.repeat(22), 'B'.repeat(22), 'C'.repeat(22)) },
  fc.constantFrom('../x', '', '__proto__'),
);
const number = fc.oneof({ weight: 20, arbitrary: fc.nat(9) }, fc.double(), fc.constantFrom(-1, 2 ** 53));
const hash = fc.oneof(fc.constantFrom('h'.repeat(43), 'i'.repeat(43)), fc.constant('../h'));
const text = fc.oneof(fc.string(), fc.constantFrom('\u202e\u0000', '<script>', '```', '](javascript:alert(1))'));
const odd = fc.oneof(fc.jsonValue(), number, text);
const part = fc.record(
  {
    kind: fc.constantFrom('text', 'reasoning', 'tool-call', 'tool-input', 'citation', 'image'),
    block: number,
    delta: text,
    call: text,
    tool: text,
    input: fc.oneof(fc.constant({}), fc.jsonValue()),
    source: fc.record({ url: fc.oneof(fc.webUrl(), text), title: text }),
    replay: fc.oneof(fc.record({ vendor: text, account: text, model: text, token: text }), odd),
  },
  { requiredKeys: ['kind', 'block'] },
);
const answerer = fc.record({
  vendor: text,
  account: fc.record({ id: text, label: text }),
  model: fc.record({ id: text, label: text }),
});
const question = { kind: 'asked', turn: 'A'.repeat(22), parent: null, order: 1, at: 5, text: 'q', attachments: [] };
const shared = { turn: id, run: id, order: number, at: number } as const;
const asked = fc.record({
  ...shared,
  kind: fc.constant('asked'),
  parent: fc.option(id),
  text,
  attachments: fc.array(fc.record({ hash, name: text, kind: text, place: odd }), { maxLength: 2 }),
  answerer: fc.option(answerer),
});
const other = fc.record(
  {
    ...shared,
    kind: fc.constantFrom(
      'begun',
      'attached',
      'resumed',
      'answerer',
      'said',
      'results',
      'ended',
      'chosen',
      'titled',
      'account',
    ),
    step: number,
    parts: fc.array(part, { maxLength: 4 }),
    title: text,
    answerer: fc.oneof(answerer, odd),
    outcome: fc.oneof(fc.constant({ kind: 'complete', reason: 'stop' }), odd),
    content: fc.oneof(fc.record({ kind: fc.constantFrom('text', 'image'), type: text, text, data: text }), odd),
    hash,
  },
  { requiredKeys: ['kind', 'turn', 'run'] },
);

describe('a conversation that is imported', () => {
  it('can be opened, gone on with and exported, whatever is in it beside a question (WV-64)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(asked, other, odd), { maxLength: 20 }), async (entries) => {
        const deps = { files: new MemoryJournals(), texts: new MapTexts(), clock: new HandClock(9_000) };
        const library = new Library({ ...deps, onSaving: () => undefined });
        const file = JSON.stringify({ maestro: 'conversation', entries: [question, ...entries] });
        await library.import(file, deps.clock.now());
        const [summary] = await library.list();
        const opened = await library.open(summary?.id ?? assert.fail());
        assert.ok(opened !== null);
        for (const turn of opened.path) {
          assert.ok(turn.askedAt <= 9_000 && (turn.answerer?.account ?? null) === null);
          for (const { parts } of turn.rounds)
            assert.ok(parts.every((one) => !('replay' in one) || one.replay === null));
        }
        talk(opened, 'goes on', 'yes');
        await opened.saved();
        assert.deepEqual(said(opened).slice(-2), ['goes on', 'yes']);
        exportMarkdown(opened.tree, words);
        await library.import(exportJson(opened.id, opened.tree), deps.clock.now());
        assert.equal((await library.list()).length, 2);
      }),
      { numRuns: 500 },
    );
  }).timeout(60_000);
});
