import assert from 'node:assert/strict';
import { type Failure, MaestroError } from '../../../../src/core/failure.ts';
import { epochMs, type Model, modelId } from '../../../../src/core/model.ts';
import { Catalogue } from '../../../../src/core/models/catalogue.ts';
import type { Clock, Http } from '../../../../src/core/ports.ts';
import type { ModelList } from '../../../../src/core/vendor.ts';
import { MapMemory, MemoryLog } from '../../../memoryStorage.ts';
import { testAccount, testCredential } from '../../../testAccount.ts';
import { testAbilities, testModel } from '../../../testModel.ts';
import { testVendor } from '../../../testVendor.ts';

const account = testAccount();
const http: Http = { send: () => Promise.reject(new Error('nothing may be sent')) };
const ids = (models: readonly Model[]): readonly string[] => models.map(({ id }) => id);

interface Setup {
  readonly catalogue: Catalogue;
  readonly memory: MapMemory;
  nowMs: number;
  /** The ETags that the vendor was asked with, one a question. */
  readonly asked: (string | null)[];
  readonly refused: string[];
  answer: () => Promise<ModelList | 'unchanged'>;
  /** What is known without the vendor. */
  known: readonly Model[];
  /** Lets the longest wait of the catalogue be over. */
  runOut: () => void;
}

function setUp(memory = new MapMemory()): Setup {
  const clock: Clock = {
    now: () => epochMs(setup.nowMs),
    sleep: (_, signal) =>
      new Promise((resolve, reject) => {
        setup.runOut = resolve;
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  };
  const vendor = testVendor({
    knownModels: () => ({ models: setup.known, day: '2026-11-20' }),
    modelNamed: (_account, id) => (id === 'famous' ? testModel({ can: testAbilities({ tools: false }) }) : null),
    listModels: async (_account, _credential, call, etag) => {
      setup.asked.push(etag);
      const stopped = new Promise<never>((_, reject) =>
        call.signal.addEventListener('abort', () => reject(call.signal.reason)),
      );
      return Promise.race([setup.answer(), stopped]);
    },
  });
  const credentials = {
    current: async () => testCredential(),
    refused: async () => void setup.refused.push('refused'),
  };
  const deps = { http, clock, memory, credentials, log: new MemoryLog(), vendor: () => vendor };
  const setup: Setup = {
    catalogue: new Catalogue(deps),
    memory,
    nowMs: 1_000,
    asked: [],
    refused: [],
    answer: async () => listOf('one', 'two'),
    known: [testModel({ id: modelId('known') })],
    runOut: () => undefined,
  };
  return setup;
}

function listOf(...names: readonly string[]): ModelList {
  return { models: names.map((name) => testModel({ id: modelId(name), label: name })), etag: 'tag-1' };
}

function failing(failure: Failure): () => Promise<never> {
  return () => Promise.reject(new MaestroError(failure));
}

describe('the models of an account', () => {
  it('are the vendor’s, asked for once for everybody who waits, and then fresh for a while', async () => {
    const setup = setUp();
    const [first, second] = await Promise.all([setup.catalogue.list(account), setup.catalogue.list(account)]);
    assert.deepEqual([ids(first.models), second], [['one', 'two'], first]);
    await setup.catalogue.list(account);
    assert.equal(setup.asked.length, 1);
    setup.nowMs += 3_600_000;
    await setup.catalogue.list(account);
    assert.deepEqual(setup.asked, [null, 'tag-1']);
  });

  it('are remembered after a restart, and kept when the vendor says that nothing has changed', async () => {
    const before = setUp();
    await before.catalogue.list(account);
    const setup = setUp(before.memory);
    assert.deepEqual(ids(setup.catalogue.known(account).models), ['one', 'two']);
    setup.nowMs += 3_600_000;
    setup.answer = async () => 'unchanged';
    const listing = await setup.catalogue.list(account);
    assert.deepEqual([ids(listing.models), listing.asOf, listing.problem], [['one', 'two'], setup.nowMs, null]);
  });

  it('are those that this version knows, with the reason, when the vendor cannot be asked', async () => {
    const setup = setUp();
    setup.answer = failing({ code: 'unreachable', host: 'h', why: 'dns' });
    const listing = await setup.catalogue.list(account);
    assert.deepEqual([ids(listing.models), listing.asOf, listing.problem?.code], [['known'], null, 'unreachable']);
    assert.equal(listing.day, '2026-11-20');
  });

  it('have no day but that of the vendor’s own list where that is known', async () => {
    const setup = setUp();
    assert.equal(setup.catalogue.known(account).day, '2026-11-20');
    await setup.catalogue.list(account);
    assert.deepEqual([setup.catalogue.known(account).day, setup.catalogue.known(account).asOf], [null, setup.nowMs]);
  });

  it('come with the reason for as long as the vendor does not tell them, for whoever asks later without waiting', async () => {
    const setup = setUp();
    const told: string[] = [];
    setup.catalogue.onDidChange((id) => told.push(id));
    setup.known = [];
    setup.answer = failing({ code: 'unreachable', host: 'h', why: 'refused' });
    await setup.catalogue.list(account);
    const { models, problem } = setup.catalogue.known(account);
    assert.deepEqual([models, problem?.code, told], [[], 'unreachable', ['a1']]);
    setup.answer = async () => listOf('one');
    await setup.catalogue.list(account);
    assert.deepEqual([setup.catalogue.known(account).problem, told], [null, ['a1', 'a1']]);
    setup.answer = failing({ code: 'overloaded' });
    await setup.catalogue.refresh(account);
    assert.deepEqual(
      [ids(setup.catalogue.known(account).models), setup.catalogue.known(account).problem],
      [['one'], { code: 'overloaded' }],
    );
    await setup.catalogue.forgetList(account.id);
    assert.equal(setup.catalogue.known(account).problem, null);
  });

  it('are never an empty list without a word', async () => {
    const setup = setUp();
    setup.answer = async () => ({ models: [], etag: null });
    const { models, problem } = await setup.catalogue.list(account);
    assert.deepEqual([ids(models), problem], [['known'], { code: 'no-models', host: 'auth.openai.com' }]);
    const own = { ...account, baseUrl: 'http://192.168.1.5:11434/v1' };
    assert.deepEqual((await setup.catalogue.list(own)).problem, { code: 'no-models', host: '192.168.1.5:11434' });
  });

  it('are waited for only so long', async () => {
    const setup = setUp();
    setup.answer = () => new Promise(() => undefined);
    const listing = setup.catalogue.list(account);
    await new Promise(setImmediate);
    setup.runOut();
    assert.deepEqual((await listing).problem, { code: 'stalled', seconds: 5 });
  });

  it('are asked for again with a renewed credential after a refusal, once', async () => {
    const setup = setUp();
    let first = true;
    setup.answer = async () => {
      if (!first) return listOf('one');
      first = false;
      throw new MaestroError({ code: 'credential-rejected' });
    };
    assert.deepEqual(ids((await setup.catalogue.list(account)).models), ['one']);
    assert.deepEqual(setup.refused, ['refused']);
  });

  it('are read from memory with care', () => {
    const memory = new MapMemory();
    for (const text of [
      '',
      '[]',
      '{"v":2}',
      '{"v":3,"fetchedAt":1,"models":[]}',
      '{"v":2,"fetchedAt":1,"models":[{}]}',
    ]) {
      memory.values.set('maestro.models.a1', text);
      assert.deepEqual(ids(setUp(memory).catalogue.known(account).models), ['known'], text);
    }
  });

  it('are a list of bounded length, whose names fit on a line (WV-63)', async () => {
    const setup = setUp();
    const odd = ['', 'a\nb', '\u202eb', 'x'.repeat(201), '$(alert)', ' a'].map((id) => testModel({ id: modelId(id) }));
    const plain = testModel({ id: modelId('a'), label: `a\n$(alert) ${'x'.repeat(100_000)}` });
    const many = Array.from({ length: 2_000 }, (_, n) => testModel({ id: modelId(`m${n}`), label: '\u202e' }));
    setup.answer = async () => ({ models: [...odd, plain, ...many], etag: null });
    const { models } = await setup.catalogue.list(account);
    assert.equal(models.length, 1_000);
    assert.deepEqual(ids(models.slice(0, 2)), ['a', 'm0']);
    assert.match(models[0]?.label ?? '', /^a \$ \(alert\) x{68}…$/);
    assert.equal(models[1]?.label, 'm0');
    assert.deepEqual(setup.catalogue.known(account).models, models);
    assert.equal(setup.catalogue.known(account).models, setup.catalogue.known(account).models);
  });

  it('are told, but not kept, when they were forgotten meanwhile', async () => {
    const setup = setUp();
    await setup.catalogue.choose(account, modelId('two'));
    const { promise, resolve } = Promise.withResolvers<ModelList>();
    setup.answer = () => promise;
    const listing = setup.catalogue.list(account);
    await setup.catalogue.forgetList(account.id);
    setup.answer = async () => listOf('three');
    const next = setup.catalogue.list(account);
    resolve(listOf('one', 'two'));
    assert.deepEqual(ids((await listing).models), ['one', 'two']);
    assert.deepEqual(ids((await next).models), ['three']);
    assert.deepEqual(ids(setup.catalogue.known(account).models), ['three']);
    assert.equal(setup.catalogue.pick(account, null)?.id, 'two');
  });

  it('survive being written down and read', async () => {
    const setup = setUp();
    const reasoning = { efforts: ['low', 'high'], usual: 'low', control: 'budget' } as const;
    const model = testModel({
      reasoning,
      can: testAbilities({ streaming: false, verbosity: false }),
      price: { input: 1.25, output: 10 },
      limits: { inputTokens: null, outputTokens: 5 },
    });
    setup.answer = async () => ({ models: [model], etag: null });
    await setup.catalogue.list(account);
    assert.deepEqual(setup.catalogue.known(account).models, [model]);
  });
});

describe('the model of an account', () => {
  it('is the first until one is chosen, and the wanted one before that', async () => {
    const setup = setUp();
    await setup.catalogue.list(account);
    const told: string[] = [];
    setup.catalogue.onDidChange((id) => told.push(id));
    assert.equal(setup.catalogue.pick(account, null)?.id, 'one');
    await setup.catalogue.choose(account, modelId('two'));
    assert.equal(setup.catalogue.pick(account, null)?.id, 'two');
    assert.equal(setup.catalogue.pick(account, 'one')?.id, 'one');
    assert.deepEqual(told, ['a1']);
  });

  it('may be one that the vendor does not list', async () => {
    const setup = setUp();
    await setup.catalogue.list(account);
    const model = setup.catalogue.pick(account, 'preview-7');
    assert.deepEqual([model?.id, model?.label, model?.can], ['preview-7', 'preview-7', testModel().can]);
    const named = setup.catalogue.pick(account, 'famous');
    assert.deepEqual([named?.id, named?.label, named?.can.tools], ['famous', 'famous', false]);
  });

  it('is forgotten with the account', async () => {
    const setup = setUp();
    await setup.catalogue.list(account);
    await setup.catalogue.choose(account, modelId('two'));
    await setup.catalogue.forget(account.id);
    assert.equal(setup.catalogue.pick(account, null)?.id, 'known');
    assert.equal(setup.memory.values.size, 0);
  });
});
