import assert from 'node:assert/strict';
import { member, parseJson } from '../../../src/core/json.ts';
import { type Account, epochMs, type Model } from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { readCatalogue } from '../../../src/vendors/openai/models/catalogue.ts';
import { families } from '../../../src/vendors/openai/models/families.ts';
import { knownModels } from '../../../src/vendors/openai/models/known.ts';
import { readPlatformList } from '../../../src/vendors/openai/models/platform.ts';
import { answerText, ending } from '../../product.ts';
import { productLab } from '../../productLab.ts';
import { PersonAtBrowser } from '../../signInBrowser.ts';
import { asked } from '../../testMessages.ts';
import type { Person } from '../../testSignInUi.ts';

const never = new AbortController().signal;
const ids = (models: readonly Model[]): readonly string[] => models.map(({ id }) => id);

describe('OpenAI’s models, asked for', () => {
  let lateMs = 0;
  const clock = { now: () => epochMs(systemClock.now() + lateMs), sleep: systemClock.sleep };
  const lab = productLab({}, { clock });
  beforeEach(() => {
    lateMs = 0;
  });

  const listed = ['gpt-5.6-sol', 'gpt-5.6-terra', 'gpt-5.6-luna', 'gpt-5.5', 'gpt-5.2'];
  const ways: readonly (readonly [method: string, person: () => Person, path: string, listed: readonly string[]])[] = [
    ['chatgpt', () => new PersonAtBrowser(), '/codex/models', listed],
    ['chatgpt-sharing', () => new PersonAtBrowser(), '/models', listed],
    // The platform hides nothing that it has.
    [
      'api-key',
      () => ({ values: { key: lab.simulator.openai.keyOf('pro') } }),
      '/models',
      [...listed.slice(0, 4), 'gpt-5.4', 'gpt-5.4-mini', 'gpt-5.2'],
    ],
    [
      'chatgpt',
      () => new PersonAtBrowser('enterprise'),
      '/models',
      [...listed.slice(0, 4), 'gpt-5.4', 'gpt-5.4-mini', 'gpt-5.2'],
    ],
  ];
  for (const [method, person, path, expected] of ways) {
    it(`of a sign-in by ${method} come from ${path}, the default first`, async () => {
      const { account } = await lab.product.signInBy('openai', method, person());
      lab.simulator.reset();
      const { models, problem } = await lab.product.maestro.models.list(account);
      assert.equal(problem, null);
      assert.deepEqual(ids(models), expected);
      assert.deepEqual(
        lab.simulator.journal.map((entry) => entry.path),
        [path],
      );
    });
  }

  it('of a government workspace are asked for as such, like its questions', async () => {
    const { account, credential } = await lab.product.signIn(new PersonAtBrowser('fedramp'));
    assert.equal(credential.kind, 'oauth');
    assert.equal((await lab.product.maestro.models.list(account)).problem, null);
    const names = lab.simulator.journal.at(-1)?.rawHeaders.map(([name]) => name) ?? [];
    assert.deepEqual(names.slice(names.indexOf('Authorization'), names.indexOf('Authorization') + 3), [
      'Authorization',
      'chatgpt-account-id',
      'X-OpenAI-Fedramp',
    ]);
  });

  it('are asked for again with what was remembered, and only if they changed taken anew', async () => {
    const { account } = await lab.product.signIn();
    const first = await lab.product.maestro.models.list(account);
    lateMs = 11 * 60_000;
    const second = await lab.product.maestro.models.list(account);
    assert.deepEqual(second.models, first.models);
    assert.ok((second.asOf ?? 0) > (first.asOf ?? 0));
    const { rawHeaders } = lab.simulator.journal.at(-1) ?? { rawHeaders: [] };
    assert.match(new Map(rawHeaders).get('If-None-Match') ?? '', /^W\//);
    lab.simulator.openai.replaceModels(['gpt-7-sol']);
    lateMs *= 2;
    assert.deepEqual(ids((await lab.product.maestro.models.list(account)).models), ['gpt-7-sol']);
    lab.simulator.openai.replaceModels(listed);
  });

  it('are asked for anew when one of them turns out to be gone', async () => {
    const { account } = await lab.product.signIn();
    await lab.product.maestro.models.list(account);
    lab.simulator.openai.replaceModels(listed.slice(1));
    assert.equal(ending(await lab.product.ask(account, 'hello')), 'model-unavailable');
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (lab.product.maestro.models.known(account).models.every(({ id }) => id !== listed[0])) resolve();
      };
      lab.product.maestro.models.onDidChange(look);
      look();
    });
    assert.equal(ending(await lab.product.ask(account, 'hello')), 'complete');
    lab.simulator.openai.replaceModels(listed);
  });

  it('are those known to this version where OpenAI cannot be asked, and it is said why', async () => {
    const { account } = await lab.product.signIn();
    for (const [fault, code] of [
      [{ named: 'server-error' }, 'server'],
      [{ named: 'firewall' }, 'web-page'],
      [{ status: 200, body: '[1]' }, 'unreadable'],
      [{ status: 200, body: { models: [] } }, 'no-models'],
      [{ status: 304, body: '' }, 'rejected'],
    ] as const) {
      lab.simulator.script({ host: 'chatgpt', path: '/codex/models', ...fault });
      const { models, problem } = await lab.product.maestro.models.list(account);
      assert.deepEqual([ids(models), problem?.code], [ids(knownModels('plan').models), code]);
    }
  });
});

describe('OpenAI’s models, each in its way', () => {
  const lab = productLab({ models: ['gpt-5.3-codex', 'gpt-5-pro'] });

  const askEach = async (account: Account): Promise<readonly unknown[]> => {
    const { models } = await lab.product.maestro.models.list(account);
    const answers: unknown[] = [];
    for (const model of models) {
      const request = { ...lab.product.request(account), messages: asked([], 'What is the capital of France?'), model };
      const parts: StreamPart[] = [];
      for await (const batch of lab.product.maestro.runTurn(account, { ...request, verbosity: 'low' }, never)) {
        parts.push(...batch);
      }
      const texts = parts.filter(({ kind }) => kind === 'text').length;
      answers.push([model.id, ending(parts), answerText(parts).includes('Paris'), texts > 1]);
    }
    return answers;
  };

  it('are told how much to say, and streamed, only where they can, with a key', async () => {
    const values = { key: lab.simulator.openai.keyOf('pro') };
    const { account } = await lab.product.signInBy('openai', 'api-key', { values });
    assert.deepEqual(await askEach(account), [
      ['gpt-5.3-codex', 'complete', true, true],
      ['gpt-5-pro', 'complete', true, false],
    ]);
  });

  it('are told how much to say only where the catalogue of a plan says that they can be', async () => {
    lab.simulator.openai.replaceModels(['gpt-5.3-codex', 'gpt-5.6-sol']);
    const { account } = await lab.product.signIn();
    assert.deepEqual(await askEach(account), [
      ['gpt-5.3-codex', 'complete', true, true],
      ['gpt-5.6-sol', 'complete', true, true],
    ]);
    const told = lab.simulator.journal
      .filter(({ path }) => path === '/codex/responses')
      .map(({ body }) => member(parseJson(body), 'text'));
    assert.deepEqual(told, [undefined, { verbosity: 'low' }]);
  });
});

describe('OpenAI’s catalogue', () => {
  const entry = {
    slug: 'gpt-9',
    display_name: 'GPT-9\u202e',
    visibility: 'list',
    context_window: 100_000,
    effective_context_window_percent: 90,
    supported_reasoning_levels: [{ effort: 'low' }, { effort: 'ultra' }, { effort: 'high' }],
    default_reasoning_level: 'high',
    input_modalities: ['text'],
    support_verbosity: true,
  };
  const read = (over: object): Model | undefined => readCatalogue({ models: [{ ...entry, ...over }] })[0];

  it('says what a model takes and how it thinks', () => {
    assert.deepEqual(read({}), {
      vendor: 'openai',
      id: 'gpt-9',
      label: 'GPT-9',
      limits: { inputTokens: 90_000, outputTokens: null },
      can: { streaming: true, tools: true, images: false, verbosity: true },
      reasoning: { efforts: ['low', 'high'], usual: 'high', control: 'effort' },
      price: null,
    });
  });

  it('may leave things out', () => {
    const bare = readCatalogue({ models: [{ slug: 'x', visibility: 'list' }] })[0];
    assert.deepEqual(
      [bare?.label, bare?.limits.inputTokens, bare?.can.images, bare?.reasoning],
      ['x', null, true, null],
    );
    assert.equal(read({ effective_context_window_percent: undefined })?.limits.inputTokens, 95_000);
    assert.equal(read({ default_reasoning_level: 'ultra' })?.reasoning?.usual, null);
    assert.deepEqual([bare?.can.verbosity, read({ support_verbosity: false })?.can.verbosity], [false, false]);
  });

  it('hides some, and says nonsense of others', () => {
    const odd = [{ ...entry, visibility: 'hide' }, { ...entry, visibility: 'none' }, { ...entry, slug: '' }, null, 7];
    assert.deepEqual(readCatalogue({ models: odd }), []);
    assert.deepEqual(readCatalogue({}), []);
  });
});

describe('OpenAI’s platform list', () => {
  const read = (...names: readonly string[]): readonly Model[] =>
    readPlatformList({ data: names.map((id) => ({ id, object: 'model' })) });

  it('is reduced to what can hold a conversation, the best first', () => {
    const names = [
      'gpt-4o-mini',
      'text-embedding-3-large',
      'gpt-5',
      'gpt-5-2025-08-07',
      'o4-mini',
      'gpt-5.6-luna',
      'gpt-5.6-sol',
      'gpt-6-sol',
      'gpt-6.1-sol',
      'gpt-6-astra',
      'gpt-6-realtime',
      'gpt-6-pro',
      'gpt-4o-audio-preview',
      'dall-e-3',
      'whisper-1',
      'chatgpt-image-latest',
    ];
    assert.deepEqual(ids(read(...names)), [
      'gpt-6.1-sol',
      'gpt-6-sol',
      'gpt-6-astra',
      'gpt-5.6-sol',
      'gpt-5.6-luna',
      'gpt-5',
      'o4-mini',
      'gpt-4o-mini',
    ]);
  });

  it('is read with what is known of each family, and nothing where nothing is known', () => {
    const [unknown, sol, mini] = read('gpt-6-sol', 'gpt-5.6-sol', 'o3-mini');
    assert.deepEqual([unknown?.limits, unknown?.price], [{ inputTokens: null, outputTokens: null }, null]);
    assert.deepEqual([sol?.label, sol?.limits], ['GPT-5.6 Sol', { inputTokens: 922_000, outputTokens: 128_000 }]);
    assert.deepEqual([mini?.label, mini?.can.images, mini?.reasoning?.usual], ['o3-mini', false, 'medium']);
    assert.equal(read('gpt-4.1')[0]?.reasoning, null);
    assert.deepEqual(
      read('o3-pro', 'o3', 'gpt-5-pro').map(({ id, can }) => [id, can.streaming]),
      [
        ['gpt-5-pro', false],
        ['o3', true],
        ['o3-pro', false],
      ],
    );
  });

  it('may be anything else', () => {
    assert.deepEqual(readPlatformList({ data: [null, 7, { id: 7 }] }), []);
  });

  it('has each name in one family only', () => {
    for (const model of knownModels('platform').models) {
      assert.equal(families.filter(({ pattern }) => pattern.test(model.id)).length, 1, model.id);
    }
  });
});
