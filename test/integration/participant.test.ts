import assert from 'node:assert/strict';
import { commands, Location, Range } from 'vscode';
import { member, objectAt, stringAt } from '../../src/core/json.ts';
import { readReferences } from '../../src/vscode/participant/references.ts';
import { readTurn } from '../../src/vscode/participant/turnRecord.ts';
import { askInChat, attachSelection, newChat, shownAnswer } from './chatView.ts';
import {
  accountIdOf,
  askedQuestions,
  lastInput,
  reset,
  script,
  signIn,
  signOutOfAll,
  textOf,
  write,
} from './person.ts';

const ada = 'ada@example.com';

describe('@maestro in VS Code’s chat', () => {
  it('without an account says so, and it is no error', async () => {
    await newChat();
    const result = await askInChat('@maestro Hello', { model: 'sign-in' });
    assert.deepEqual(objectAt(result, 'errorDetails'), {});
  });

  describe('with an account', () => {
    let sol = '';
    let older = '';

    before(async () => {
      await signIn('plus');
      const account = await accountIdOf(ada);
      sol = `${account}~gpt-5.6-sol`;
      older = `${account}~gpt-5.5`;
    });

    after(signOutOfAll);

    beforeEach(async () => {
      await reset();
      await newChat();
    });

    it('asks the picked model, and says below the answer who gave it', async () => {
      const result = await askInChat('@maestro who am I?', { model: older });
      assert.equal(stringAt(result, 'details'), `${ada} · GPT-5.5`);
      assert.match(JSON.stringify(result), /Ada Lovelace.*gpt-5\.5/);
    });

    it('gives its earlier answers back exactly, and sealed reasoning only to the model that it came from', async () => {
      await askInChat('@maestro Please think', { model: sol });
      await askInChat('@maestro Hello again');
      const [, reasoning, answer, question] = await lastInput();
      assert.match(stringAt(reasoning, 'encrypted_content') ?? '', /^gAAAA/);
      assert.equal(textOf(answer), 'I thought about it: the answer is **42**.');
      assert.match(textOf(question), /Hello again/);
      await askInChat('@maestro And you?', { model: older });
      const roles = (await lastInput()).map((item) => stringAt(item, 'role') ?? stringAt(item, 'type'));
      assert.deepEqual(roles, ['user', 'assistant', 'user', 'assistant', 'user']);
    });

    it('sends the files and selections that the question refers to, and sends them again with the history', async () => {
      const code = await write('sample.py', 'first = 1\nsecond = 2\nthird = 3\n');
      const notes = await write('notes.md', 'A note with ```a fence``` of its own.\n');
      await attachSelection(code, new Range(1, 0, 1, 10));
      await askInChat('@maestro What is this?', { model: sol, files: [notes] });
      const sent = textOf((await lastInput()).at(-1));
      assert.match(sent, /The file `notes\.md`:\n````markdown\nA note with ```a fence``` of its own\.\n\n````/);
      assert.match(sent, /Lines 2 to 2 of the file `sample\.py`:\n```python\nsecond = 2\n```/);
      assert.match(sent, /What is this\?/);
      await write('sample.py', 'changed = 1\n');
      await askInChat('@maestro Hello again');
      assert.equal(textOf((await lastInput())[0]), sent);
    });

    it('sends a symbol by its name', async () => {
      const code = await write('symbol.py', 'first = 1\nsecond = 2\n');
      // Only a person at the mouse can attach one; this is what VS Code makes of it.
      const symbol = { id: 'symbol', name: 'second', value: new Location(code, new Range(1, 0, 1, 10)) };
      const { attachments, places } = await readReferences([symbol], null);
      const [text] = attachments.map(({ content }) => (content?.kind === 'text' ? content.text : null));
      assert.equal(text, 'The symbol `second`, lines 2 to 2 of the file `symbol.py`:\n```python\nsecond = 2\n```');
      assert.deepEqual(places, [symbol.value]);
    });

    it('cuts what is too large, keeps the small ones whole, and says what was left out', async () => {
      const large = await write('large.txt', 'All work and no play.\n'.repeat(40_000));
      const small = await write('small.txt', 'Jack.\n');
      const binary = await write('binary.bin', '\u0000\u0001\u0002'.repeat(500));
      const result = await askInChat('@maestro What is the capital of France?', {
        model: sol,
        files: [large, small, binary],
      });
      const sent = textOf((await lastInput()).at(-1));
      assert.ok(sent.length < 250_000, `${sent.length} characters`);
      assert.match(sent, /\[Cut here: \d+ more lines\.\]/);
      assert.match(sent, /Jack\./);
      assert.equal(stringAt(objectAt(result, 'errorDetails'), 'message'), null);
    });

    it('shows what the model says as Markdown that may do nothing (WV-29, WV-30)', async () => {
      const said = '$(trash) [run](command:workbench.action.quit) <button onclick=x>Go</button>';
      await askInChat(`@maestro ${said}`, { model: sol });
      const { parts, text, buttons } = await shownAnswer();
      assert.ok(text.includes(said), text);
      assert.deepEqual(buttons, []);
      const rights = ['isTrusted', 'supportHtml', 'supportThemeIcons'];
      assert.deepEqual(
        parts.flatMap((part) => rights.flatMap((right) => member(part, right) || [])),
        [],
      );
      const kinds = parts.map((part) => stringAt(part, 'kind'));
      for (const made of ['command', 'inlineReference', 'treeData']) assert.ok(!kinds.includes(made), made);
    });

    it('tells of a failure with a sentence, and keeps what had come', async () => {
      await script({ host: 'chatgpt', path: '/codex/responses', named: 'truncated' });
      const result = await askInChat('@maestro Please think', { model: sol });
      assert.match(stringAt(objectAt(result, 'errorDetails'), 'message') ?? '', /ended early/);
      assert.equal(readTurn(objectAt(result, 'metadata'))?.turn.rounds[0]?.parts.length, 1);
    });

    it('stops when the person stops it', async () => {
      const asking = askInChat('@maestro write slowly', { model: sol });
      while ((await askedQuestions()).length === 0);
      await commands.executeCommand('workbench.action.chat.cancel');
      await asking;
      while ((await askedQuestions()).some(({ isClosed }) => !isClosed));
    });
  });
});
