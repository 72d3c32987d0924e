/** What is being written that a menu can complete: a command at the very start, or the name of some context anywhere. */
export interface Trigger {
  readonly kind: 'command' | 'context';
  /** What stands behind the sign. */
  readonly query: string;
  /** Where the sign and what follows it stand in the text. */
  readonly start: number;
  readonly end: number;
}

const longestQuery = 200;

/** The trigger that ends at the caret; `null` if there is none. */
export function triggerAt(text: string, caret: number): Trigger | null {
  const from = Math.max(0, caret - longestQuery);
  const before = text.slice(from, caret);
  const command = from === 0 ? /^\/([\p{L}\p{N}-]*)$/u.exec(before) : null;
  if (command !== null) return { kind: 'command', query: command[1] ?? '', start: 0, end: caret };
  const context = /(?:^|\s)#([^\s#]*)$/u.exec(before);
  if (context === null) return null;
  const query = context[1] ?? '';
  return { kind: 'context', query, start: caret - query.length - 1, end: caret };
}
