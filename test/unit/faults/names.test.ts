import assert from 'node:assert/strict';
import dns, { type LookupAddress, type LookupOptions } from 'node:dns';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { mock } from 'node:test';
import { readFailure } from '../../../src/core/chat/failureRecord.ts';
import { parseJson } from '../../../src/core/json.ts';
import { closingAfterEach } from '../../closing.ts';
import { answerText, ending } from '../../product.ts';
import { answerText as answerWith } from '../../rawServer.ts';
import { skip } from '../../skip.ts';
import { askElsewhere } from './askElsewhere.ts';
import { outcome, type RawTurns, rawTurns, waits } from './rawTurns.ts';
import { openHead, whole } from './responsesEvents.ts';

type Found = Error | readonly LookupAddress[];
type Told = (error: Error | null, found?: string | readonly LookupAddress[], family?: number) => void;

/** A label is at most 63 characters long (RFC 1035 section 2.3.4), so no name server needs to be asked for this one. */
const impossible = `${'a'.repeat(64)}.invalid`;
const [dead, living] = [
  { address: '::1', family: 6 },
  { address: '127.0.0.1', family: 4 },
] as const;

describe('a name', () => {
  const start = rawTurns();
  const closing = closingAfterEach();

  afterEach(() => mock.restoreAll());

  /** What names stand for from now on, in this process: the last of it for good. Tells how often it was asked. */
  function names(...found: readonly Found[]): () => number {
    const left = [...found];
    const { mock: asked } = mock.method(dns, 'lookup', (_: string, options: LookupOptions, tell: Told) => {
      const next = left.length > 1 ? left.shift() : left[0];
      if (next === undefined || next instanceof Error) tell(next ?? new Error('nothing is found'));
      else if (options.all === true) tell(null, next);
      else tell(null, next[0]?.address, next[0]?.family);
    });
    return () => asked.callCount();
  }

  /** The answerer at `localhost`, whatever that stands for. */
  async function startByName(over?: 'fetch'): Promise<RawTurns> {
    const server = await start(({ socket }) => socket.end(openHead + whole));
    const baseUrl = `${server.server.origin.replace('127.0.0.1', 'localhost')}/v1`;
    return await start(() => undefined, over === undefined ? { baseUrl } : { baseUrl, over });
  }

  function silence(): Error {
    return Object.assign(new Error('getaddrinfo EAI_AGAIN'), { code: 'EAI_AGAIN', syscall: 'getaddrinfo' });
  }

  it('that is not known is asked for once more, then said to be unknown (ST-01)', async () => {
    const turns = await start(() => undefined, { baseUrl: `https://${impossible}/v1` });
    const parts = await turns.ask();
    assert.deepEqual(outcome(parts), { code: 'unreachable', host: impossible, why: 'dns' });
    assert.equal(waits(parts).length, 1);
  });

  it('of which a name server says nothing is asked for a third time (ST-01)', async () => {
    const turns = await startByName();
    const asked = names(silence(), silence(), [living]);
    const parts = await turns.ask();
    assert.deepEqual([answerText(parts), waits(parts).length, asked()], ['Hello there', 2, 3]);
  });

  it('of which no name server ever says anything is given up then (ST-01)', async () => {
    const turns = await startByName();
    names(silence());
    const parts = await turns.ask();
    assert.deepEqual([ending(parts), waits(parts).length], ['unreachable', 2]);
    const failure = outcome(parts);
    assert.match(JSON.stringify(failure), /"why":"dns-silent"/);
    assert.deepEqual(readFailure(parseJson(JSON.stringify(failure))), failure, 'as a conversation keeps it');
  });

  it('is not told to be unknown where the system’s resolver can reach nobody (ST-01)', async function () {
    const runner = ['unshare', '--map-root-user', '--net'];
    const said = await askElsewhere('https://maestro.invalid/', { runner });
    if (said === '') skip(this, 'no network namespace can be made here');
    assert.equal(said, 'unreachable dns-silent');
    assert.equal(await askElsewhere(`https://${impossible}/`, { runner }), 'unreachable dns');
  }).timeout(30_000);

  for (const over of [undefined, 'fetch'] as const) {
    it(`that stands for ::1, where nobody is, and for 127.0.0.1 leads there over ${over ?? 'undici'} (NT-09)`, async () => {
      const turns = await startByName(over);
      const asked = names([dead, living]);
      const parts = await turns.ask();
      assert.deepEqual([answerText(parts), waits(parts), asked()], ['Hello there', [], 1]);
    });

    it(`that stands for ::1 alone leads there over ${over ?? 'undici'} (NT-09)`, async function () {
      const answer = answerWith(whole, ['Content-Type: text/event-stream']);
      const server = createServer((socket) => socket.on('data', () => socket.end(answer)));
      server.listen(0, '::1');
      const [failed] = await Promise.race([once(server, 'listening').then(() => [null]), once(server, 'error')]);
      if (failed !== null) skip(this, 'this machine has no IPv6');
      const address = closing(server).address();
      const port = typeof address === 'object' ? address?.port : 0;
      names([dead]);
      for (const host of ['[::1]', 'localhost']) {
        const baseUrl = `http://${host}:${port}/v1`;
        const turns = await start(() => undefined, over === undefined ? { baseUrl } : { baseUrl, over });
        assert.equal(answerText(await turns.ask()), 'Hello there', host);
      }
    });
  }
});
