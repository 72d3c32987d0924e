import {
  type CancellationToken,
  type Disposable,
  LanguageModelTextPart,
  LanguageModelToolResult,
  lm,
  workspace,
} from 'vscode';
import { isObject, type JsonObject } from '../../../core/json.ts';
import { signalOf } from '../../cancel.ts';
import type { CodeProposals } from '../../codeProposals.ts';
import { listFolder } from './listFolder.ts';
import { listProblems } from './problems.ts';
import { proposeEdit } from './proposeEdit.ts';
import { readFile } from './readFile.ts';
import { search } from './search.ts';

type Run = (input: JsonObject, token: CancellationToken, proposals: CodeProposals) => Promise<string>;

/** Maestro's own tools, which package.json describes. None but the one that proposes changes can do more than look. */
const runs: Readonly<Record<string, Run>> = {
  maestro_read_file: readFile,
  maestro_list_folder: listFolder,
  maestro_search: search,
  maestro_problems: listProblems,
  maestro_propose_edit: (input, token, proposals) => proposeEdit(input, proposals, signalOf(token)),
};

export function isOwnTool(name: string): boolean {
  return Object.hasOwn(runs, name);
}

/** Whether it only looks, as far as is known: only of Maestro's own tools anything is. */
export function onlyLooks(name: string): boolean {
  return isOwnTool(name) && name !== 'maestro_propose_edit';
}

/** Makes Maestro's tools available to every chat in VS Code; nothing where it has no tools. */
export function registerOwnTools(proposals: CodeProposals): readonly Disposable[] {
  if (typeof lm?.registerTool !== 'function') return [];
  return Object.entries(runs).map(([name, run]) =>
    lm.registerTool<unknown>(name, {
      async invoke({ input }, token) {
        if (!workspace.isTrusted) throw new Error('The person has not said that they trust this workspace.');
        const text = await run(isObject(input) ? input : {}, token, proposals);
        return new LanguageModelToolResult([new LanguageModelTextPart(text)]);
      },
    }),
  );
}
