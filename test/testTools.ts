import type { AgentTool, ToolOutcome } from '../src/core/agent/tool.ts';
import type { JsonObject } from '../src/core/json.ts';

type Run = (input: JsonObject, signal: AbortSignal) => Promise<ToolOutcome> | ToolOutcome;

/** Something that a tool gave. */
export function gave(text: string): ToolOutcome {
  return { kind: 'done', content: [{ kind: 'text', text }] };
}

const properties = { place: { type: 'string', examples: ['Paris'] } };

/** A tool that only looks, and wants a place. */
export function readingTool(name: string, run: Run): AgentTool {
  return {
    tool: { name, description: `Looks: ${name}`, parameters: { type: 'object', properties, required: ['place'] } },
    readOnly: true,
    mustAsk: () => false,
    ask: async () => false,
    run: async (input, signal) => run(input, signal),
  };
}

/** A tool that changes something, after `allows` has said so. */
export function changingTool(name: string, allows: () => Promise<boolean>, run: Run): AgentTool {
  return { ...readingTool(name, run), readOnly: false, mustAsk: () => true, ask: allows };
}

/** Never ends by itself. */
export function endless(onAbort: () => void): Run {
  return (_, signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        onAbort();
        reject(signal.reason);
      });
    });
}
