import { type ChatContext, ChatRequestTurn, ChatResponseMarkdownPart, ChatResponseTurn } from 'vscode';
import { roundMessages } from '../../core/chat/history.ts';
import type { Round } from '../../core/chat/turn.ts';
import type { Message, UserPart } from '../../core/model.ts';
import { isLocal, readCommand } from './commands.ts';
import { readImages } from './references.ts';
import { readTurn } from './turnRecord.ts';

/**
 * The earlier turns of `@maestro` in this conversation. A turn that was kept is exactly as it was; of another there is what
 * the person typed and what was shown. A turn without any answer of a model is left out. With `seesImages` the images that were sent
 * with the questions are read again, because they are too large to be kept.
 */
export async function readHistory({ history }: ChatContext, seesImages: boolean): Promise<readonly Message[]> {
  const messages: Message[] = [];
  for (const [index, turn] of history.entries()) {
    const asked = history[index - 1];
    if (!(turn instanceof ChatResponseTurn) || !(asked instanceof ChatRequestTurn)) continue;
    if (isLocal(readCommand(asked.command))) continue;
    const record = readTurn(turn.result.metadata);
    const answer = (record?.rounds ?? [shownAnswer(turn)]).flatMap(roundMessages);
    if (answer.length === 0) continue;
    const text: UserPart = { kind: 'text', text: record?.question ?? asked.prompt };
    const images = seesImages ? await readImages(asked.references) : [];
    messages.push({ role: 'user', content: [text, ...images] }, ...answer);
  }
  return messages;
}

function shownAnswer({ response }: ChatResponseTurn): Round {
  const text = response.map((part) => (part instanceof ChatResponseMarkdownPart ? part.value.value : '')).join('');
  return { parts: text.trim() === '' ? [] : [{ kind: 'text', text, replay: null }], next: null };
}
