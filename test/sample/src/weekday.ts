import type { LanguageModelChatTool } from 'vscode';

/** A tool of this extension's own. Those of VS Code and of other extensions are in `lm.tools` and run by `lm.invokeTool`. */
export const weekdayTool: LanguageModelChatTool = {
  name: 'weekday',
  description: 'Tells the day of the week of a date.',
  inputSchema: {
    type: 'object',
    properties: { date: { type: 'string', description: 'For example 2026-11-21.' } },
    required: ['date'],
  },
};

/** What the model is told. A model may call a tool with anything, and can do better when it is told what was wrong. */
export function weekday(input: object): string {
  const date = 'date' in input && typeof input.date === 'string' ? new Date(input.date) : null;
  if (date === null || Number.isNaN(date.getTime())) return 'There is no such date. Write it like 2026-11-21.';
  return new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(date);
}
