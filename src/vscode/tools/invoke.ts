import { CancellationError, type ChatParticipantToolToken, lm } from 'vscode';
import type { ToolOutcome } from '../../core/agent/tool.ts';
import type { JsonObject } from '../../core/json.ts';
import { cancellationOf } from '../cancel.ts';
import { contentOf } from '../languageModel/content.ts';

/**
 * Runs a tool of VS Code. What a tool throws is for the model, and logged nowhere. VS Code asks the person by itself where the
 * tool wants it to, as those of MCP servers do that may change something; a denial arrives as a cancellation.
 */
export async function invoke(
  name: string,
  input: JsonObject,
  toolInvocationToken: ChatParticipantToolToken | undefined,
  signal: AbortSignal,
): Promise<ToolOutcome> {
  const cancellation = cancellationOf(signal);
  try {
    const { content } = await lm.invokeTool(name, { input, toolInvocationToken }, cancellation.token);
    return { kind: 'done', content: content.flatMap(contentOf) };
  } catch (error) {
    if (isCancellation(error)) return { kind: 'denied' };
    return { kind: 'failed', message: error instanceof Error ? error.message : 'The tool failed.' };
  } finally {
    cancellation.dispose();
  }
}

function isCancellation(error: unknown): boolean {
  return error instanceof CancellationError || (error instanceof Error && error.name === 'Canceled');
}
