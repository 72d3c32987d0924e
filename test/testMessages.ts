import type { Message, NonEmpty } from '../src/core/model.ts';

/** A person's message that is nothing but this text. */
export function userMessage(text: string): Message {
  return { role: 'user', content: [{ kind: 'text', text }] };
}

/** A history with the new question at its end. */
export function asked(history: readonly Message[], question: string): NonEmpty<Message> {
  const [first, ...rest] = [...history, userMessage(question)];
  return [first ?? userMessage(question), ...rest];
}
