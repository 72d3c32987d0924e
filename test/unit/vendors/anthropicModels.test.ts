import assert from 'node:assert/strict';
import { failureOf } from '../../../src/core/failure.ts';
import type { Credential, Model } from '../../../src/core/model.ts';
import type { ModelList, Vendor } from '../../../src/core/vendor.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { anthropic } from '../../../src/vendors/anthropic/index.ts';
import { limits as readLimits } from '../../../src/vendors/anthropic/limits.ts';
import { closingAfterEach } from '../../closing.ts';
import { directHttp } from '../../directHttp.ts';
import { answerText, RawServer } from '../../rawServer.ts';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { testAccount, testKey } from '../../testAccount.ts';
import { testAbilities } from '../../testModel.ts';
import { testSurroundings } from '../../testSurroundings.ts';

describe('Anthropic models', () => {
  const http = directHttp();
  const account = testAccount();
  const closing = closingAfterEach();
  after(() => http.close());

  const vendorAt = (apiBaseUrl: string): Vendor =>
    anthropic(testSurroundings({ settings: { 'maestro.anthropic.apiBaseUrl': apiBaseUrl } }));
  const list = (
    vendor: Vendor,
    credential: Credential = testKey(),
    etag: string | null = null,
  ): Promise<ModelList | 'unchanged'> =>
    vendor.listModels(account, credential, { http, clock: systemClock, signal: new AbortController().signal }, etag);

  /** A server whose every answer is made of the request's first line and headers. */
  async function serving(answer: (head: readonly string[]) => string): Promise<Vendor> {
    const server = closing(await RawServer.start(({ socket, head }) => socket.write(answer(head))));
    return vendorAt(server.origin);
  }
  const jsonAnswer = (body: object, headers: readonly string[] = []): string =>
    answerText(JSON.stringify(body), ['Content-Type: application/json', ...headers]);
  async function listOf(...data: readonly object[]): Promise<readonly Model[]> {
    const found = await list(await serving(() => jsonAnswer({ data, has_more: false })));
    assert.ok(found !== 'unchanged');
    return found.models;
  }

  describe('as the service lists them', () => {
    let simulator: Simulator;
    beforeEach(async () => {
      simulator = closing(await startSimulator({ anthropic: { modelsPerPage: 2 } }));
    });

    it('are those of every page, the recommended one first', async () => {
      const found = await list(
        vendorAt(simulator.anthropic.apiBaseUrl),
        testKey(simulator.anthropic.keyOf('developer')),
      );
      assert.ok(found !== 'unchanged');
      assert.deepEqual(
        found.models.map(({ id }) => id),
        ['claude-opus-5-5', 'claude-haiku-5-5', 'claude-sonnet-5-5', 'claude-opus-5', 'claude-haiku-4-5'],
      );
      assert.equal(simulator.journal.length, 3);
    });

    it('can what the service says', async () => {
      const found = await list(
        vendorAt(simulator.anthropic.apiBaseUrl),
        testKey(simulator.anthropic.keyOf('developer')),
      );
      assert.ok(found !== 'unchanged');
      const [opus, haiku, sonnet, , old] = found.models;
      assert.deepEqual(opus?.limits, { inputTokens: 1_000_000, outputTokens: 128_000 });
      assert.deepEqual(opus?.can, testAbilities({ verbosity: false }));
      assert.deepEqual(opus?.price, { input: 4, output: 20 });
      const levels = ['low', 'medium', 'high', 'xhigh', 'max'];
      assert.deepEqual(opus?.reasoning, { efforts: levels, usual: 'medium', control: 'adaptive' });
      assert.deepEqual(haiku?.reasoning?.efforts, ['none', ...levels]);
      assert.deepEqual(sonnet?.reasoning?.efforts, ['minimal', ...levels]);
      assert.deepEqual(old?.reasoning, {
        efforts: ['none', 'low', 'medium', 'high'],
        usual: 'none',
        control: 'budget',
      });
    });

    it('are refused to a key that is none', async () => {
      await assert.rejects(list(vendorAt(simulator.anthropic.apiBaseUrl)), (error) => {
        return failureOf(error).code === 'credential-rejected';
      });
    });
  });

  it('of an unknown kind are taken as they are described', async () => {
    const supported = { supported: true };
    const [plain, efforts, blind] = await listOf(
      { id: 'new-1', capabilities: {} },
      { id: 'new-2', display_name: 'New 2', capabilities: { effort: { low: supported }, image_input: supported } },
      {
        id: 'new-3',
        capabilities: { thinking: { types: { adaptive: supported } }, image_input: { supported: false } },
      },
    );
    assert.deepEqual(plain, {
      vendor: 'anthropic',
      id: 'new-1',
      label: 'new-1',
      limits: { inputTokens: null, outputTokens: null },
      can: { streaming: true, tools: true, images: false, verbosity: false },
      reasoning: null,
      price: null,
    });
    assert.deepEqual(efforts?.reasoning, { efforts: ['low'], usual: null, control: 'effort' });
    assert.deepEqual([blind?.can.images, blind?.reasoning], [false, { efforts: [], usual: null, control: 'adaptive' }]);
  });

  it('that are not described are taken as they are known, or as able', async () => {
    const [known, unknown] = await listOf(
      { id: 'claude-opus-5-5', capabilities: null },
      { id: 'new', capabilities: null },
    );
    assert.equal(known?.limits.outputTokens, 128_000);
    assert.equal(known?.reasoning?.control, 'adaptive');
    assert.deepEqual([unknown?.can.images, unknown?.reasoning], [true, null]);
  });

  it('that are retired or have no name are left out', async () => {
    const models = await listOf({ id: 'gone', lifecycle: 'retired' }, { id: '' }, { name: 'x' }, { id: 'here' });
    assert.deepEqual(
      models.map(({ id }) => id),
      ['here'],
    );
  });

  it('are not sent again while they are the same', async () => {
    const vendor = await serving((head) =>
      head.includes('if-none-match: "v1"')
        ? answerText('', [], '304 Not Modified')
        : jsonAnswer({ data: [{ id: 'm' }], has_more: false }, ['ETag: "v1"']),
    );
    const first = await list(vendor);
    assert.ok(first !== 'unchanged');
    assert.equal(first.etag, '"v1"');
    assert.equal(await list(vendor, testKey(), first.etag), 'unchanged');
  });

  it('come to an end even if the pages do not', async () => {
    let asked = 0;
    const vendor = await serving(() => {
      asked++;
      return jsonAnswer({ data: [{ id: `m${asked}` }], has_more: true, last_id: `m${asked}` }, ['ETag: "v1"']);
    });
    const found = await list(vendor);
    assert.ok(found !== 'unchanged' && found.etag === null);
    assert.equal(asked, 20);
  });

  it('are asked for with no credential that has no place', async () => {
    const vendor = await serving(() => jsonAnswer({ data: [] }));
    await assert.rejects(list(vendor, { kind: 'none' }), (error) => failureOf(error).code === 'credential-rejected');
  });

  it('are known without asking, the recommended one first, each with what a request needs', () => {
    const known = vendorAt('https://api.anthropic.com').knownModels(account).models;
    assert.equal(known[0]?.id, 'claude-opus-5-5');
    for (const { label, limits, reasoning } of known) {
      assert.ok(limits.inputTokens !== null && limits.outputTokens !== null && reasoning !== null, label);
      assert.ok(reasoning.usual === null || reasoning.efforts.includes(reasoning.usual), label);
    }
  });
});

describe('Anthropic limits and pages', () => {
  const vendor = anthropic(
    testSurroundings({ settings: { 'maestro.anthropic.apiBaseUrl': 'https://api.anthropic.com' } }),
  );
  const limits = (headers: Readonly<Record<string, string>>) => readLimits((name) => headers[name] ?? null);

  it('are read whatever the form of their times, and left out where they cannot be', () => {
    const at = Date.UTC(2026, 10, 20, 12);
    assert.deepEqual(
      limits({
        'anthropic-ratelimit-requests-limit': '0',
        'anthropic-ratelimit-requests-remaining': '0',
        'anthropic-ratelimit-requests-reset': '2026-11-20T12:00:00Z',
        'anthropic-ratelimit-tokens-remaining': 'many',
        'anthropic-ratelimit-unified-5h-utilization': '1.3',
        'anthropic-ratelimit-unified-5h-reset': String(at / 1_000),
        'anthropic-ratelimit-unified-7d-utilization': '0.5',
        'anthropic-ratelimit-unified-7d-reset': 'soon',
      }),
      [
        { name: 'requests', usedPercent: null, remaining: 0, windowMinutes: null, resetsAt: at },
        { name: '5h', usedPercent: 100, remaining: null, windowMinutes: 300, resetsAt: at },
        { name: '7d', usedPercent: 50, remaining: null, windowMinutes: 10_080, resetsAt: null },
      ],
    );
    assert.deepEqual(limits({}), []);
  });

  it('the usage page is Anthropic’s own, and no gateway’s', () => {
    const usagePage = (origin: string) => vendor.usagePage(testAccount({ origins: [origin] }));
    assert.equal(usagePage('https://api.anthropic.com')?.host, 'platform.claude.com');
    assert.equal(usagePage('https://gateway.example'), null);
  });

  it('a setting that cannot be used is named', () => {
    const wrongs: readonly (readonly [name: string, value: unknown])[] = [
      ['apiBaseUrl', 'http://elsewhere.example'],
      ['betas', 'one'],
      ['betas', ['one,two']],
      ['betas', [7]],
      ['oauth.systemPrompt', 7],
    ];
    for (const [name, value] of wrongs) {
      const settings = {
        'maestro.anthropic.apiBaseUrl': 'https://api.anthropic.com',
        [`maestro.anthropic.${name}`]: value,
      };
      const wrong = anthropic(testSurroundings({ settings }));
      assert.throws(
        () => wrong.methods,
        (error) => {
          const failure = failureOf(error);
          return failure.code === 'bad-setting' && failure.setting === `maestro.anthropic.${name}`;
        },
      );
    }
  });
});
