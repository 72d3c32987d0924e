import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { after, afterEach, before, describe, it } from 'mocha';
import { isObject, parseJson, stringAt } from '../../src/core/json.ts';
import type { Cut } from '../simulator/faults.ts';
import { faultNames } from '../simulator/namedFaults.ts';
import { type SessionTokens, signInAs } from '../simulator/openai/person.ts';
import { type Simulator, startSimulator } from '../simulator/simulator.ts';
import { exchange, type WireAnswer } from '../simulator/wire.ts';

describe('simulator: faults', () => {
  let simulator: Simulator;
  let plus: SessionTokens;
  let folder: string;
  before(async () => {
    simulator = await startSimulator({ deltaMs: 0 });
    plus = await signInAs(simulator, 'plus');
    folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await simulator.close();
  });
  afterEach(() => simulator.reset());

  const ask = (options: Partial<Parameters<typeof exchange>[1]> = {}) =>
    exchange(`${simulator.chatgptBaseUrl}/codex/responses`, {
      method: 'POST',
      headers: [
        ['Authorization', `Bearer ${plus.access}`],
        ['chatgpt-account-id', plus.persona.accountId],
        ['Content-Type', 'application/json'],
        ['OpenAI-Beta', 'responses=experimental'],
        ['User-Agent', 'TheMaestro/0.1.0'],
      ],
      body: JSON.stringify({
        model: 'gpt-5.5',
        instructions: 'Be brief.',
        input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello' }] }],
        store: false,
        stream: true,
      }),
      ...options,
    });

  /** Asks, and closes the socket as soon as this text has come. */
  const askUntil = async (text: string): Promise<string> => {
    const controller = new AbortController();
    let sofar = '';
    const onChunk = (chunk: Buffer): void => {
      sofar += chunk.toString();
      if (sofar.includes(text)) controller.abort();
    };
    await ask({ onChunk, signal: controller.signal });
    return sofar;
  };

  it('answer in the host’s place, for so many requests, with status, headers and body', async () => {
    simulator.script({ host: 'chatgpt', times: 2, status: 418, headers: { 'x-pot': 'tea' }, body: { short: true } });
    for (let time = 0; time < 2; time += 1) {
      const answer = await ask();
      assert.deepEqual([answer.status, answer.headers['x-pot'], answer.body], [418, 'tea', '{"short":true}']);
    }
    assert.equal((await ask()).status, 200);
  });

  it('strike only the host and path that they name, in the order of the script', async () => {
    simulator.script({ host: 'api', status: 500 }, { path: '/elsewhere', status: 501 });
    simulator.script({ path: '/codex/responses', status: 502 }, { host: 'chatgpt', status: 503 });
    assert.deepEqual([(await ask()).status, (await ask()).status, (await ask()).status], [502, 503, 200]);
  });

  it('leave a stream’s fault for the next stream when the host refuses', async () => {
    simulator.script({ keepOpen: false, cut: { afterEvents: 2, next: 'end' } });
    assert.equal((await ask({ headers: [] })).status, 401);
    assert.equal(eventCount(await ask()), 2);
  });

  it('delay headers and first byte', async () => {
    simulator.script({ host: 'chatgpt', delayHeadersMs: 60 }, { host: 'chatgpt', delayBodyMs: 60 });
    for (let time = 0; time < 2; time += 1) {
      const started = performance.now();
      assert.ok(isWhole(await ask()));
      assert.ok(performance.now() - started >= 55);
    }
  });

  it('reset the socket before headers', async () => {
    simulator.script({ named: 'reset', host: 'chatgpt' });
    await assert.rejects(ask(), { code: 'ECONNRESET' });
    assert.equal(simulator.journal.at(-1)?.answeredStatus, null);
    assert.equal(simulator.journal.at(-1)?.closedByClientMs, null);
  });

  const cuts: readonly (readonly [next: Cut['next'], isComplete: boolean])[] = [
    ['end', true],
    ['fin', false],
    ['reset', false],
  ];
  for (const [next, isComplete] of cuts) {
    it(`${next} after so many events, with what came before delivered`, async () => {
      simulator.script({ cut: { afterEvents: 7, next } });
      const answer = await ask();
      assert.equal(eventCount(answer), 7);
      assert.equal(answer.isComplete, isComplete);
      assert.doesNotMatch(answer.body, /response\.completed/);
      assert.equal(simulator.journal.at(-1)?.closedByClientMs, null);
    });
  }

  it('hang in mid-stream and after completion until the client closes', async () => {
    simulator.script({ cut: { afterEvents: 5, next: 'hang' } });
    const sofar = await askUntil('"sequence_number":4');
    assert.doesNotMatch(sofar, /"sequence_number":5/);
    simulator.script({ keepOpen: true });
    await askUntil('response.completed');
    const closed = await simulator.waitFor(
      (entry) => entry === simulator.journal[1] && entry.closedByClientMs !== null,
    );
    assert.equal(closed.answeredStatus, 200);
  });

  it('begin an error’s body and never end it', async () => {
    simulator.script({ host: 'chatgpt', status: 500, body: 'It began', hang: true });
    assert.equal(await askUntil('began'), 'It began');
    assert.equal((await simulator.waitFor((entry) => entry.closedByClientMs !== null)).answeredStatus, 500);
  });

  it('put text of their own into the stream, which goes on', async () => {
    simulator.script({ named: 'broken-event' });
    const { body } = await ask();
    assert.match(body, /data: \{"type":\n\n[\s\S]*response\.completed/);
    simulator.script({ named: 'huge-event' });
    assert.ok((await ask()).body.length > 20_000_000);
  });

  for (const [name, text] of [
    ['failed-in-stream', '"status":"failed"'],
    ['error-in-stream', '"code":"server_is_overloaded"'],
  ] as const) {
    it(`${name}: says so and keeps the socket open`, async () => {
      simulator.script({ named: name });
      assert.match(await askUntil(text), new RegExp(text));
      const { closedByClientMs } = await simulator.waitFor((entry) => entry.closedByClientMs !== null);
      assert.ok(closedByClientMs !== null && closedByClientMs >= 0);
    });
  }

  it('send one byte at a time', async () => {
    const sizes: number[] = [];
    simulator.script({ named: 'drip', host: 'chatgpt' });
    assert.ok(isWhole(await ask({ onChunk: (chunk) => sizes.push(chunk.length) })));
    assert.ok(sizes.every((size) => size === 1));
  });

  const decoders = {
    gzip: gunzipSync,
    deflate: inflateSync,
    br: brotliDecompressSync,
    zstd: zstdDecompressSync,
  } as const;
  for (const encoding of ['gzip', 'deflate', 'br', 'zstd'] as const) {
    it(`compress with ${encoding}, each event readable before the next`, async () => {
      const parts: Buffer[] = [];
      simulator.script({ encoding });
      const answer = await ask({ onChunk: (chunk) => parts.push(chunk) });
      assert.equal(answer.headers['content-encoding'], encoding);
      assert.match(decoders[encoding](Buffer.concat(parts)).toString(), /response\.completed/);
      assert.ok(parts.length > 10);
    });
  }

  it('replay a recording byte for byte', async () => {
    const lines = ['{"type":"response.created","x": 1e3}', '{"type":"response.completed","é":"\\u00e9"}'];
    const chunks = join(folder, 'a.chunks.txt');
    writeFileSync(chunks, `${lines.join('\n')}\n`);
    simulator.script({ replay: chunks });
    const framed = `event: response.created\ndata: ${lines[0]}\n\nevent: response.completed\ndata: ${lines[1]}\n\n`;
    assert.equal((await ask()).body, framed);
    simulator.script({ replay: chunks, truncateAfterEvents: 1, chunkBytes: 7 });
    assert.equal((await ask()).body, `event: response.created\ndata: ${lines[0]}\n\n`);
    const raw = Buffer.from('data: a\r\n\r\n: \xff\xfe\n\ndata: cut', 'latin1');
    writeFileSync(join(folder, 'b.sse'), raw);
    simulator.script({ replay: join(folder, 'b.sse') });
    const parts: Buffer[] = [];
    await ask({ onChunk: (chunk) => parts.push(chunk) });
    assert.deepEqual(Buffer.concat(parts), raw);
  });

  it('are scripted over HTTP as well, but never by a web page', async () => {
    const post = (body: unknown, headers: readonly (readonly [string, string])[] = []) =>
      exchange(`${simulator.controlUrl}script`, { method: 'POST', headers, body: JSON.stringify(body) });
    assert.equal((await post([{ named: 'usage-limit' }, { status: 401 }])).status, 200);
    assert.match((await ask()).body, /"resets_at":\d{10},/);
    assert.equal((await ask()).status, 401);
    assert.equal((await post({ status: 500 }, [['Origin', 'https://evil.example']])).status, 403);
    assert.equal((await ask()).status, 200);
    for (const wrong of [
      { nmaed: 'x' },
      { named: 'x' },
      { times: 0 },
      { cut: { next: 'end' } },
      'text',
      { replay: '/none' },
    ]) {
      assert.equal((await post(wrong)).status, 400, JSON.stringify(wrong));
    }
  });

  it('speak the words of the vendor that is asked, and leave one that has none of that name alone', async () => {
    const askGemini = async () => (await exchange(`${simulator.settings['maestro.gemini.baseUrl']}/nothing`)).status;
    const usual = await askGemini();
    simulator.script({ named: 'sharing-route' });
    assert.equal(await askGemini(), usual);
    assert.match((await ask()).body, /subscription_sharing_route_not_supported/);
    simulator.script({ named: 'bad-gateway', host: 'gemini' });
    assert.deepEqual([(await ask()).status, await askGemini()], [200, 502]);
  });

  it('refuse control requests whose Host is another name (DNS rebinding)', async () => {
    const { port } = simulator;
    const answer = await exchange(`http://127.0.0.1:${port}/_simulator/journal`, {
      headers: [['Host', 'evil.example']],
    });
    assert.notEqual(answer.status, 200);
  });

  it('show journal and settings, and forget the journal', async () => {
    await ask();
    const journal = parseJson((await exchange(`${simulator.controlUrl}journal`)).body);
    assert.ok(Array.isArray(journal) && isObject(journal[0]) && journal[0]['path'] === '/codex/responses');
    const settings = parseJson((await exchange(`${simulator.controlUrl}settings`)).body);
    assert.deepEqual(settings, simulator.settings);
    assert.equal(stringAt(settings, 'maestro.openai.authBaseUrl'), simulator.authBaseUrl);
    for (const vendor of [simulator.openai, simulator.anthropic, simulator.gemini, simulator.openaiCompatible]) {
      assert.deepEqual({ ...simulator.settings, ...vendor.settings }, simulator.settings);
    }
    await exchange(`${simulator.controlUrl}reset`, { method: 'POST' });
    assert.equal(simulator.journal.length, 0);
  });

  it('have names that can all be scripted', async () => {
    const answer = await exchange(`${simulator.controlUrl}script`, {
      method: 'POST',
      body: JSON.stringify(faultNames.map((named) => ({ named }))),
    });
    assert.equal(answer.body, `{"scripted":${faultNames.length}}`);
  });

  it('record header names in wire order and case', async () => {
    await ask();
    const names = simulator.journal.at(-1)?.rawHeaders.map(([name]) => name);
    assert.deepEqual(names?.slice(1, 6), [
      'Authorization',
      'chatgpt-account-id',
      'Content-Type',
      'OpenAI-Beta',
      'User-Agent',
    ]);
  });
});

function eventCount(answer: WireAnswer): number {
  return answer.body.match(/^data: /gm)?.length ?? 0;
}

function isWhole(answer: WireAnswer): boolean {
  return answer.isComplete && /event: response\.completed\ndata: .*\n\n$/.test(answer.body);
}
