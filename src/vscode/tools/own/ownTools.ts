import { type Disposable, LanguageModelTextPart, LanguageModelToolResult, lm, workspace } from 'vscode';
import { isObject } from '../../../core/json.ts';
import type { OnDemand } from '../../../core/onDemand.ts';
import type { Surfaces } from '../../surfaces.ts';

/** Maestro's own tools, which package.json describes. None but the one that proposes changes can do more than look. */
const ownTools = [
  'maestro_read_file',
  'maestro_list_folder',
  'maestro_search',
  'maestro_problems',
  'maestro_propose_edit',
] as const;
export type OwnTool = (typeof ownTools)[number];

export function isOwnTool(name: string): boolean {
  return ownTools.some((own) => own === name);
}

/** Whether it only looks, as far as is known: only of Maestro's own tools anything is. */
export function onlyLooks(name: string): boolean {
  return isOwnTool(name) && name !== 'maestro_propose_edit';
}

/** Makes Maestro's tools available to every chat in VS Code; nothing where it has no tools. */
export function registerOwnTools(surfaces: OnDemand<Surfaces>): readonly Disposable[] {
  if (typeof lm?.registerTool !== 'function') return [];
  return ownTools.map((name) =>
    lm.registerTool<unknown>(name, {
      async invoke({ input }, token) {
        if (!workspace.isTrusted) throw new Error('The person has not said that they trust this workspace.');
        const [{ runOwnTool }, { proposals }] = await Promise.all([import('./runOwnTool.ts'), surfaces.get()]);
        const text = await runOwnTool[name](isObject(input) ? input : {}, token, proposals);
        return new LanguageModelToolResult([new LanguageModelTextPart(text)]);
      },
    }),
  );
}
