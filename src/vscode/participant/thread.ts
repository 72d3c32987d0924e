import { type ChatContext, ChatRequestTurn, ChatResponseMarkdownPart, ChatResponseTurn } from 'vscode';
import type { ThreadTurn } from '../../core/chat/thread.ts';
import type { Attachment } from '../../core/chat/turn.ts';
import { noUsage } from '../../core/parts.ts';
import { systemClock } from '../../node/systemClock.ts';
import { isLocal, readCommand } from './commands.ts';
import { readContinuation } from './continuation.ts';
import { readImages } from './references.ts';
import { readPlace, type ThreadPlace } from './threadPlace.ts';
import { readTurn, readTurnId } from './turnRecord.ts';

/** What VS Code gives of the earlier turns of a chat with `@maestro`. */
export interface Thread {
  /** `null` where no turn says it. */
  readonly place: ThreadPlace | null;
  /** The title after `/continue` in the request that the thread begins with; `null` for one that begins otherwise. */
  readonly continues: string | null;
  readonly turns: readonly ThreadTurn[];
  /** Whether everything of them was kept. */
  readonly isWhole: boolean;
}

/** What is asked, of a request and of an earlier turn. */
interface Asked {
  readonly command?: string | undefined;
  readonly prompt: string;
}

export const emptyThread: Thread = { place: null, continues: null, turns: [], isWhole: true };

/**
 * The earlier turns of `@maestro` in this chat, from the last `/continue` on. A turn that was kept is exactly as it was; of
 * another there is what the person typed and what was shown. A turn without any answer of a model is left out. The images that
 * were sent with the questions are read again, because they are too large to be kept.
 */
export async function readThread({ history }: Pick<ChatContext, 'history'>): Promise<Thread> {
  let thread = emptyThread;
  for (const [index, response] of history.entries()) {
    const asked = history[index - 1];
    if (!(response instanceof ChatResponseTurn) || !(asked instanceof ChatRequestTurn)) continue;
    const command = readCommand(asked.command);
    if (command === 'continue') thread = { ...emptyThread, continues: readContinuation(asked.prompt).title };
    const place = readPlace(response.result.metadata) ?? thread.place;
    const isTurn = command === 'continue' ? writtenQuestion(asked) !== '' : !isLocal(command);
    const turn = isTurn ? await readTurnOf(asked, response) : null;
    thread = {
      ...thread,
      place,
      turns: turn === null ? thread.turns : [...thread.turns, turn],
      isWhole: thread.isWhole && turn?.isWhole !== false,
    };
  }
  return thread;
}

/** The question as the person has written it: its command is part of it, but for the one that only says where to go on. */
export function writtenQuestion({ command, prompt }: Asked): string {
  const known = readCommand(command);
  if (known === 'continue') return readContinuation(prompt).question;
  return known === null ? prompt : `/${known} ${prompt}`.trim();
}

async function readTurnOf(
  asked: ChatRequestTurn,
  response: ChatResponseTurn,
): Promise<(ThreadTurn & { readonly isWhole: boolean }) | null> {
  const { metadata } = response.result;
  const record = readTurn(metadata);
  if (record !== null) {
    const { turn, isWhole } = record;
    const attachments = await withImages(turn.question.attachments, asked);
    return { ...turn, question: { ...turn.question, attachments }, isWhole };
  }
  const id = readTurnId(metadata);
  const text = shownText(response);
  // What Maestro says by itself is no answer.
  if (text.trim() === '' || (id === null && readPlace(metadata) !== null)) return null;
  const now = systemClock.now();
  return {
    id,
    question: { text: writtenQuestion(asked), attachments: await readImages(asked.references) },
    askedAt: now,
    answerer: null,
    rounds: [{ parts: [{ kind: 'text', text, replay: null }], next: null }],
    outcome: { kind: 'complete', reason: 'stop' },
    usage: noUsage,
    endedAt: now,
    reasoningMs: null,
    isWhole: false,
  };
}

/** The images are those that were sent, or none: what is there now may be another one. */
async function withImages(attachments: readonly Attachment[], asked: ChatRequestTurn): Promise<readonly Attachment[]> {
  if (attachments.every(({ content }) => content !== null)) return attachments;
  const images = new Map((await readImages(asked.references)).map((image) => [image.hash, image.content]));
  return attachments.map((one) => ({ ...one, content: one.content ?? images.get(one.hash) ?? null }));
}

function shownText({ response }: ChatResponseTurn): string {
  return response.map((part) => (part instanceof ChatResponseMarkdownPart ? part.value.value : '')).join('');
}
