import assert from 'node:assert/strict';
import type { AgentPart } from '../../../../src/core/agent/parts.ts';
import { type Agent, runAgent } from '../../../../src/core/agent/runAgent.ts';
import type { AgentTool } from '../../../../src/core/agent/tool.ts';
import { type Account, isNonEmpty } from '../../../../src/core/model.ts';
import type { StreamPart } from '../../../../src/core/parts.ts';
import { productLab } from '../../../productLab.ts';
import { userMessage } from '../../../testMessages.ts';
import { changingTool, endless, gave, readingTool } from '../../../testTools.ts';

type Part = StreamPart | AgentPart;

describe('the rounds of an agent', () => {
  const lab = productLab();
  let account: Account;
  before(async () => {
    ({ account } = await lab.product.signIn());
  });

  it('run what only looks at the same time', async () => {
    const all = Promise.withResolvers<void>();
    let running = 0;
    const meet = async (): Promise<ReturnType<typeof gave>> => {
      running++;
      if (running === 3) all.resolve();
      await all.promise;
      return gave('met');
    };
    const parts = await run(
      ['a', 'b', 'c'].map((name) => readingTool(name, meet)),
      'Call every tool',
    );
    assert.equal(parts.filter((part) => part.kind === 'tool-result' && part.end === 'done').length, 3);
  });

  it('run what may change something one after the other, in the order of the calls, each after its question', async () => {
    const events: string[] = [];
    const tools = ['first', 'second'].map((name) =>
      changingTool(
        name,
        async () => {
          events.push(`ask ${name}`);
          return true;
        },
        async () => {
          events.push(`begin ${name}`);
          await lab.simulator.waitFor(() => true);
          events.push(`end ${name}`);
          return gave('changed');
        },
      ),
    );
    const parts = await run(tools, 'Call every tool');
    assert.deepEqual(events, ['ask first', 'begin first', 'end first', 'ask second', 'begin second', 'end second']);
    const states = parts.flatMap((part) => (part.kind === 'tool-state' ? part.state : []));
    assert.deepEqual(states, ['asking', 'running', 'asking', 'running']);
  });

  it('go on beyond the bound only if the person lets them, and the model knows that they did not', async () => {
    const asked: number[] = [];
    const goOn = async (rounds: number): Promise<boolean> => {
      asked.push(rounds);
      return rounds < 6;
    };
    const parts = await run([readingTool('look', () => gave('nothing'))], 'Call a tool until it says enough', {
      maxRounds: 3,
      goOn,
    });
    assert.deepEqual(asked, [3, 6]);
    assert.equal(questions(), 6);
    assert.equal(parts.filter((part) => part.kind === 'tool-result').length, 5);
    const rounds = parts.filter((part) => part.kind === 'round');
    assert.match(JSON.stringify(rounds.at(-1)?.results), /did not let you go on/);
    const end = parts.at(-1);
    assert.deepEqual(end?.kind === 'end' && end.outcome, { kind: 'complete', reason: 'tool-calls' });
  });

  it('cancel a running tool when nobody reads them any more', async () => {
    const left = Promise.withResolvers<void>();
    for await (const batch of agent([readingTool('slow', endless(left.resolve))], 'Call a tool')) {
      if (batch.some((part) => part.kind === 'tool-state' && part.state === 'running')) break;
    }
    await left.promise;
  });

  it('close the socket when they are stopped in the middle of an answer', async () => {
    const stop = new AbortController();
    const parts: Part[] = [];
    for await (const batch of agent([], 'Write slowly', {}, stop.signal)) {
      parts.push(...batch);
      if (batch.some(({ kind }) => kind === 'text')) stop.abort();
    }
    assert.deepEqual(parts.filter(({ kind }) => kind === 'end').length, 1);
    await lab.simulator.waitFor(({ closedByClientMs }) => closedByClientMs !== null);
  });

  it('cut a result that no conversation can bear', async () => {
    const parts = await run([readingTool('huge', () => gave('x'.repeat(1_000_000)))], 'Call a tool');
    const [round] = parts.filter((part) => part.kind === 'round');
    const [content] = round?.results[0].content ?? [];
    assert.ok(content?.kind === 'text' && content.text.length < 201_000);
    assert.match(content.text, /\[Cut here: 800000 more characters\.\]$/);
  });

  function questions(): number {
    return lab.simulator.journal.filter(({ path }) => path.endsWith('/responses')).length;
  }

  function agent(
    tools: readonly AgentTool[],
    question: string,
    over: Partial<Agent<never>> = {},
    signal = new AbortController().signal,
  ): AsyncGenerator<readonly Part[], void> {
    const offered = tools.map(({ tool }) => tool);
    const use = isNonEmpty(offered) ? ({ mode: 'auto', tools: offered } as const) : ({ mode: 'none' } as const);
    const usual: Agent<never> = {
      tools,
      maxRounds: 10,
      goOn: async () => false,
      ask: (messages, either) =>
        lab.product.maestro.runTurn(account, { ...lab.product.request(account), messages, tools: use }, either),
    };
    return runAgent<never>({ ...usual, ...over }, [userMessage(question)], signal);
  }

  async function run(
    tools: readonly AgentTool[],
    question: string,
    over: Partial<Agent<never>> = {},
  ): Promise<readonly Part[]> {
    const parts: Part[] = [];
    for await (const batch of agent(tools, question, over)) parts.push(...batch);
    return parts;
  }
});
