import assert from 'node:assert/strict';
import { Conversation } from '../../../../src/core/chat/conversation.ts';
import type { Failure } from '../../../../src/core/failure.ts';
import { conversationId } from '../../../../src/core/model.ts';
import { HandClock } from '../../../handClock.ts';
import { MemoryJournals } from '../../../memoryJournals.ts';
import { cut, talk } from '../../../testChat.ts';
import { play, type Step } from './scripts.ts';

/** A window of its own, with or without the files of another. */
export class Window {
  readonly files: MemoryJournals;
  readonly clock = new HandClock(1_000);
  readonly told: (Failure | null)[] = [];

  constructor(files = new MemoryJournals()) {
    this.files = files;
  }

  begin(): Conversation {
    return Conversation.begin(this.#deps());
  }

  find(id: string): Promise<Conversation | null> {
    return Conversation.open(conversationId(id), this.#deps());
  }

  async open(id: string): Promise<Conversation> {
    const conversation = await this.find(id);
    assert.ok(conversation !== null);
    return conversation;
  }

  #deps(): Parameters<typeof Conversation.begin>[0] {
    return { files: this.files, clock: this.clock, onSaving: (failure) => this.told.push(failure) };
  }
}

/** A journal of these bytes, in a place of its own. */
export function holding(id: string, bytes: Uint8Array): Window {
  const window = new Window();
  window.files.put(id, bytes);
  return window;
}

/** A conversation that this was done in, and the bytes of its journal. */
export async function written(
  script: readonly Step[],
): Promise<{ id: string; bytes: Uint8Array; conversation: Conversation }> {
  const window = new Window();
  const conversation = window.begin();
  talk(conversation, 'first', 'answer', cut);
  play(conversation, window.clock, script);
  await conversation.saved();
  return { id: conversation.id, bytes: window.files.files.get(conversation.id) ?? new Uint8Array(), conversation };
}

/** Without the times that only who answers knows. */
export function bare(seen: unknown): string {
  return JSON.stringify(seen).replaceAll(/"(endedAt|reasoningMs|updatedAt)":(\d+|null)/g, '');
}
