import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import {
  authentication,
  CancellationTokenSource,
  type LanguageModelChat,
  LanguageModelChatMessage,
  type LanguageModelChatRequestOptions,
  LanguageModelChatToolMode,
  LanguageModelDataPart,
  LanguageModelError,
  LanguageModelPromptTsxPart,
  LanguageModelTextPart,
  LanguageModelToolCallPart,
  LanguageModelToolResultPart,
  lm,
  workspace,
} from 'vscode';
import { arrayAt, member, objectAt, stringAt } from '../../src/core/json.ts';
import type { FaultName } from '../simulator/namedFaults.ts';
import { personaOf } from '../simulator/openai/personas.ts';
import { accepting, accountIdOf, askedQuestions, provider, reset, script, signIn, signOutOfAll } from './person.ts';

const ada = personaOf('plus');
const katherine = personaOf('enterprise');
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Everything that a model answers, in order. */
async function partsOf(
  model: LanguageModelChat,
  messages: LanguageModelChatMessage[],
  options: LanguageModelChatRequestOptions = {},
): Promise<readonly unknown[]> {
  const answer = await model.sendRequest(messages, options);
  const parts: unknown[] = [];
  for await (const part of answer.stream) parts.push(part);
  return parts;
}

function textOf(parts: readonly unknown[]): string {
  return parts.map((part) => (part instanceof LanguageModelTextPart ? part.value : '')).join('');
}

async function ask(model: LanguageModelChat, question: string): Promise<string> {
  return textOf(await partsOf(model, [LanguageModelChatMessage.User(question)]));
}

async function modelOf(label: string, family = 'gpt-5.6-sol'): Promise<LanguageModelChat> {
  const id = `${await accountIdOf(label)}~${family}`;
  const [model] = await lm.selectChatModels({ vendor: 'maestro', id });
  assert.ok(model !== undefined, `${id} is not there`);
  return model;
}

describe('models in VS Code', () => {
  it('without an account there is one entry, and it says that nobody is signed in', async () => {
    const [entry, ...others] = await lm.selectChatModels({ vendor: 'maestro' });
    assert.ok(entry !== undefined && others.length === 0);
    await assert.rejects(ask(entry, 'Hello'), isError('NoPermissions', /not signed in to any account/));
  });

  describe('of two accounts', () => {
    before(async () => {
      const told = new Promise<void>((resolve) => lm.onDidChangeChatModels(() => resolve()));
      await signIn('plus');
      await told;
      await signIn('enterprise');
    });

    after(signOutOfAll);

    beforeEach(reset);

    it('are all there under ids of their own, those of the account that answers first', async () => {
      const accounts = [await accountIdOf(katherine.email), await accountIdOf(ada.email)];
      const ids = (await lm.selectChatModels({ vendor: 'maestro' })).map(({ id }) => id);
      assert.deepEqual([...new Set(ids.map((id) => id.split('~')[0]))], accounts);
      assert.equal(new Set(ids).size, ids.length);
      await signIn('plus');
      const [first] = await lm.selectChatModels({ vendor: 'maestro' });
      assert.ok(first?.id.startsWith(`${accounts[1]}~`));
    });

    it('say what they can do', async () => {
      const sol = await modelOf(ada.email);
      assert.equal(sol.family, 'gpt-5.6-sol');
      assert.ok(sol.maxInputTokens > 100_000);
      assert.equal(await sol.countTokens('four'), 1);
    });

    it('two at once do not mix, and each is paid by its own account', async () => {
      const models = [await modelOf(ada.email), await modelOf(katherine.email), await modelOf(ada.email, 'gpt-5.5')];
      const who = await Promise.all(models.map((model) => ask(model, 'who am I?')));
      assert.match(who[0] ?? '', /Ada Lovelace.*gpt-5\.6-sol/);
      assert.match(who[1] ?? '', /Katherine Johnson.*gpt-5\.6-sol/);
      assert.match(who[2] ?? '', /Ada Lovelace.*gpt-5\.5/);
      const sol = await modelOf(ada.email);
      const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
      const answers = await Promise.all(numbers.map((number) => ask(sol, `number ${number}`)));
      assert.deepEqual(
        answers.map((answer) => /“(.*)”/.exec(answer)?.[1]),
        numbers.map((number) => `number ${number}`),
      );
    });

    it('are asked in parallel for tools, and take results of every kind', async () => {
      const sol = await modelOf(ada.email);
      const question = LanguageModelChatMessage.User('call every tool');
      const inputSchema = { type: 'object', properties: { place: { type: 'string', examples: ['Paris'] } } };
      const tools = ['see', 'read', 'nothing'].map((name) => ({ name, description: name, inputSchema }));
      const parts = await partsOf(sol, [question], { tools, toolMode: LanguageModelChatToolMode.Auto });
      const calls = parts.filter((part) => part instanceof LanguageModelToolCallPart);
      assert.deepEqual(calls.map(({ name }) => name).sort(), ['nothing', 'read', 'see']);
      const idOf = (wanted: string): string => calls.find(({ name }) => name === wanted)?.callId ?? '';
      const prompt = { node: { type: 1, ctor: 2, children: [{ type: 2, text: 'rendered', lineBreakBefore: true }] } };
      const results = [
        new LanguageModelToolResultPart(idOf('see'), [LanguageModelDataPart.image(png, 'image/png')]),
        new LanguageModelToolResultPart(idOf('read'), [
          new LanguageModelTextPart('plain'),
          new LanguageModelPromptTsxPart(prompt),
          LanguageModelDataPart.json({ some: 'json' }),
          new LanguageModelDataPart(new Uint8Array([1, 2, 3]), 'application/zip'),
          { of: 'tomorrow' },
        ]),
        new LanguageModelToolResultPart(idOf('nothing'), []),
      ];
      const history = [question, LanguageModelChatMessage.Assistant(calls), LanguageModelChatMessage.User(results)];
      const answer = textOf(await partsOf(sol, history, { tools }));
      assert.match(answer, /`read` says: plain\s+rendered.*"json".*application\/zip, left out/s);
      const [, second] = await askedQuestions();
      const outputs = arrayAt(second?.body, 'input').filter(
        (item) => stringAt(item, 'type') === 'function_call_output',
      );
      const image = outputs
        .flatMap((item) => arrayAt(item, 'output'))
        .find((part) => stringAt(part, 'type') === 'input_image');
      assert.match(stringAt(image, 'image_url') ?? '', /^data:image\/png;base64,/);
    });

    it('see images', async () => {
      const content = [new LanguageModelTextPart('What is this?'), LanguageModelDataPart.image(png, 'image/png')];
      const message = LanguageModelChatMessage.User(content);
      assert.match(textOf(await partsOf(await modelOf(ada.email), [message])), /I see 1 image\(s\): image\/png/);
    });

    it('think as hard as the caller wants', async () => {
      const message = LanguageModelChatMessage.User('Hello');
      await partsOf(await modelOf(ada.email), [message], { modelOptions: { reasoningEffort: 'high' } });
      const [asked] = await askedQuestions();
      assert.equal(stringAt(objectAt(asked?.body, 'reasoning'), 'effort'), 'high');
    });

    it('are not told what Maestro’s own conversations are told', async () => {
      await ask(await modelOf(ada.email), 'Hello');
      const [asked] = await askedQuestions();
      assert.doesNotMatch(stringAt(asked?.body, 'instructions') ?? '', /Maestro|assistant/);
    });

    it('stop when they are told to, and close the socket (WV-62)', async () => {
      const sol = await modelOf(ada.email);
      const cancellation = new CancellationTokenSource();
      const answer = await sol.sendRequest([LanguageModelChatMessage.User('write slowly')], {}, cancellation.token);
      await assert.rejects(
        async () => {
          for await (const _ of answer.stream) cancellation.cancel();
        },
        { name: 'Canceled' },
      );
      while ((await askedQuestions()).some(({ isClosed }) => !isClosed));
      assert.equal((await askedQuestions()).length, 1);
    });

    it('keep to the limit that the person has set for a day, each account for itself', async () => {
      const limits = (value: object | undefined): Thenable<void> =>
        workspace.getConfiguration('maestro').update('dailyLimits', value, true);
      const [terra, other] = [
        await modelOf(ada.email, 'gpt-5.6-terra'),
        await modelOf(katherine.email, 'gpt-5.6-terra'),
      ];
      await limits({ 'gpt-5.6-terra': 3 });
      try {
        await script({ host: 'chatgpt', path: '/codex/responses', named: 'policy' });
        await assert.rejects(ask(terra, 'Hello'), isError('Blocked', /declined/));
        const asked = await Promise.allSettled(['one', 'two', 'three', 'four', 'five'].map((text) => ask(terra, text)));
        const refused = asked.filter(({ status }) => status === 'rejected').map((one) => member(one, 'reason'));
        assert.equal(refused.length, 2);
        for (const error of refused) isError('Blocked', /own limit of 3 questions a day to GPT-5\.6 Terra/)(error);
        assert.match(await ask(other, 'Hello'), /Hello Katherine/);
      } finally {
        await limits(undefined);
      }
      assert.match(await ask(terra, 'Hello'), /Hello Ada/);
    });

    const kinds: readonly (readonly [FaultName, code: string, sentence: RegExp])[] = [
      ['not-entitled', 'NoPermissions', /may not use it/],
      ['region', 'NoPermissions', /not offered/],
      ['usage-limit', 'Blocked', /limit is reached/],
      ['policy', 'Blocked', /declined to answer/],
      ['model-retired', 'NotFound', /not available/],
      ['context-too-long', '', /too long/],
      ['truncated', '', /ended early/],
      ['incomplete-in-stream', '', /longest length|ended early/],
    ];
    for (const [named, code, sentence] of kinds) {
      it(`tell of ${named} with an error of the right kind and a sentence, without what was asked (WV-62)`, async () => {
        await script({ host: 'chatgpt', path: '/codex/responses', named });
        const question = 'Please think of the word platypus';
        await assert.rejects(ask(await modelOf(ada.email), question), (error) => {
          assert.doesNotMatch(inspect(error, { depth: 5, showHidden: true }), /platypus/);
          return isError(code, sentence)(error);
        });
      });
    }

    it('go when their account does, and VS Code is told', async () => {
      const told = new Promise<void>((resolve) => lm.onDidChangeChatModels(() => resolve()));
      await accepting('maestro.signOut');
      await told;
      const accounts = (await authentication.getAccounts(provider)).map(({ id }) => id);
      const models = await lm.selectChatModels({ vendor: 'maestro' });
      assert.equal(accounts.length, 1);
      assert.deepEqual([...new Set(models.map(({ id }) => id.split('~')[0]))], accounts);
    });
  });
});

function isError(code: string, sentence: RegExp): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof LanguageModelError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, sentence);
    assert.equal(member(error, 'cause'), undefined);
    return true;
  };
}
