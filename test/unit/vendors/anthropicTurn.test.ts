import assert from 'node:assert/strict';
import { arrayAt, parseJson, stringAt } from '../../../src/core/json.ts';
import {
  type AssistantPart,
  type ChatRequest,
  callId,
  isNonEmpty,
  type Message,
  type NonEmpty,
} from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { Collector } from '../../../src/core/stream/collect.ts';
import { answerText, ending } from '../../product.ts';
import { productLab } from '../../productLab.ts';
import { asked, userMessage } from '../../testMessages.ts';

const weather = {
  name: 'weather',
  description: 'Tells the weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const tools = { mode: 'auto', tools: [weather] } as const;

describe('Anthropic turn', () => {
  const lab = productLab();

  type Ask = (over: Partial<ChatRequest>, model?: string) => Promise<readonly StreamPart[]>;

  async function setUp(): Promise<{ ask: Ask }> {
    const product = lab.open();
    const values = { key: lab.simulator.anthropic.keyOf('developer') };
    const { account } = await product.signInBy('anthropic', 'api-key', { values });
    return {
      async ask(over, name) {
        const model = product.maestro.models.pick(account, name ?? null);
        assert.ok(model !== null);
        const request = { ...product.request(account), model, ...over };
        const turn = product.maestro.runTurn(account, request, new AbortController().signal);
        const parts: StreamPart[] = [];
        for await (const batch of turn) parts.push(...batch);
        return parts;
      },
    };
  }

  const question = (text: string): NonEmpty<Message> => asked([], text);
  const answered = (parts: readonly StreamPart[]): Message => {
    const collector = new Collector();
    for (const part of parts) collector.add(part);
    assert.ok(isNonEmpty(collector.parts));
    return { role: 'assistant', content: collector.parts };
  };
  const results = (parts: readonly StreamPart[]): Message => {
    const all = parts.flatMap((part) =>
      part.kind === 'tool-call'
        ? [{ call: part.call, content: [{ kind: 'text', text: 'sunny' }] as const, failed: false }]
        : [],
    );
    assert.ok(isNonEmpty(all));
    return { role: 'tool', results: all };
  };
  const bodies = () =>
    lab.simulator.journal.filter(({ path }) => path === '/v1/messages').map(({ body }) => parseJson(body));

  it('streams text with usage, and tells of the limits', async () => {
    const { ask } = await setUp();
    const parts = await ask({ messages: question('What is the capital of France?') });
    assert.match(answerText(parts), /^The capital of France is \*\*Paris\*\*/);
    const end = parts.at(-1);
    assert.ok(end?.kind === 'end' && end.usage.input !== null && end.usage.output !== null);
    const [limits] = parts;
    assert.ok(limits?.kind === 'limits');
    assert.deepEqual(
      limits.limits.map(({ name, usedPercent, remaining }) => [name, usedPercent, remaining]),
      [
        ['requests', 2, 49],
        ['input-tokens', 25, 75_000],
      ],
    );
  });

  it('remembers what was said', async () => {
    const { ask } = await setUp();
    const first = question('What is the capital of France?');
    const history = [...first, answered(await ask({ messages: first }))];
    const parts = await ask({ messages: asked(history, 'What is the population of that city?') });
    assert.match(answerText(parts), /2\.1 million/);
    const end = parts.at(-1);
    assert.ok(end?.kind === 'end' && (end.usage.cached ?? 0) > 0);
  });

  it('sees images, in questions and in results', async () => {
    const { ask } = await setUp();
    const image = { kind: 'image', type: 'image/png', data: 'iVBORw0KGgo=' } as const;
    const parts = await ask({ messages: [{ role: 'user', content: [{ kind: 'text', text: 'Look' }, image] }] });
    assert.match(answerText(parts), /I see 1 image\(s\): image\/png/);
  });

  it('calls tools in parallel and takes their results', async () => {
    const { ask } = await setUp();
    const messages = question('call weather with {"city":"Paris"} and call weather with {"city":"Rome"}');
    const calls = await ask({ messages, tools });
    assert.deepEqual(
      calls.flatMap((part) => (part.kind === 'tool-call' ? [part.input] : [])),
      [{ city: 'Paris' }, { city: 'Rome' }],
    );
    const said = await ask({ messages: [...messages, answered(calls), results(calls)], tools });
    assert.equal(answerText(said), 'The tool `weather` says: sunny\nThe tool `weather` says: sunny');
  });

  it('is forced to a tool where the model can be', async () => {
    const { ask } = await setUp();
    const forced = { messages: question('hello'), tools: { mode: 'required', tools: [weather] } } as const;
    assert.ok((await ask(forced, 'claude-opus-5')).some(({ kind }) => kind === 'tool-call'));
    assert.equal(ending(await ask(forced, 'claude-opus-5-5')), 'complete');
  });

  describe('thinking', () => {
    for (const model of ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5', 'claude-opus-5'] as const) {
      it(`of ${model} is shown, signed, and taken back by it`, async () => {
        const { ask } = await setUp();
        const messages = question('Please think, and call weather with {"city":"Paris"}');
        const first = await ask({ messages, tools, effort: 'high' }, model);
        assert.ok(first.some((part) => part.kind === 'reasoning' && part.delta !== ''));
        const said = await ask(
          { messages: [...messages, answered(first), results(first)], tools, effort: 'high' },
          model,
        );
        assert.equal(ending(said), 'complete');
        const [, second] = bodies();
        assert.equal(bodies().length, 2);
        assert.equal(stringAt(arrayAt(arrayAt(second, 'messages')[1], 'content')[0], 'type'), 'thinking');
      });
    }

    it('with a budget works through a loop of tools', async () => {
      const { ask } = await setUp();
      const messages = question('Please think, and call weather with {"city":"Paris"}');
      const first = await ask({ messages, tools, effort: 'low' }, 'claude-haiku-4-5');
      assert.ok(first.some((part) => part.kind === 'reasoning' && part.delta !== ''));
      const history = [...messages, answered(first), results(first)] as const;
      assert.equal(ending(await ask({ messages: history, tools, effort: 'high' }, 'claude-haiku-4-5')), 'complete');
      assert.equal(bodies().length, 2);
    });

    it('that nobody may read is taken back too', async () => {
      const { ask } = await setUp();
      const messages = question('Please think redacted, and call weather with {"city":"Paris"}');
      const first = await ask({ messages, tools }, 'claude-opus-5');
      assert.equal(answerText(first), '');
      const history = [...messages, answered(first), results(first)] as const;
      assert.equal(ending(await ask({ messages: history, tools }, 'claude-opus-5')), 'complete');
      const [, second] = bodies();
      assert.equal(stringAt(arrayAt(arrayAt(second, 'messages')[1], 'content')[0], 'type'), 'redacted_thinking');
    });

    it('of another model stays away, and the conversation goes on', async () => {
      const { ask } = await setUp();
      const messages = question('Please think.');
      const history = [...messages, answered(await ask({ messages }, 'claude-opus-5'))];
      assert.equal(ending(await ask({ messages: asked(history, 'And?') }, 'claude-opus-5-5')), 'complete');
      assert.doesNotMatch(JSON.stringify(bodies()[1]), /signature/);
    });

    it('that the service does not take back is left out the second time', async () => {
      const { ask } = await setUp();
      const messages = question('Please think.');
      const history = [...messages, answered(await ask({ messages }))];
      const again = await ask({ messages: asked(history, 'And?'), instructions: 'Be long.' });
      assert.equal(ending(again), 'complete');
      const [, refused, taken] = bodies();
      assert.match(JSON.stringify(refused), /signature/);
      assert.doesNotMatch(JSON.stringify(taken), /signature/);
    });

    it('can be off', async () => {
      const { ask } = await setUp();
      for (const [model, effort] of [
        ['claude-haiku-5-5', 'none'],
        ['claude-sonnet-5-5', 'minimal'],
        ['claude-haiku-4-5', 'none'],
      ] as const) {
        const parts = await ask({ messages: question('Please think.'), effort }, model);
        assert.equal(ending(parts), 'complete');
        assert.ok(
          parts.every(({ kind }) => kind !== 'reasoning'),
          model,
        );
      }
    });
  });

  it('continues what another vendor’s model began', async () => {
    const { ask } = await setUp();
    const call = callId('call:1|x');
    const theirs: AssistantPart = { kind: 'tool-call', call, tool: 'weather', input: { city: 'Paris' }, replay: null };
    const messages: NonEmpty<Message> = [
      userMessage('Weather?'),
      { role: 'assistant', content: [{ kind: 'reasoning', text: 'Unsigned', replay: null }, theirs] },
      { role: 'tool', results: [{ call, content: [{ kind: 'text', text: 'rain' }], failed: false }] },
    ];
    assert.equal(answerText(await ask({ messages, tools })), 'The tool `weather` says: rain');
    assert.equal(ending(await ask({ messages })), 'complete');
  });
});
