import { arrayAt, type Json, type JsonObject, member, stringAt } from '../../src/core/json.ts';

/** What was said so far, as the answers' rules want to read it. */
export interface Conversation {
  /** The last thing the person wrote. */
  readonly question: string;
  /** Everything said before, by both sides. */
  readonly history: string;
  /** How often the person wrote, this time included. */
  readonly questions: number;
  readonly instructions: string;
}

/** Reads the conversation out of a Responses body that was found correct. */
export function readConversation(body: JsonObject): Conversation {
  const input = member(body, 'input');
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : arrayAt(body, 'input');
  const said = items.map((item) => ({ role: stringAt(item, 'role'), text: unwrap(textOf(item)) }));
  const last = said.findLastIndex(({ role }) => role === 'user');
  return {
    question: said[last]?.text ?? '',
    history: said
      .slice(0, Math.max(last, 0))
      .map(({ text }) => text)
      .join('\n'),
    questions: said.filter(({ role }) => role === 'user').length,
    instructions: stringAt(body, 'instructions') ?? '',
  };
}

function textOf(item: Json): string {
  const content = member(item, 'content');
  if (typeof content === 'string') return content;
  return arrayAt(item, 'content')
    .map((part) => stringAt(part, 'text') ?? '')
    .join('\n');
}

/** Clients mark what the person wrote with a tag; the model answers what is inside. */
function unwrap(text: string): string {
  const inside = /^\s*<user_instructions>([\s\S]*)<\/user_instructions>\s*$/.exec(text)?.[1];
  return (inside ?? text).trim();
}
