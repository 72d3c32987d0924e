import type { Emit } from '../parts.ts';

/** Events in one answer that may be passed over because they cannot be read (faults ST-20). */
const most = 2;

/** What a decoder has for events that it cannot read: one that is odd does not cost the answer, the third gives it up. */
export class Patience {
  #passed = 0;

  passOver(emit: Emit): void {
    this.#passed++;
    if (this.#passed <= most) return;
    emit({ kind: 'failure', failure: { code: 'unreadable', detail: 'three events could not be read' } });
  }
}
