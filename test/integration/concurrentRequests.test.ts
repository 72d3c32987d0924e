import assert from 'node:assert/strict';
import { CancellationTokenSource, type LanguageModelChat, LanguageModelChatMessage, lm } from 'vscode';
import { personaOf } from '../simulator/openai/personas.ts';
import { accountIdOf, askedQuestions, reset, signIn, signOutOfAll } from './person.ts';

const numbers = Array.from({ length: 50 }, (_, index) => index);

describe('fifty requests at once to one model in VS Code', () => {
  let model: LanguageModelChat;

  before(async () => {
    await signIn('plus');
    const id = `${await accountIdOf(personaOf('plus').email)}~gpt-5.6-sol`;
    const [found] = await lm.selectChatModels({ vendor: 'maestro', id });
    assert.ok(found !== undefined);
    model = found;
  });

  after(signOutOfAll);

  beforeEach(reset);

  it('are all answered to the end, each with its own answer', async () => {
    const answers = await Promise.all(
      numbers.map(async (number) => {
        const { text } = await model.sendRequest([LanguageModelChatMessage.User(`number ${number} of fifty`)]);
        let answer = '';
        for await (const piece of text) answer += piece;
        return answer;
      }),
    );
    assert.deepEqual(
      answers.map((answer) => answer.match(/number \d+ of fifty/g)),
      numbers.map((number) => [`number ${number} of fifty`]),
    );
    assert.ok((await askedQuestions()).every(({ isClosed }) => !isClosed));
  });

  it('close their sockets when they are cancelled, and those of nobody else', async () => {
    const isStopped = (number: number): boolean => number % 2 === 0;
    await Promise.all(
      numbers.map(async (number) => {
        const source = new CancellationTokenSource();
        const question = isStopped(number) ? 'write slowly' : `number ${number}`;
        const { text } = await model.sendRequest([LanguageModelChatMessage.User(question)], {}, source.token);
        const reading = (async () => {
          for await (const _ of text) if (isStopped(number)) source.cancel();
        })();
        await (isStopped(number) ? assert.rejects(reading, { name: 'Canceled' }) : reading);
      }),
    );
    const closed = async (): Promise<number> => (await askedQuestions()).filter(({ isClosed }) => isClosed).length;
    while ((await closed()) < numbers.filter(isStopped).length);
    assert.equal(await closed(), numbers.filter(isStopped).length);
    assert.equal((await askedQuestions()).length, numbers.length);
  });
});
