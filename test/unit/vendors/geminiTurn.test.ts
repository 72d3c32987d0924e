import assert from 'node:assert/strict';
import { arrayAt, type Json, type JsonObject, parseJson, stringAt } from '../../../src/core/json.ts';
import { type Account, type ChatRequest, isNonEmpty, type Message, type NonEmpty } from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { Collector } from '../../../src/core/stream/collect.ts';
import { answerText, ending } from '../../product.ts';
import { productLab } from '../../productLab.ts';
import { headerOf } from '../../simulator/received.ts';
import { asked } from '../../testMessages.ts';
import { hurriedClock } from '../conformance/hurriedClock.ts';

const weather = {
  name: 'get_weather',
  description: 'Tells the weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const tools = { mode: 'auto', tools: [weather] } as const;
const bothCities = 'Think, then call get_weather with {"city":"Paris"} and call get_weather with {"city":"Rome"}';

describe('Gemini turns', () => {
  const lab = productLab({}, { clock: hurriedClock });
  let account: Account;
  before(async () => {
    const values = { key: lab.simulator.gemini.keyOf('paid') };
    ({ account } = await lab.product.signInBy('gemini', 'api-key', { values }));
    await lab.product.maestro.models.list(account);
  });

  async function ask(over: Partial<ChatRequest>, by = account): Promise<readonly StreamPart[]> {
    const parts: StreamPart[] = [];
    const { product } = lab;
    const request = { ...product.request(by), ...over };
    for await (const batch of product.maestro.runTurn(by, request, new AbortController().signal)) parts.push(...batch);
    return parts;
  }
  /** The parts of the last request, but for what the person wrote first. */
  const sentParts = (): readonly Json[] =>
    arrayAt(parseJson(lab.simulator.journal.at(-1)?.body ?? ''), 'contents')
      .slice(1)
      .flatMap((content) => arrayAt(content, 'parts'));

  it('bring the key in its header, the model in the address and nothing secret in either address or body', async () => {
    await ask({});
    const [entry] = lab.simulator.journal;
    const key = lab.simulator.gemini.keyOf('paid');
    assert.ok(entry !== undefined);
    assert.deepEqual([entry.path, entry.query], ['/models/gemini-3.8-flash:streamGenerateContent', '?alt=sse']);
    assert.equal(headerOf({ headers: entry.rawHeaders }, 'x-goog-api-key'), key);
    assert.ok(!`${entry.path}${entry.query}${entry.body}`.includes(key));
  });

  it('return each signature on its part, so that the next step is taken', async () => {
    const first = asked([], bothCities);
    const called = await ask({ messages: first, tools });
    const calls = called.filter((part) => part.kind === 'tool-call');
    assert.deepEqual(
      calls.map(({ replay }) => replay !== undefined),
      [true, false],
    );
    const parts = await ask({ messages: answered(first, called), tools });
    assert.match(answerText(parts), /get_weather` says: Paris[\s\S]*get_weather` says: Rome/);
    const sent = sentParts().map((part) => [
      Object.keys(part ?? {})[0],
      stringAt(part, 'thoughtSignature') === calls[0]?.replay?.token,
    ]);
    assert.deepEqual(sent, [
      ['functionCall', true],
      ['functionCall', false],
      ['functionResponse', false],
      ['functionResponse', false],
    ]);
  });

  it('give nothing signed to another account, which goes on all the same', async () => {
    const first = asked([], bothCities);
    const called = await ask({ messages: first, tools });
    const other = await lab.product.signInBy('gemini', 'api-key', {
      values: { key: lab.simulator.gemini.keyOf('colleague') },
    });
    const parts = await ask({ messages: answered(first, called), tools }, other.account);
    assert.match(answerText(parts), /says: Paris/);
    assert.equal(stringAt(sentParts()[0], 'thoughtSignature'), 'skip_thought_signature_validator');
  });

  it('go on with older models, whose calls have no ids', async () => {
    const { models } = lab.product.maestro.models.known(account);
    const model = models.find(({ id }) => id === 'gemini-2.5-flash-lite');
    assert.ok(model !== undefined);
    const first = asked([], bothCities);
    const called = await ask({ model, messages: first, tools, effort: 'low' });
    assert.ok(called.some((part) => part.kind === 'reasoning'));
    const ids = called.flatMap((part) => (part.kind === 'tool-call' ? [part.call] : []));
    assert.equal(new Set(ids).size, 2);
    const parts = await ask({ model, messages: answered(first, called), tools });
    assert.match(answerText(parts), /says: Paris[\s\S]*says: Rome/);
    assert.equal(ending(await ask({ model, effort: 'none' })), 'complete');
  });

  it('show the model an image that a tool gave', async () => {
    const first = asked([], 'call get_weather with {"city":"Paris"}');
    const called = await ask({ messages: first, tools });
    const [call] = called.filter((part) => part.kind === 'tool-call');
    assert.ok(call !== undefined);
    const image = { kind: 'image', type: 'image/png', data: 'AAAA' } as const;
    const results = [{ call: call.call, content: [image] as const, failed: false }] as const;
    const [question, answer] = answered(first, called);
    assert.ok(answer !== undefined);
    const parts = await ask({ messages: [question, answer, { role: 'tool', results }], tools });
    assert.match(answerText(parts), /says: {2}\(image\/png\)/);
  });

  it('bring the whole answer of a model that does not stream', async () => {
    const { model } = lab.product.request(account);
    const can = { ...model.can, streaming: false };
    const parts = await ask({ model: { ...model, can }, messages: asked([], 'Think: what is the capital of France?') });
    const [entry] = lab.simulator.journal;
    assert.deepEqual([entry?.path, entry?.query], ['/models/gemini-3.8-flash:generateContent', '']);
    assert.deepEqual([ending(parts), /Paris/.test(answerText(parts))], ['complete', true]);
    const end = parts.at(-1);
    assert.ok(end?.kind === 'end' && (end.usage.output ?? 0) > 0);
  });

  it('read an answer that comes as one list', async () => {
    const chunk = (text: string): JsonObject => ({
      candidates: [{ content: { parts: [{ text }] }, finishReason: 'STOP' }],
    });
    lab.simulator.script({ host: 'gemini', status: 200, body: [chunk('Hel'), chunk('lo')] });
    const parts = await ask({});
    assert.deepEqual([answerText(parts), ending(parts)], ['Hello', 'complete']);
  });

  it('must call a tool where one is insisted on', async () => {
    const parts = await ask({ tools: { mode: 'required', tools: [weather] } });
    assert.deepEqual(
      parts.flatMap((part) => (part.kind === 'tool-call' ? [[part.tool, part.input]] : [])),
      [['get_weather', { city: 'sample' }]],
    );
  });

  it('are asked again without signatures when one is not taken back', async () => {
    const first = asked([], bothCities);
    const messages = answered(first, await ask({ messages: first, tools }));
    lab.simulator.reset();
    lab.simulator.script({ named: 'invalid-reasoning', host: 'gemini' });
    const parts = await ask({ messages, tools });
    assert.equal(ending(parts), 'complete');
    assert.equal(lab.simulator.journal.length, 2);
    assert.equal(stringAt(sentParts()[0], 'thoughtSignature'), 'skip_thought_signature_validator');
  });

  it('count what was used even where that comes after the finish', async () => {
    lab.simulator.script({ named: 'usage-after-finish', host: 'gemini' });
    const end = (await ask({ messages: asked([], 'What is the capital of France?') })).at(-1);
    assert.ok(end?.kind === 'end' && end.outcome.kind === 'complete');
    assert.deepEqual([end.usage.input, end.usage.output], [11, 22]);
  });

  it('are over soon after the last word, though the socket stays open, and close it', async () => {
    lab.simulator.script({ named: 'kept-open', host: 'gemini' });
    const parts = await ask({ messages: asked([], 'What is the capital of France?') });
    assert.deepEqual([ending(parts), /Paris/.test(answerText(parts))], ['complete', true]);
    const end = parts.at(-1);
    assert.ok(end?.kind === 'end' && (end.usage.output ?? 0) > 0);
    await lab.simulator.waitFor(({ closedByClientMs }) => closedByClientMs !== null);
  }).timeout(15_000);

  const endings = {
    'bare-error-in-stream': 'overloaded',
    'error-in-stream': 'overloaded',
    'incomplete-in-stream': 'complete',
    'refused-in-stream': 'complete',
    'malformed-call': 'unreadable',
    policy: 'policy',
    'stray-commas': 'rate-limited',
    'no-free-tier': 'not-entitled',
    'usage-limit': 'usage-limit',
    billing: 'billing',
    'leaked-key': 'credential-rejected',
    'not-entitled': 'not-entitled',
    'json-list': 'empty',
  } as const;
  for (const named of Object.keys(endings).filter((one): one is keyof typeof endings => Object.hasOwn(endings, one))) {
    it(`end after ${named} as ${endings[named]}, once`, async () => {
      lab.simulator.script({ named, host: 'gemini', times: 9 });
      const parts = await ask({ messages: asked([], 'What is the capital of France?') });
      assert.equal(ending(parts), endings[named]);
      assert.equal(parts.filter(({ kind }) => kind === 'end').length, 1);
      const isCut = named.endsWith('-in-stream');
      assert.equal(answerText(parts) !== '', isCut);
    });
  }

  it('keep what was said when the answer is cut for length or refused', async () => {
    const reasonOf = async (named: 'incomplete-in-stream' | 'refused-in-stream'): Promise<unknown> => {
      lab.simulator.script({ named, host: 'gemini' });
      const end = (await ask({ messages: asked([], 'What is the capital of France?') })).at(-1);
      return end?.kind === 'end' && end.outcome;
    };
    assert.deepEqual(await reasonOf('incomplete-in-stream'), { kind: 'complete', reason: 'length' });
    assert.deepEqual(await reasonOf('refused-in-stream'), { kind: 'complete', reason: 'refused' });
  });
});

/** The answer and what each of its calls came to: the city that it was asked for. */
function answered(messages: NonEmpty<Message>, parts: readonly StreamPart[]): NonEmpty<Message> {
  const collector = new Collector();
  for (const part of parts) collector.add(part);
  const results = parts.flatMap((part) =>
    part.kind === 'tool-call'
      ? [
          {
            call: part.call,
            content: [{ kind: 'text', text: stringAt(part.input, 'city') ?? '' }] as const,
            failed: false,
          },
        ]
      : [],
  );
  const content = collector.parts;
  assert.ok(isNonEmpty(content) && isNonEmpty(results));
  return [...messages, { role: 'assistant', content }, { role: 'tool', results }];
}
