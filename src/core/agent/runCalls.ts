import { abortable } from '../abortable.ts';
import type { CallId, NonEmpty, ToolResult } from '../model.ts';
import type { ToolCall } from '../parts.ts';
import { inputProblem } from './inputProblem.ts';
import type { ToolEnd, ToolPart } from './parts.ts';
import { refusal, resultOf } from './result.ts';
import type { AgentTool } from './tool.ts';

/** Most calls of one round that are run. */
const maxCalls = 32;

/**
 * Runs the calls of one round and tells how each goes on; returns the results in the order of the calls. Each call has one,
 * also if there is no such tool, its input is wrong, it fails, the person denies it or `signal` aborts, which is not waited
 * out by anybody. Never throws.
 */
export async function* runCalls(
  calls: NonEmpty<ToolCall>,
  tools: readonly AgentTool[],
  signal: AbortSignal,
): AsyncGenerator<readonly ToolPart[], readonly ToolResult[]> {
  let news: ToolPart[] = [];
  let wake = Promise.withResolvers<void>();
  const tell = (part: ToolPart): void => {
    news.push(part);
    wake.resolve();
  };
  let left = calls.length;
  let turn: Promise<unknown> = Promise.resolve();
  const results = calls.map(async (call, index) => {
    const tool = tools.find((one) => one.tool.name === call.tool) ?? null;
    const work = (): Promise<Ended> => perform(call, index < maxCalls ? tool : 'too-many', tools, tell, signal);
    const mine = tool === null || tool.readOnly ? work() : turn.then(work);
    if (tool !== null && !tool.readOnly) turn = mine;
    const { end, result } = await mine;
    left--;
    tell({ kind: 'tool-result', block: call.block, end, result });
    return result;
  });
  while (left > 0 || news.length > 0) {
    await wake.promise;
    wake = Promise.withResolvers<void>();
    const batch = news;
    news = [];
    if (batch.length > 0) yield batch;
  }
  return await Promise.all(results);
}

interface Ended {
  readonly end: ToolEnd;
  readonly result: ToolResult;
}

async function perform(
  { block, call, tool: name, input }: ToolCall,
  tool: AgentTool | 'too-many' | null,
  tools: readonly AgentTool[],
  tell: (part: ToolPart) => void,
  signal: AbortSignal,
): Promise<Ended> {
  if (signal.aborted) return stopped(call);
  if (tool === null) return failed(call, `There is no tool \`${name}\`. ${known(tools)}`);
  if (tool === 'too-many') return failed(call, `Too many calls at once: only the first ${maxCalls} were run.`);
  try {
    const problem = inputProblem(tool.tool.parameters, input);
    if (problem !== null) return failed(call, `The input does not fit the tool: ${problem}`);
    if (tool.mustAsk()) {
      tell({ kind: 'tool-state', block, call, state: 'asking' });
      if (!(await abortable(tool.ask(input, signal), signal))) return denied(call);
    }
    tell({ kind: 'tool-state', block, call, state: 'running' });
    const outcome = await abortable(tool.run(input, signal), signal);
    switch (outcome.kind) {
      case 'done':
        return { end: 'done', result: resultOf(call, outcome.content, false) };
      case 'failed':
        return failed(call, outcome.message);
      case 'denied':
        return denied(call);
      default:
        return outcome satisfies never;
    }
  } catch (error) {
    return signal.aborted ? stopped(call) : failed(call, error instanceof Error ? error.message : 'It failed.');
  }
}

function failed(call: CallId, message: string): Ended {
  return { end: 'failed', result: resultOf(call, [{ kind: 'text', text: message }], true) };
}

function denied(call: CallId): Ended {
  const text = 'The person did not allow this call. Do not try it again in another way; ask them what to do instead.';
  return { end: 'denied', result: refusal(call, text) };
}

function stopped(call: CallId): Ended {
  return { end: 'stopped', result: refusal(call, 'The person stopped you before this call was done.') };
}

function known(tools: readonly AgentTool[]): string {
  return tools.length === 0 ? 'There are none.' : `There are: ${tools.map(({ tool }) => tool.name).join(', ')}.`;
}
