import type { AssistantPart, Replay } from '../model.ts';
import type { StreamPart } from '../parts.ts';

/** Gathers a turn's parts into the blocks that history keeps, in the order in which they began. */
export class Collector {
  readonly #blocks = new Map<number, AssistantPart>();

  add(part: StreamPart): void {
    switch (part.kind) {
      case 'text':
      case 'reasoning': {
        const old = this.#blocks.get(part.block);
        const before: { text: string; replay: Replay | null } =
          old?.kind === part.kind ? old : { text: '', replay: null };
        const replay = part.replay ?? before.replay;
        this.#blocks.set(part.block, { kind: part.kind, text: before.text + part.delta, replay });
        return;
      }
      case 'citation':
        this.#blocks.set(part.block, { kind: 'citation', source: part.source });
        return;
      case 'tool-call': {
        const { call, tool, input, replay = null } = part;
        this.#blocks.set(part.block, { kind: 'tool-call', call, tool, input, replay });
        return;
      }
      case 'tool-input':
      case 'limits':
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
