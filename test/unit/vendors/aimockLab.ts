import assert from 'node:assert/strict';
import { LLMock } from '@copilotkit/aimock';
import type { Account, ChatRequest, Credential } from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { runTurn } from '../../../src/core/stream/turn.ts';
import type { Vendor } from '../../../src/core/vendor.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { directHttp } from '../../directHttp.ts';
import { MemoryLog } from '../../memoryStorage.ts';
import { answerText, ending } from '../../product.ts';
import { testAccount } from '../../testAccount.ts';
import { asked } from '../../testMessages.ts';
import { testModel } from '../../testModel.ts';

/** Who asks, and with what. */
export interface Asking {
  readonly vendor: Vendor;
  readonly account: Partial<Account>;
  readonly credential: Credential;
  readonly request?: Partial<ChatRequest>;
}

/** A server of aimock, an independent mock of the vendors' APIs, for the tests of the `describe` that calls this. */
export function aimockLab(): AimockLab {
  const lab = new AimockLab();
  before(() => lab.mock.start());
  after(() => lab.close());
  return lab;
}

/** The server, which knows what {@link readsTheMock} asks, and the way to it. */
class AimockLab {
  readonly mock = new LLMock({ port: 0 });
  readonly #http = directHttp();

  constructor() {
    this.mock.onMessage(/hello/, { content: 'Hi there, friend.' });
    this.mock.onMessage(/think/, { content: 'Done.', reasoning: 'Let me see.' });
    this.mock.onMessage(/call/, {
      toolCalls: [
        { name: 'weather', arguments: '{"city":"Paris"}' },
        { name: 'weather', arguments: '{"city":"Rome"}' },
      ],
    });
    this.mock.onMessage(/slow down/, {
      error: { message: 'slow down', type: 'rate_limit_error' },
      status: 429,
      retryAfter: 90,
    });
  }

  /** All parts of a turn with this question. */
  async ask(question: string, { vendor, account, credential, request }: Asking): Promise<readonly StreamPart[]> {
    const credentials = { current: async () => credential, refused: () => Promise.reject(new Error('refused')) };
    const deps = { http: this.#http, clock: systemClock, random: () => 0, log: new MemoryLog(), credentials };
    const by = testAccount({ ...account, origins: [new URL(this.mock.url).origin] });
    const whole: ChatRequest = {
      model: testModel(),
      instructions: 'Be brief.',
      messages: asked([], question),
      tools: { mode: 'none' },
      verbosity: 'low',
      effort: null,
      ...request,
    };
    const parts: StreamPart[] = [];
    for await (const batch of runTurn(deps, vendor, by, whole, new AbortController().signal)) parts.push(...batch);
    return parts;
  }

  async close(): Promise<void> {
    await this.#http.close();
    await this.mock.stop();
  }
}

/** What every vendor must make of the mock's answers. */
export function readsTheMock(ask: (question: string) => Promise<readonly StreamPart[]>): void {
  it('reads its text', async () => {
    const parts = await ask('hello');
    assert.equal(answerText(parts), 'Hi there, friend.');
    assert.equal(ending(parts), 'complete');
  });

  it('reads its reasoning apart from its text', async () => {
    const parts = await ask('think');
    assert.equal(parts.map((part) => (part.kind === 'reasoning' ? part.delta : '')).join(''), 'Let me see.');
    assert.equal(answerText(parts), 'Done.');
  });

  it('reads its parallel tool calls', async () => {
    const calls = (await ask('call')).flatMap((part) => (part.kind === 'tool-call' ? [[part.tool, part.input]] : []));
    assert.deepEqual(calls, [
      ['weather', { city: 'Paris' }],
      ['weather', { city: 'Rome' }],
    ]);
  });

  it('understands when it says to slow down', async () => {
    const end = (await ask('slow down')).at(-1);
    assert.deepEqual(end?.kind === 'end' && end.outcome, {
      kind: 'failed',
      failure: { code: 'rate-limited', retryAfterMs: 90_000 },
    });
  });
}
