import { env } from 'vscode';
import type { TaskName } from './commands.ts';

const instructions: Readonly<Record<TaskName, string>> = {
  explain:
    'Explain this code to a programmer who has not seen it before: what it is for, how it works, and what is surprising or risky in it.',
  fix: 'Find what is wrong with this code and correct it. Say in one or two sentences what the fault was, then give the corrected code.',
  tests:
    'Write tests for this code, with the test framework and in the style that the project uses. Cover the usual case, the limits and the failures, and give the whole test file.',
  doc: 'Write documentation comments for this code, in the form that is usual in its language. Say what a caller must know, not how it is done. Give the code with its comments and change nothing else.',
  commit:
    'Write the commit message for these staged changes, in the language and style of the earlier messages where there are any: a summary of at most 72 characters and, only where it is needed, a blank line and the reasons. Give nothing but the message, in one code block.',
};

/** What a model is told to do for a command. The language is the person's own where they have typed nothing to tell it by. */
export function instructionOf(command: TaskName, prompt: string): string {
  const isOpen = prompt.trim() === '' && command !== 'commit';
  return isOpen ? `${instructions[command]} Answer in the language \`${env.language}\`.` : instructions[command];
}
