import type { AssistantPart } from '../model.ts';
import type { StreamPart } from '../parts.ts';

/** Gathers a turn's parts into the blocks that history keeps, in the order in which they began. */
export class Collector {
  readonly #blocks = new Map<number, AssistantPart>();

  add(part: StreamPart): void {
    switch (part.kind) {
      case 'text':
      case 'reasoning': {
        const old = this.#blocks.get(part.block);
        const text = old?.kind === part.kind ? old.text + part.delta : part.delta;
        this.#blocks.set(part.block, { kind: part.kind, text });
        return;
      }
      case 'tool-call':
        this.#blocks.set(part.block, { kind: 'tool-call', call: part.call, tool: part.tool, input: part.input });
        return;
      case 'tool-input':
      case 'retrying':
      case 'renewing':
      case 'waiting':
      case 'end':
        return;
      default:
        part satisfies never;
    }
  }

  get parts(): readonly AssistantPart[] {
    return [...this.#blocks.values()];
  }
}
