/** What can be asked of `@maestro` with a slash, as the manifest lists it. */
export const commandNames = [
  'explain',
  'fix',
  'tests',
  'doc',
  'commit',
  'continue',
  'panel',
  'account',
  'usage',
] as const;
export type CommandName = (typeof commandNames)[number];

/** The command of a request; `null` for a plain question. */
export function readCommand(name: unknown): CommandName | null {
  return commandNames.find((one) => one === name) ?? null;
}

/** The commands that Maestro answers by itself, without asking a model. */
export type LocalCommand = 'panel' | 'account' | 'usage';

export function isLocal(command: CommandName | null): command is LocalCommand {
  return command === 'panel' || command === 'account' || command === 'usage';
}

/** The commands that give a model something to do; a question to `/continue` is one like any other. */
export type TaskName = Exclude<CommandName, LocalCommand | 'continue'>;

export function isTask(command: CommandName | null): command is TaskName {
  return command !== null && command !== 'continue' && !isLocal(command);
}
