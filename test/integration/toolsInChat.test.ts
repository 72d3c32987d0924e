import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { ConfigurationTarget, commands, Uri, workspace } from 'vscode';
import { newId } from '../../src/core/chat/newId.ts';
import type { Round } from '../../src/core/chat/turn.ts';
import { arrayAt, stringAt } from '../../src/core/json.ts';
import { callId, epochMs, turnId } from '../../src/core/model.ts';
import { noUsage } from '../../src/core/parts.ts';
import { readTurn, type TurnRecord, writeTurn } from '../../src/vscode/participant/turnRecord.ts';
import { askInChat, newChat } from './chatView.ts';
import { accountIdOf, askedQuestions, folder, read, signIn, signOutOfAll, write } from './person.ts';
import { proposal } from './proposal.ts';

describe('tools of @maestro', () => {
  before(() => signIn('plus'));
  after(signOutOfAll);

  it('run in VS Code’s chat, and the next question brings what they gave', async () => {
    await write('tools/chat.txt', 'the word is sesame');
    await newChat();
    const model = `${await accountIdOf('ada@example.com')}~gpt-5.6-sol`;
    await askInChat('@maestro Think, then call maestro_read_file with {"path":"tools/chat.txt"}', { model });
    await askInChat('@maestro Hello again', { model });
    const [asked, followed, next] = (await askedQuestions()).map(({ body }) => arrayAt(body, 'input'));
    const offered = arrayAt((await askedQuestions())[0]?.body, 'tools').map((tool) => stringAt(tool, 'name'));
    assert.ok(offered.includes('maestro_search') && !offered.includes('maestro_propose_edit'), String(offered));
    assert.equal(asked?.length, 1);
    const kinds = followed?.map((item) => stringAt(item, 'role') ?? stringAt(item, 'type'));
    assert.deepEqual(kinds, ['user', 'reasoning', 'function_call', 'function_call_output']);
    assert.match(JSON.stringify(followed?.at(-1)), /the word is sesame/);
    assert.deepEqual(next?.slice(0, 4), followed);
    assert.match(JSON.stringify(next?.at(4)), /`maestro_read_file` says: .*sesame/);
  });

  it('are kept with the turn as far as VS Code can keep it: the answer in any case', () => {
    const given = (text: string): Round => {
      const results: Round['next'] = {
        kind: 'results',
        results: [{ call: callId('c'), content: [{ kind: 'text', text }], failed: true }],
      };
      return {
        parts: [{ kind: 'tool-call', call: callId('c'), tool: 't', input: { a: [1] }, replay: null }],
        next: results,
      };
    };
    const last: Round = { parts: [{ kind: 'text', text: 'So it is.', replay: null }], next: null };
    const kept = (text: string, attached = 'A note'): TurnRecord | null => {
      const content = { kind: 'text', text: attached } as const;
      const note = { name: 'note.md', origin: 'file', place: null, hash: hashOf(attached), content } as const;
      return readTurn(
        writeTurn({
          id: turnId(newId()),
          question: { text: 'Why?', attachments: [note] },
          askedAt: epochMs(1),
          answerer: null,
          rounds: [given(text), last],
          outcome: { kind: 'complete', reason: 'stop' },
          usage: noUsage,
          endedAt: epochMs(2),
          reasoningMs: null,
        }),
      );
    };
    const short = kept('short');
    assert.deepEqual([short?.turn.rounds, short?.isWhole], [[given('short'), last], true]);
    assert.deepEqual(short?.turn.question.attachments[0]?.content, { kind: 'text', text: 'A note' });
    const long = kept('short', 'long'.repeat(100_000));
    assert.deepEqual([long?.turn.rounds, long?.isWhole], [[given('short'), last], false]);
    assert.deepEqual(
      long?.turn.question.attachments.map(({ name, content }) => [name, content]),
      [['note.md', null]],
    );
    assert.deepEqual(kept('long'.repeat(100_000))?.turn.rounds, [last]);
  });

  it('are stopped with the answer, and their diff is closed', async () => {
    const settings = workspace.getConfiguration('maestro.tools');
    await settings.update('more', ['maestro_propose_*'], ConfigurationTarget.Global);
    try {
      await newChat();
      const asking = askInChat('@maestro call maestro_propose_edit with {"path":"never.txt","content":"x"}');
      await proposal('shown');
      await commands.executeCommand('workbench.action.chat.cancel');
      await asking;
      await proposal('gone');
      await assert.rejects(read(Uri.joinPath(folder(), 'never.txt')));
    } finally {
      await settings.update('more', undefined, ConfigurationTarget.Global);
    }
  });
});

function hashOf(text: string): string {
  return createHash('sha256').update(`text ${text}`).digest('base64url');
}
