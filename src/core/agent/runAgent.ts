import { abortable } from '../abortable.ts';
import { isNonEmpty, type Message, type NonEmpty, type ToolResult } from '../model.ts';
import { addUsage, type EndPart, isContent, noUsage, type StreamPart, type ToolCall } from '../parts.ts';
import { Collector } from '../stream/collect.ts';
import type { AgentPart } from './parts.ts';
import { refusal } from './result.ts';
import { runCalls } from './runCalls.ts';
import type { AgentTool } from './tool.ts';

/** Who answers, and with what. `More` is what the asking tells beside the stream. */
export interface Agent<More> {
  readonly tools: readonly AgentTool[];
  /** After so many rounds, and after as many again, the person is asked whether to go on. */
  readonly maxRounds: number;
  /** Asks once: batches, with the one `end` in the last. Never throws; leaving the loop closes the socket. */
  ask(messages: NonEmpty<Message>, signal: AbortSignal): AsyncIterable<readonly (StreamPart | More)[]>;
  /** Whether the person lets it go on after so many rounds. */
  goOn(rounds: number, signal: AbortSignal): Promise<boolean>;
}

/**
 * Asks, runs the tools that the answer calls, and asks again with their results, until an answer calls none. Batches as of
 * one question, with one `end` at the very end that counts the tokens of all rounds, and between them how the tools go on. No
 * block has the number of another, also of another round. Each call gets a result, so that what was said and done so far
 * can be gone on with after Stop. Aborting `signal`, like leaving the loop, cancels the tools that run and closes the socket.
 * Never throws.
 */
export async function* runAgent<More extends { readonly kind: 'stepped-in' }>(
  agent: Agent<More>,
  first: NonEmpty<Message>,
  signal: AbortSignal,
): AsyncGenerator<readonly (StreamPart | More | AgentPart)[], void> {
  const left = new AbortController();
  const either = AbortSignal.any([signal, left.signal]);
  let messages = first;
  let usage = noUsage;
  let blocks = 0;
  try {
    for (let round = 1; ; round++) {
      const said = yield* say(agent.ask(messages, either), blocks);
      usage = addUsage(usage, said.end.usage);
      blocks = said.blocks;
      if (!isNonEmpty(said.calls) || agent.tools.length === 0) return yield [{ ...said.end, usage }];
      const mayGoOn = await mayGoOnAfter(agent, round, either);
      const results: readonly ToolResult[] = mayGoOn
        ? yield* runCalls(said.calls, agent.tools, either)
        : said.calls.map(({ call }) => refusal(call, 'The person did not let you go on.'));
      if (isNonEmpty(results)) yield [{ kind: 'round', results }];
      if (either.aborted) return yield [{ kind: 'end', outcome: { kind: 'cancelled' }, usage }];
      if (!mayGoOn) return yield [{ ...said.end, usage }];
      if (isNonEmpty(said.content)) messages = [...messages, { role: 'assistant', content: said.content }];
      if (isNonEmpty(results)) messages = [...messages, { role: 'tool', results }];
    }
  } finally {
    left.abort();
  }
}

interface Said {
  readonly content: Collector['parts'];
  readonly calls: readonly ToolCall[];
  readonly end: EndPart;
  /** The first number that no block has. */
  readonly blocks: number;
}

/** Passes one round on but for its end; its blocks are numbered from `from` on. */
async function* say<More extends { readonly kind: 'stepped-in' }>(
  batches: AsyncIterable<readonly (StreamPart | More)[]>,
  from: number,
): AsyncGenerator<readonly (StreamPart | More)[], Said> {
  const collector = new Collector();
  const calls = new Map<string, ToolCall>();
  let end: EndPart = { kind: 'end', outcome: { kind: 'failed', failure: { code: 'truncated' } }, usage: noUsage };
  let blocks = from;
  for await (const batch of batches) {
    const passed: (StreamPart | More)[] = [];
    for (const part of batch) {
      if (part.kind === 'end') end = part;
      else if (part.kind === 'stepped-in' || !isContent(part)) passed.push(part);
      else {
        const shifted = from === 0 ? part : { ...part, block: part.block + from };
        blocks = Math.max(blocks, shifted.block + 1);
        collector.add(shifted);
        // Of calls that share an id the first counts, as in the history.
        if (shifted.kind === 'tool-call' && !calls.has(shifted.call)) calls.set(shifted.call, shifted);
        passed.push(shifted);
      }
    }
    if (passed.length > 0) yield passed;
  }
  const isCalling = end.outcome.kind === 'complete' && ['tool-calls', 'stop'].includes(end.outcome.reason);
  return { content: collector.parts, calls: isCalling ? [...calls.values()] : [], end, blocks };
}

async function mayGoOnAfter<More>(agent: Agent<More>, rounds: number, signal: AbortSignal): Promise<boolean> {
  if (rounds % agent.maxRounds !== 0) return true;
  try {
    return await abortable(agent.goOn(rounds, signal), signal);
  } catch {
    return false;
  }
}
