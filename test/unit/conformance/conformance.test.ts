import assert from 'node:assert/strict';
import { failureOf } from '../../../src/core/failure.ts';
import type { Account, ToolUse } from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { answerText, ending } from '../../product.ts';
import { productLab } from '../../productLab.ts';
import { isFaultName } from '../../simulator/namedFaults.ts';
import { asked } from '../../testMessages.ts';
import { ask, callsOf, foreignHistory, tools, withAnswer, withImage, withResults } from './conversation.ts';
import { hurriedClock } from './hurriedClock.ts';
import { type WayIn, waysIn } from './ways.ts';

const free: ToolUse = { mode: 'auto', tools };

function thoughtOf(parts: readonly StreamPart[]): string {
  return parts.map((part) => (part.kind === 'reasoning' ? part.delta : '')).join('');
}

function assertOneEnd(parts: readonly StreamPart[]): void {
  assert.deepEqual([parts.filter(({ kind }) => kind === 'end').length, parts.at(-1)?.kind], [1, 'end']);
}

for (const way of waysIn) conformance(way);

/** What every way into every vendor must do in the same way. */
function conformance(way: WayIn): void {
  describe(`conformance: ${way.title}`, () => {
    const lab = productLab(way.simulator, { clock: hurriedClock });
    let account: Account;
    before(async () => {
      const product = lab.open({ settings: way.settings?.(lab.simulator) ?? {} });
      ({ account } = await product.signInBy(way.vendor, way.method, way.person(lab.simulator)));
      await product.maestro.models.list(account);
    });

    it('signs in, and again to the same account', async () => {
      assert.equal(account.vendor, way.vendor);
      assert.ok(account.label !== '');
      const again = await lab.product.signInBy(way.vendor, way.method, way.person(lab.simulator));
      assert.equal(again.account.id, account.id);
      assert.equal(lab.product.accounts.list.length, 1);
      assert.equal(lab.product.accounts.active?.id, account.id);
    });

    it('lists the vendor’s models', async () => {
      const { models, asOf, problem } = await lab.product.maestro.models.list(account);
      assert.equal(problem, null);
      assert.ok(asOf !== null && models.length > 0);
      assert.ok(models.every(({ id, label, vendor }) => id !== '' && label !== '' && vendor === way.vendor));
    });

    it('streams an answer, counts its tokens and ends once', async () => {
      const parts = await ask(lab.product, account, { messages: asked([], 'What is the capital of France?') });
      assertOneEnd(parts);
      assert.equal(ending(parts), 'complete');
      assert.match(answerText(parts), /Paris/);
      assert.ok(parts.filter(({ kind }) => kind === 'text').length > 3, 'the text came in pieces');
      const end = parts.at(-1);
      assert.ok(end?.kind === 'end' && (end.usage.input ?? 0) > 0 && (end.usage.output ?? 0) > 0);
    });

    it('remembers the turn before', async () => {
      const first = asked([], 'What is the capital of France?');
      const answered = withAnswer(first, await ask(lab.product, account, { messages: first }));
      const parts = await ask(lab.product, account, {
        messages: asked(answered, 'What is the population of that city?'),
      });
      assert.match(answerText(parts), /2\.1 million/);
    });

    it('calls tools in parallel, their arguments as they grow, and answers with the results', async () => {
      const first = asked(
        [],
        `${way.thinks ? 'Think, then ' : ''}call get_weather with {"city":"Paris"} and call get_time with {}`,
      );
      const called = await ask(lab.product, account, { messages: first, tools: free });
      assertOneEnd(called);
      assert.deepEqual(
        callsOf(called).map(({ tool, input }) => [tool, input]),
        [
          ['get_weather', { city: 'Paris' }],
          ['get_time', {}],
        ],
      );
      assert.equal(new Set(callsOf(called).map(({ call }) => call)).size, 2);
      const end = called.at(-1);
      assert.deepEqual(end?.kind === 'end' && end.outcome, { kind: 'complete', reason: 'tool-calls' });
      const messages = withResults(first, called, ({ tool }) => `result of ${tool}`);
      const parts = await ask(lab.product, account, { messages, tools: free });
      assert.match(
        answerText(parts),
        /get_weather` says: result of get_weather[\s\S]*get_time` says: result of get_time/,
      );
    });

    it(way.thinks ? 'shows what the model thinks' : 'has a model that does not show its thoughts', async () => {
      const parts = await ask(lab.product, account, { messages: asked([], 'Think about it.') });
      assert.equal(ending(parts), 'complete');
      assert.equal(thoughtOf(parts).includes('Weighing the question'), way.thinks);
      assert.ok(!answerText(parts).includes('Weighing the question'));
    });

    it('sees an image, or is told that there is one where no model can', async () => {
      const { models } = await lab.product.maestro.models.list(account);
      const model = models.find(({ can }) => can.images) ?? lab.product.request(account).model;
      const parts = await ask(lab.product, account, { model, messages: withImage('What is this?') });
      assert.equal(ending(parts), 'complete');
      const seen = model.can.images ? /1 image\(s\): image\/png/ : /An image that this model cannot see/;
      assert.match(answerText(parts), seen);
    });

    it('goes on with a conversation that another vendor began', async () => {
      const messages = asked(foreignHistory, 'What is the capital of France?');
      const parts = await ask(lab.product, account, { messages, tools: free });
      assert.equal(ending(parts), 'complete', JSON.stringify(parts.at(-1)));
      assert.match(answerText(parts), /Paris/);
    });

    it('stops at once when asked, and closes its socket', async () => {
      const stop = new AbortController();
      const parts: StreamPart[] = [];
      const request = { ...lab.product.request(account), messages: asked([], 'Write slowly') };
      for await (const batch of lab.product.maestro.runTurn(account, request, stop.signal)) {
        parts.push(...batch);
        if (answerText(parts) !== '') stop.abort();
      }
      assertOneEnd(parts);
      assert.equal(ending(parts), 'cancelled');
      await lab.simulator.waitFor(({ closedByClientMs }) => closedByClientMs !== null);
    });

    for (const [fault, code] of Object.entries(way.failures)) {
      it(`${fault} is ${code}`, async () => {
        assert.ok(isFaultName(fault), `the simulator has no fault ${fault}`);
        lab.simulator.script({ named: fault, host: way.host, times: 10 });
        const parts = await ask(lab.product, account, { messages: asked([], 'What is the capital of France?') });
        assertOneEnd(parts);
        assert.equal(ending(parts), code);
        assert.equal(lab.product.accounts.list.length, 1, 'no failure signs anybody out');
      });
    }

    for (const fault of ['reset-in-stream', 'fin-in-stream', 'truncated'] as const) {
      it(`${fault} keeps what has come and says that it is not all`, async () => {
        lab.simulator.script({ named: fault, host: way.host });
        const parts = await ask(lab.product, account, { messages: asked([], 'What is the capital of France?') });
        assertOneEnd(parts);
        assert.ok(answerText(parts) !== '');
        assert.ok(['interrupted', 'truncated'].includes(ending(parts)), ending(parts));
      });
    }

    it('ends with the answer, though the server keeps the socket open', async () => {
      lab.simulator.script({ named: 'kept-open', host: way.host });
      const parts = await ask(lab.product, account, { messages: asked([], 'What is the capital of France?') });
      assertOneEnd(parts);
      assert.deepEqual([ending(parts), /Paris/.test(answerText(parts))], ['complete', true]);
      await lab.simulator.waitFor(({ closedByClientMs }) => closedByClientMs !== null);
    }).timeout(15_000);

    it('passing trouble is tried again before anything was shown', async () => {
      lab.simulator.script({ named: 'server-error', host: way.host });
      const parts = await ask(lab.product, account, { messages: asked([], 'What is the capital of France?') });
      assert.deepEqual([parts[0]?.kind, ending(parts)], ['retrying', 'complete']);
    });

    if (way.isSession) {
      it('renews what is refused, unseen', async () => {
        lab.simulator.expireAccessTokens();
        const parts = await ask(lab.product, account, { messages: asked([], 'What is the capital of France?') });
        assert.equal(ending(parts), 'complete', JSON.stringify(parts.at(-1)));
      });
    }

    if (way.isOpen !== true) {
      it('asks for a new sign-in when everything was revoked, and keeps the account', async () => {
        lab.simulator.revokeEverything();
        const parts = await ask(lab.product, account, { messages: asked([], 'What is the capital of France?') });
        assert.equal(ending(parts), 'credential-rejected');
        assert.equal(lab.product.accounts.list.length, 1);
      });
    }

    it('signs out and leaves nothing behind', async () => {
      assert.equal(await lab.product.maestro.signOut(account.id, { revoke: true }), null);
      assert.deepEqual([...lab.product.secrets.values.keys()], []);
      assert.equal(lab.product.accounts.active, null);
      const failure = await lab.product.maestro.credentials
        .current(account, new AbortController().signal)
        .then(() => null, failureOf);
      assert.equal(failure?.code, 'secret-missing');
    });

    it('wrote nothing secret into its log or memory', () => {
      const written = [...lab.product.log.lines, ...lab.product.memory.values.values()].join('\n');
      const leaked = lab.simulator.secrets.filter((secret) => secret.length > 7 && written.includes(secret));
      assert.equal(leaked.length, 0);
    });
  });
}
