/** What can be asked of `@maestro` with a slash, as the manifest lists it. */
export const commandNames = ['explain', 'fix', 'tests', 'doc', 'commit', 'account', 'usage'] as const;
export type CommandName = (typeof commandNames)[number];

/** The command of a request; `null` for a plain question. */
export function readCommand(name: unknown): CommandName | null {
  return commandNames.find((one) => one === name) ?? null;
}

/** The commands that Maestro answers by itself, without asking a model. */
export type LocalCommand = 'account' | 'usage';

export function isLocal(command: CommandName | null): command is LocalCommand {
  return command === 'account' || command === 'usage';
}
