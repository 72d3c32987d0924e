import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { Json } from '../../src/core/json.ts';
import { stringAt } from '../../src/core/json.ts';
import { askInChat, newChat, shownAnswer } from './chatView.ts';
import { accountIdOf, askedQuestions, lastInput, reset, signIn, signOutOfAll, textOf, write } from './person.ts';

const openButton = 'Open Conversation';

/** The questions and answers of an input; a thought by its kind. */
function told(input: readonly Json[]): readonly string[] {
  return input.map((item) => textOf(item) || (stringAt(item, 'type') ?? ''));
}

describe('one conversation in the panel and in VS Code’s chat', () => {
  let model = '';
  let older = '';

  before(async () => {
    await signIn('plus');
    const account = await accountIdOf('ada@example.com');
    model = `${account}~gpt-5.6-sol`;
    older = `${account}~gpt-5.5`;
  });

  after(signOutOfAll);

  beforeEach(async () => {
    await reset();
    await newChat();
  });

  it('is a chat that the person opens in the panel, brought up to date with what is asked later', async () => {
    const notes = await write('thread.md', 'The note of the thread.\n');
    await askInChat('@maestro Please think about threads', { model, files: [notes] });
    let { followUps } = await shownAnswer();
    while (followUps.length === 0) ({ followUps } = await shownAnswer());
    assert.deepEqual(followUps, ['Continue in Panel']);
    await askInChat('@maestro /panel');
    const { text, buttons } = await shownAnswer();
    assert.match(text, /goes on in Maestro’s panel as “Please think about threads”/);
    assert.deepEqual(
      buttons.map(({ title }) => title),
      [openButton],
    );
    await askInChat('@maestro Hello again');
    const before = told(await lastInput());
    await newChat();
    await askInChat('@maestro /continue "Please think about threads" And now?');
    const input = await lastInput();
    assert.deepEqual(told(input).slice(0, before.length), before);
    assert.match(before[0] ?? '', /The note of the thread\..*Please think about threads/s);
    assert.match(stringAt(input[1], 'encrypted_content') ?? '', /^gAAAA/);
    assert.equal(input.length, before.length + 2);
    assert.match(told(input).at(-1) ?? '', /And now\?/);
  });

  it('goes on in a chat, which says so once, and what is asked there is asked in the panel as well', async () => {
    await askInChat('@maestro What is the capital of France?', { model });
    await askInChat('@maestro /panel');
    const goOn = '@maestro /continue "What is the capital of France?"';
    await newChat();
    await askInChat(`${goOn} Hello there`);
    const first = await shownAnswer();
    assert.match(first.text, /goes on from the conversation “What is the capital of France\?”/);
    assert.ok(first.buttons.some(({ title }) => title === openButton));
    await askInChat('@maestro And once more');
    const second = await shownAnswer();
    assert.doesNotMatch(second.text, /goes on from/);
    assert.deepEqual([(await lastInput()).length, second.buttons], [5, []]);
    await newChat();
    await askInChat(`${goOn} The last one`);
    const questions = told(await lastInput()).filter((_, index) => index % 2 === 0);
    for (const [index, asked] of ['capital of France', 'Hello there', 'And once more', 'The last one'].entries()) {
      assert.match(questions[index] ?? '', new RegExp(asked));
    }
  });

  it('has a first question that is asked again in its place', async () => {
    await askInChat('@maestro Where was I?', { model });
    await askInChat('@maestro /panel');
    for (const _ of ['asked', 'asked again']) {
      await newChat();
      await askInChat('@maestro /continue "Where was I?" Hello once');
      assert.equal((await lastInput()).length, 3);
    }
  });

  it('stays linked when the first answer in the chat was stopped', async () => {
    await askInChat('@maestro Who wrote this down?', { model });
    await askInChat('@maestro /panel');
    await newChat();
    const asking = askInChat('@maestro /continue "Who wrote this down?" write slowly');
    while (!(await shownAnswer()).text.includes('Line 2'));
    await commands.executeCommand('workbench.action.chat.cancel');
    await asking;
    while ((await askedQuestions()).some(({ isClosed }, index) => index === 1 && !isClosed));
    await askInChat('@maestro Hello after that');
    const questions = told(await lastInput());
    assert.match(questions[0] ?? '', /Who wrote this down\?/);
    assert.match(questions.at(-1) ?? '', /Hello after that/);
    assert.equal(questions.filter((question) => question.includes('write slowly')).length, 1);
  });

  it('is kept only where the person asked for it; of others there is a choice', async () => {
    await askInChat('@maestro What nobody is to keep', { model });
    await newChat();
    await askInChat('@maestro Hello, keep this', { model: older });
    await askInChat('@maestro /panel');
    await newChat();
    await askInChat('@maestro /continue "What nobody is to keep" And now?');
    const { text, buttons } = await shownAnswer();
    assert.match(text, /Which conversation/);
    const titles = buttons.map(({ title }) => title);
    assert.ok(titles.includes('Hello, keep this') && !titles.includes('What nobody is to keep'), String(titles));
    await buttons.find(({ title }) => title === 'Hello, keep this')?.click();
    await commands.executeCommand('workbench.action.chat.submit');
    let shown = await shownAnswer();
    while (!shown.isWhole) shown = await shownAnswer();
    assert.match(shown.text, /goes on from the conversation “Hello, keep this”.*Ask your next question/);
    await askInChat('@maestro Which was first?', { model });
    assert.match(told(await lastInput())[0] ?? '', /Hello, keep this/);
  });
});
