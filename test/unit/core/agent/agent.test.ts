import assert from 'node:assert/strict';
import type { AgentPart } from '../../../../src/core/agent/parts.ts';
import { runAgent } from '../../../../src/core/agent/runAgent.ts';
import type { AgentTool } from '../../../../src/core/agent/tool.ts';
import { Conversation } from '../../../../src/core/chat/conversation.ts';
import type { Round } from '../../../../src/core/chat/turn.ts';
import { type Account, isNonEmpty, type Message, type NonEmpty } from '../../../../src/core/model.ts';
import type { StreamPart } from '../../../../src/core/parts.ts';
import { systemClock } from '../../../../src/node/systemClock.ts';
import { MemoryJournals } from '../../../memoryJournals.ts';
import { productLab } from '../../../productLab.ts';
import { userMessage } from '../../../testMessages.ts';
import { changingTool, endless, gave, readingTool } from '../../../testTools.ts';
import { type WayIn, waysIn } from '../../conformance/ways.ts';

type Part = StreamPart | AgentPart;

const protocols = ['OpenAI: API key', 'Anthropic: API key', 'Gemini: API key', 'OpenAI-compatible: vLLM with a key'];

for (const way of waysIn.filter(({ title }) => protocols.includes(title))) agentOf(way);

/** What the loop does at every vendor. */
function agentOf(way: WayIn): void {
  describe(`an agent: ${way.title}`, () => {
    const lab = productLab(way.simulator);
    let account: Account;
    before(async () => {
      const product = lab.open({ settings: way.settings?.(lab.simulator) ?? {} });
      ({ account } = await product.signInBy(way.vendor, way.method, way.person(lab.simulator)));
      await product.maestro.models.list(account);
    });

    it('runs what the model calls, round after round, and its conversation can be gone on with', async () => {
      const conversation = Conversation.begin({
        files: new MemoryJournals(),
        clock: systemClock,
        onSaving: () => undefined,
      });
      const asked = conversation.ask(
        { text: 'Think, then call every tool until it says enough', attachments: [] },
        null,
      );
      assert.ok(asked !== null);
      let asking = 0;
      const tools = [
        readingTool('look', ({ place }) => gave(`all of ${String(place)}`)),
        readingTool('count', () => gave(asking === 2 ? 'enough' : 'more')),
      ];
      const ask = (messages: NonEmpty<Message>): void => {
        asking++;
        assert.deepEqual(messages, conversation.messages(asked));
      };
      const parts: Part[] = [];
      for await (const batch of agent(tools, conversation.messages(asked), { ask })) {
        parts.push(...batch);
        conversation.add(asked, batch.filter(isStream));
        for (const part of batch) {
          if (part.kind === 'round') conversation.give(asked, part.results);
          if (part.kind === 'end') conversation.end(asked, part.outcome, part.usage);
        }
      }
      const [first, second, last] = conversation.turn(asked)?.rounds ?? [];
      assert.deepEqual([first, second].map(said), ['all of Paris, more', 'all of Paris, enough']);
      assert.match(textOf(last), /`look` says: all of Paris[\s\S]*`count` says: enough/);
      assert.deepEqual(conversation.turn(asked)?.outcome, { kind: 'complete', reason: 'stop' });
      const blocks = parts.flatMap((part) => (part.kind === 'tool-call' ? part.block : []));
      assert.equal(new Set(blocks).size, 4, 'no block has the number of another');
      const end = parts.at(-1);
      assert.ok(end?.kind === 'end' && parts.filter(({ kind }) => kind === 'end').length === 1);
      assert.ok((end.usage.input ?? 0) > 0, 'the tokens are counted');

      const next = conversation.ask({ text: 'What is the capital of France?', attachments: [] }, null);
      assert.ok(next !== null);
      assert.match(answerOf(await run([], conversation.messages(next))), /Paris/);
    });

    it('tells the model of a tool that is not there, wrong input, a failure and a denial', async () => {
      const tools = [
        readingTool('broken', () => ({ kind: 'failed', message: 'No such place.' })),
        readingTool('thrown', () => {
          throw new Error('Out of order.');
        }),
        readingTool('strict', () => gave('never')),
        changingTool(
          'changes',
          async () => false,
          () => gave('never'),
        ),
      ];
      const calls = [
        'call absent with {}',
        'call strict with {"place":1}',
        'call broken with {"place":"x"}',
        'call thrown with {"place":"x"}',
        'call changes with {"place":"x"}',
      ];
      const parts = await run(tools, [userMessage(calls.join(' and '))]);
      assert.deepEqual(ends(parts), ['failed', 'failed', 'failed', 'failed', 'denied']);
      const answer = answerOf(parts);
      for (const told of [
        /no tool `absent`.*There are: broken, thrown, strict, changes/,
        /`input\.place` must be string/,
        /No such place\./,
        /Out of order\./,
        /person did not allow/,
      ])
        assert.match(answer, told);
    });

    it('stops while a tool runs, and the tool with it; each call has a result then, and what was done stays', async () => {
      const stop = new AbortController();
      let wasStopped = false;
      const tools = [
        readingTool('quick', () => gave('done so far')),
        readingTool(
          'slow',
          endless(() => {
            wasStopped = true;
          }),
        ),
      ];
      const question: NonEmpty<Message> = [userMessage('Call every tool')];
      const parts: Part[] = [];
      for await (const batch of agent(tools, question, { signal: stop.signal })) {
        parts.push(...batch);
        if (batch.some(({ kind }) => kind === 'tool-result')) stop.abort();
      }
      assert.ok(wasStopped);
      assert.deepEqual(ends(parts), ['done', 'stopped']);
      const end = parts.at(-1);
      assert.deepEqual(end?.kind === 'end' && end.outcome, { kind: 'cancelled' });
      assert.equal(lab.simulator.journal.filter(({ method }) => method === 'POST').length, 1);
      const round = parts.find((part) => part.kind === 'round');
      assert.ok(round !== undefined);
      assert.match(JSON.stringify(round.results), /done so far.*The person stopped you/);
    });

    interface Over {
      readonly ask?: (messages: NonEmpty<Message>) => void;
      readonly signal?: AbortSignal;
    }

    function agent(
      tools: readonly AgentTool[],
      messages: NonEmpty<Message>,
      { ask = () => undefined, signal = new AbortController().signal }: Over = {},
    ): AsyncGenerator<readonly Part[], void> {
      const offered = tools.map(({ tool }) => tool);
      return runAgent<never>(
        {
          tools,
          maxRounds: 10,
          goOn: async () => false,
          ask: (sent, either) => {
            ask(sent);
            const use = isNonEmpty(offered) ? ({ mode: 'auto', tools: offered } as const) : ({ mode: 'none' } as const);
            const request = { ...lab.product.request(account), messages: sent, tools: use };
            return lab.product.maestro.runTurn(account, request, either);
          },
        },
        messages,
        signal,
      );
    }

    async function run(tools: readonly AgentTool[], messages: NonEmpty<Message>): Promise<readonly Part[]> {
      const parts: Part[] = [];
      for await (const batch of agent(tools, messages)) parts.push(...batch);
      return parts;
    }
  });
}

function isStream(part: Part): part is StreamPart {
  return part.kind !== 'round' && part.kind !== 'tool-state' && part.kind !== 'tool-result';
}

function ends(parts: readonly Part[]): readonly string[] {
  const calls = parts.flatMap((part) => (part.kind === 'tool-call' ? part.block : []));
  const results = parts.filter((part) => part.kind === 'tool-result');
  return calls.map((block) => results.find((part) => part.block === block)?.end ?? 'none');
}

function said(round: Round | undefined): string {
  const results = round?.next?.kind === 'results' ? round.next.results : [];
  return results.map(({ content: [first] }) => (first.kind === 'text' ? first.text : '')).join(', ');
}

function textOf(round: Round | undefined): string {
  return (round?.parts ?? []).map((part) => (part.kind === 'text' ? part.text : '')).join('');
}

function answerOf(parts: readonly Part[]): string {
  return parts.map((part) => (part.kind === 'text' ? part.delta : '')).join('');
}
