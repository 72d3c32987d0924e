import { type Disposable, l10n, type Terminal, type TerminalShellExecution, window } from 'vscode';
import { plainOutput } from '../../core/chat/plainOutput.ts';
import { cleanText } from '../../core/cleanText.ts';
import { type ContextSource, changingSource } from './contextSource.ts';

/** The end of a long output is what tells how it ended. */
const longestOutput = 64_000;

interface Command {
  readonly line: string;
  /** What it printed; resolves when all of it has come, and never rejects. */
  readonly output: Promise<string>;
  readonly exitCode: number | undefined;
}

/**
 * The last command of each terminal with its output, as VS Code's shell integration tells of them. Nothing leaves the memory of
 * this window until it is attached.
 */
export class TerminalCommands implements Disposable {
  readonly #last = new Map<Terminal, Command>();
  readonly #outputs = new Map<TerminalShellExecution, Promise<string>>();
  readonly #subscriptions: readonly Disposable[];

  constructor() {
    this.#subscriptions = [
      window.onDidStartTerminalShellExecution(({ execution }) => this.#outputs.set(execution, outputOf(execution))),
      window.onDidEndTerminalShellExecution(({ terminal, execution, exitCode }) => {
        const output = this.#outputs.get(execution) ?? Promise.resolve('');
        this.#outputs.delete(execution);
        this.#last.set(terminal, { line: execution.commandLine.value, output, exitCode });
      }),
      window.onDidCloseTerminal((terminal) => this.#last.delete(terminal)),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#last.clear();
    this.#outputs.clear();
  }

  /** The last command of the terminal that is looked at, or was; `null` if none has ended. */
  source(): ContextSource | null {
    const terminal = window.activeTerminal;
    const command = terminal === undefined ? undefined : this.#last.get(terminal);
    if (command === undefined) return null;
    const { line } = command;
    const name = l10n.t('Last terminal command');
    const detail = cleanText(line);
    const source = { kind: 'terminal', origin: 'terminal', key: `terminal ${line}`, label: name, detail } as const;
    return changingSource({ ...source, place: null }, async () => ({
      kind: 'text',
      title: 'A command in the terminal and what it printed',
      language: 'console',
      text: await transcript(command),
      name,
      place: null,
    }));
  }
}

async function transcript({ line, output, exitCode }: Command): Promise<string> {
  const ended = exitCode === undefined ? [] : [`[Exit code ${exitCode}]`];
  return [`$ ${line}`, plainOutput(await output), ...ended].filter((text) => text !== '').join('\n');
}

/** The end of what a command prints, as the terminal is sent it. */
async function outputOf(execution: TerminalShellExecution): Promise<string> {
  let output = '';
  try {
    for await (const data of execution.read()) output = (output + data).slice(-longestOutput);
  } catch {
    // What has come until then is what there is.
  }
  return output;
}
